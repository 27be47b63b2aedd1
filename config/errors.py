"""What a person reads when a request cannot be answered. The sentences stand in templates/400.html and so on.

A page that broke (500) is rendered by Django itself, without the request: it needs no database and no session.
"""

from __future__ import annotations

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def answer_bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400 for what was not understood, 413 for what was more than Kadr takes at once."""
    status = 413 if isinstance(exception, TOO_LARGE) else 400
    return render(request, f"{status}.html", status=status)

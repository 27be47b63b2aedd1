"""Who comes in: everybody signs in first, and a script is told so in a way that it understands."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from collaborators.telling import wants_fragment


class SignedInMiddleware(LoginRequiredMiddleware):
    """Sends whoever has not signed in to the door; a script, which would take the door for its answer, gets a 401."""

    def handle_no_permission(  # type: ignore[override]  # the parent only ever redirects
        self, request: HttpRequest, view_func: Any
    ) -> HttpResponseBase:
        if wants_fragment(request):
            return HttpResponse(status=401)
        return super().handle_no_permission(request, view_func)

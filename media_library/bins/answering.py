"""What the steps of the bins and of the trash have in common when they read and answer."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse

from collaborators.telling import tell, told, wants_fragment


def read_moment(text: str) -> datetime:
    """The moment by which a step is undone. Raises Http404 for one that nobody was given."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Http404 from None
    if moment.tzinfo is None:
        raise Http404
    return moment


def refuse(request: HttpRequest, fault: ValidationError, *, back: HttpResponse) -> HttpResponse:
    """Tells why nothing was done: to a script at once, else on the page that `back` leads to."""
    sentence = " ".join(fault.messages)
    if wants_fragment(request):
        return told(HttpResponse(status=422), sentence, is_fault=True)
    tell(request, sentence, level=messages.ERROR)
    return back

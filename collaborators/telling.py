"""What a person is told after a step, and how the step is undone. A page shows it as a toast."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import TypeVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse

ResponseT = TypeVar("ResponseT", bound=HttpResponse)


@dataclass(frozen=True)
class Undo:
    """A POST of these fields to this address puts things back as they were."""

    url: str
    fields: Mapping[str, str] = field(default_factory=dict)


def tell(request: HttpRequest, text: str, *, undo: Undo | None = None, level: int = messages.SUCCESS) -> None:
    """Tells it on the next page: for a view that ends with a redirect."""
    messages.add_message(request, level, text, extra_tags=json.dumps(asdict(undo)) if undo else "")


def told(response: ResponseT, text: str, *, undo: Undo | None = None, is_fault: bool = False) -> ResponseT:
    """Tells it at once: for an answer that a script fetches. Writes an HX-Trigger header, keeping what stands there."""
    events = json.loads(response.headers.get("HX-Trigger", "{}"))
    events["toast"] = {"text": text, "undo": asdict(undo) if undo else None, "isFault": is_fault}
    response["HX-Trigger"] = json.dumps(events)  # ASCII, as a header has to be
    return response


def refuse(request: HttpRequest, sentence: str, *, back: HttpResponse) -> HttpResponse:
    """Tells why nothing was done: to a script at once, with 422, else on the page that `back` leads to."""
    if wants_fragment(request):
        return told(HttpResponse(status=422), sentence, is_fault=True)
    tell(request, sentence, level=messages.ERROR)
    return back


def wants_fragment(request: HttpRequest) -> bool:
    """Whether a script asks, which reads `told`; otherwise the view redirects and uses `tell`."""
    return bool(request.headers.get("HX-Request")) or request.headers.get("X-Requested-With") == "fetch"

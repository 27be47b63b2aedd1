"""The one way out for stored bytes: as an answer of our own, or by the proxy in front of us."""

from __future__ import annotations

from typing import IO
from urllib.parse import quote

from django.conf import settings
from django.core.files.storage import storages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from media_library.ingest.store import path_in

from .files import Stored, measure
from .ranges import ranged
from .watching import Permit, ask_again

HEADERS = {
    "Cache-Control": "private, no-cache",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
"""Foreign bytes, opened by themselves in a window, may run nothing and fetch nothing."""


def send(
    request: HttpRequest,
    stored: Stored,
    permit: Permit,
    *,
    content_type: str,
    etag: str,
    gone: str,
    headers: dict[str, str] | None = None,
) -> HttpResponseBase:
    """The bytes, whole or in part, with HEADERS, then `headers`. `gone` is the sentence for when they are not there."""
    file = open_or_404(stored, gone)
    response: HttpResponseBase
    if inside := find_for_proxy(stored):
        file.close()
        response = HttpResponse(content_type=content_type, headers={"X-Accel-Redirect": inside})
    else:
        size_bytes, go_on = measure(file), ask_again(permit)
        response = ranged(request, file, size_bytes=size_bytes, etag=etag, content_type=content_type, go_on=go_on)
    for name, value in {**HEADERS, **(headers or {})}.items():
        response[name] = value
    return response


def open_or_404(stored: Stored, gone: str) -> IO[bytes]:
    """The open file; Http404 with a sentence when it is not there."""
    try:
        return stored.open()
    except OSError:
        raise Http404(gone) from None


def find_for_proxy(stored: Stored) -> str:
    """The address at which the proxy finds the file (KADR_ACCEL_REDIRECT); nothing when we send it ourselves.

    The proxy knows the store alone: what stays outside it, or lies in a storage without paths, goes out through us.
    """
    if not settings.KADR_ACCEL_REDIRECT or not stored.place:
        return ""
    if path_in(storages[stored.place], stored.name) is None:
        return ""
    return f"{settings.KADR_ACCEL_REDIRECT.rstrip('/')}/{stored.place}/{quote(stored.name)}"

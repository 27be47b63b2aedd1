"""Bytes of a file, whole or in part: RFC 9110, sections 13 and 14."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseNotModified, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import parse_etags

CHUNK = 1 << 20
"""Bytes read at a time."""

ONE_RANGE = re.compile(r"\s*bytes=\s*(?P<first>\d{0,18})-(?P<last>\d{0,18})\s*", re.IGNORECASE | re.ASCII)


class Slice:
    """`length` bytes of an open file from where it stands, in pieces; closes the file at the end."""

    def __init__(self, file: IO[bytes], length: int) -> None:
        self.file, self.left = file, length

    def __iter__(self) -> Iterator[bytes]:
        while self.left > 0 and (piece := self.file.read(min(CHUNK, self.left))):
            self.left -= len(piece)
            yield piece

    def close(self) -> None:
        self.file.close()


def ranged(request: HttpRequest, file: IO[bytes], *, size_bytes: int, etag: str, content_type: str) -> HttpResponseBase:
    """Answers with the file, or the part of it that was asked for: 200, 206, 304 or 416.

    `etag` is strong and quoted. Several ranges at once, a unit other than bytes, and an If-Range that does not fit are
    answered with the whole file, as the standard allows. Closes the file in every case.
    """
    response: HttpResponseBase
    wanted = find_range(request, size_bytes, etag)
    if is_known(request, etag):
        file.close()
        response = HttpResponseNotModified()
    elif wanted is None:
        response = FileResponse(file, content_type=content_type)
        response["Content-Length"] = str(size_bytes)
    elif wanted.start >= wanted.stop:
        file.close()
        response = HttpResponse(status=416, headers={"Content-Range": f"bytes */{size_bytes}"})
    else:
        file.seek(wanted.start)
        response = StreamingHttpResponse(Slice(file, len(wanted)), status=206, content_type=content_type)
        response["Content-Range"] = f"bytes {wanted.start}-{wanted.stop - 1}/{size_bytes}"
        response["Content-Length"] = str(len(wanted))
    response["Accept-Ranges"] = "bytes"
    response["ETag"] = etag
    return response


def find_range(request: HttpRequest, size_bytes: int, etag: str) -> range | None:
    """The bytes that are asked for; None for all of them, an empty range for what cannot be given."""
    found = ONE_RANGE.fullmatch(request.headers.get("Range", ""))
    if request.method != "GET" or not found or not (found["first"] or found["last"]):
        return None
    if request.headers.get("If-Range", etag).strip() != etag:
        return None
    if not found["first"]:
        return range(max(0, size_bytes - int(found["last"])), size_bytes)
    first, last = int(found["first"]), int(found["last"] or size_bytes - 1)
    if found["last"] and last < first:
        return None  # section 14.1.1: such a range is invalid, and what is invalid is ignored
    return range(first, min(last + 1, size_bytes))


def is_known(request: HttpRequest, etag: str) -> bool:
    """Whether the asker holds these bytes already (If-None-Match, by weak comparison)."""
    known = parse_etags(request.headers.get("If-None-Match", ""))
    return "*" in known or etag in {tag.removeprefix("W/") for tag in known}

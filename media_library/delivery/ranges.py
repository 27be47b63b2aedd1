"""Bytes of a file, whole or in part: RFC 9110, sections 13 and 14."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import IO

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import parse_etags

CHUNK = 1 << 18
"""Bytes read at a time: few enough that somebody on a slow line is asked for often, too."""

ONE_RANGE = re.compile(r"\s*bytes=\s*(?P<first>\d*)-(?P<last>\d*)\s*", re.IGNORECASE | re.ASCII)

BEYOND = 10**18
"""Bytes; no file has as many, and what is written with more digits means no other byte."""


class Slice:
    """`length` bytes of an open file from where it stands, in pieces; closes the file at the end.

    Before each piece `go_on` is called, which raises what is to end the answer.
    """

    def __init__(self, file: IO[bytes], length: int, go_on: Callable[[], None] = lambda: None) -> None:
        self.file, self.left, self.go_on = file, length, go_on

    def __iter__(self) -> Iterator[bytes]:
        while self.left > 0 and (piece := self.file.read(min(CHUNK, self.left))):
            self.left -= len(piece)
            self.go_on()
            yield piece

    def close(self) -> None:
        self.file.close()


def ranged(
    request: HttpRequest,
    file: IO[bytes],
    *,
    size_bytes: int,
    etag: str,
    content_type: str,
    go_on: Callable[[], None] = lambda: None,
) -> HttpResponseBase:
    """Answers with the file, or the part of it that was asked for: 200, 206, 304, 412 or 416.

    `etag` is strong and quoted. Several ranges at once, a unit other than bytes, and an If-Range that does not fit are
    answered with the whole file, as the standard allows. There is no Last-Modified, so no date ever fits. Closes the
    file in every case.
    """
    wanted = find_range(request, size_bytes, etag)
    if status := check_conditions(request, etag):
        response: HttpResponseBase = refuse(file, status)
    elif wanted is None:
        response = send_part(request, file, range(size_bytes), content_type, go_on)
    elif wanted.start >= wanted.stop:
        response = refuse(file, 416)
        response["Content-Range"] = f"bytes */{size_bytes}"
    else:
        response = send_part(request, file, wanted, content_type, go_on)
        response.status_code = 206
        response["Content-Range"] = f"bytes {wanted.start}-{wanted.stop - 1}/{size_bytes}"
    response["Accept-Ranges"] = "bytes"
    response["ETag"] = etag
    return response


def refuse(file: IO[bytes], status: int) -> HttpResponse:
    """An answer without the bytes: 304, 412 or 416."""
    file.close()
    return HttpResponseNotModified() if status == 304 else HttpResponse(status=status)


def send_part(
    request: HttpRequest, file: IO[bytes], part: range, content_type: str, go_on: Callable[[], None]
) -> HttpResponseBase:
    """These bytes of the file; for HEAD their number alone, and nothing is read."""
    response: HttpResponseBase
    if request.method == "HEAD":
        file.close()
        response = HttpResponse(content_type=content_type)
    else:
        file.seek(part.start)
        response = StreamingHttpResponse(Slice(file, len(part), go_on), content_type=content_type)
    response["Content-Length"] = str(len(part))
    return response


def check_conditions(request: HttpRequest, etag: str) -> int:
    """412 or 304 when a condition ends the matter, 0 when it does not; in the order of section 13.2.2."""
    if "If-Match" in request.headers and not matches(request.headers["If-Match"], etag, weakly=False):
        return 412
    if matches(request.headers.get("If-None-Match", ""), etag, weakly=True):
        return 304
    return 0


def matches(condition: str, etag: str, *, weakly: bool) -> bool:
    """Whether the strong `etag` is among these; by weak comparison `W/"1"` is the same as `"1"` (section 8.8.3.2)."""
    tags = parse_etags(condition)
    return "*" in tags or etag in (tag.removeprefix("W/") if weakly else tag for tag in tags)


def find_range(request: HttpRequest, size_bytes: int, etag: str) -> range | None:
    """The bytes that are asked for; None for all of them, an empty range for what cannot be given."""
    found = ONE_RANGE.fullmatch(request.headers.get("Range", ""))
    if request.method != "GET" or not found or not (found["first"] or found["last"]):
        return None
    if request.headers.get("If-Range", etag).strip() != etag:
        return None
    if not found["first"]:
        return find_suffix(read_number(found["last"]), size_bytes)
    first = read_number(found["first"])
    last = read_number(found["last"]) if found["last"] else max(first, size_bytes - 1)
    if last < first:
        return None  # section 14.1.1: such a range is invalid, and what is invalid is ignored
    return range(first, min(last + 1, size_bytes))


def find_suffix(length: int, size_bytes: int) -> range | None:
    """The last `length` bytes. Of an empty file that is all of it, which no Content-Range can say (section 14.1.2)."""
    if length and not size_bytes:
        return None
    return range(max(0, size_bytes - length), size_bytes)


def read_number(digits: str) -> int:
    """A number of bytes; what is greater than any file is BEYOND, so that thousands of digits cost nothing."""
    digits = digits.lstrip("0")
    return int(digits or "0") if len(digits) <= 18 else BEYOND

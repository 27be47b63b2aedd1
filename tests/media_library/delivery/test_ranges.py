"""Expected answers are those of RFC 9110, sections 13.1 and 14."""

from __future__ import annotations

import io

import pytest
from django.http.response import HttpResponseBase
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from media_library.delivery.ranges import CHUNK, Slice, ranged

BYTES = bytes(range(100))
ETAG = '"v1"'


def ask(content: bytes = BYTES, method: str = "get", **headers: str) -> tuple[HttpResponseBase, io.BytesIO]:
    request = getattr(RequestFactory(), method)(
        "/", headers={name.replace("_", "-"): headers[name] for name in headers}
    )
    file = io.BytesIO(content)
    return ranged(request, file, size_bytes=len(content), etag=ETAG, content_type="video/mp4"), file


def body(response: HttpResponseBase) -> bytes:
    return b"".join(response) if response.streaming else response.content  # type: ignore[attr-defined]


def test_without_a_range_the_whole_file_comes() -> None:
    response, __ = ask()
    assert (response.status_code, body(response)) == (200, BYTES)
    assert response.headers["Accept-Ranges"] == "bytes"
    assert response.headers["Content-Length"] == "100"
    assert response.headers["ETag"] == ETAG


@pytest.mark.parametrize(
    ("header", "start", "end"),
    [
        ("bytes=0-0", 0, 0),
        ("bytes=10-19", 10, 19),
        ("bytes=90-", 90, 99),
        ("bytes=-10", 90, 99),
        ("bytes=-1000", 0, 99),
        ("bytes=50-1000", 50, 99),
        ("Bytes= 10-19 ", 10, 19),
    ],
)
def test_one_range_is_answered_with_its_bytes(header: str, start: int, end: int) -> None:
    response, __ = ask(range=header)
    assert response.status_code == 206
    assert body(response) == BYTES[start : end + 1]
    assert response.headers["Content-Range"] == f"bytes {start}-{end}/100"
    assert response.headers["Content-Length"] == str(end - start + 1)


@pytest.mark.parametrize("header", ["bytes=100-", "bytes=100-200", "bytes=-0", "bytes=999999999999999999-"])
def test_a_range_beyond_the_end_cannot_be_given(header: str) -> None:
    response, file = ask(range=header)
    assert (response.status_code, body(response)) == (416, b"")
    assert response.headers["Content-Range"] == "bytes */100"
    assert file.closed


@pytest.mark.parametrize(
    "header",
    ["bytes=0-1,5-9", "bytes=9-3", "bytes=-", "bytes=a-b", "frames=0-9", "bytes", "", "bytes=١-٢", "bytes=" + "9" * 40],
)
def test_what_is_several_or_makes_no_sense_gets_the_whole(header: str) -> None:
    response, __ = ask(range=header)
    assert (response.status_code, body(response)) == (200, BYTES)


def test_a_range_of_what_has_changed_meanwhile_gets_the_whole() -> None:
    assert ask(range="bytes=0-9", if_range='"v0"')[0].status_code == 200
    assert ask(range="bytes=0-9", if_range='W/"v1"')[0].status_code == 200  # section 13.1.5: strong comparison
    assert ask(range="bytes=0-9", if_range="Sat, 21 Nov 2026 12:00:00 GMT")[0].status_code == 200
    assert ask(range="bytes=0-9", if_range='"v1"')[0].status_code == 206


def test_a_range_is_for_get_alone() -> None:
    assert ask(method="head", range="bytes=0-9")[0].status_code == 200


@pytest.mark.parametrize(
    ("known", "status"), [('"v1"', 304), ('W/"v1"', 304), ('"v0", "v1"', 304), ("*", 304), ('"v0"', 200)]
)
def test_what_the_asker_holds_is_not_sent_again(known: str, status: int) -> None:
    response, file = ask(if_none_match=known)
    assert response.status_code == status
    assert file.closed == (status == 304)


def test_an_empty_file_has_no_ranges() -> None:
    assert ask(content=b"")[0].status_code == 200
    assert ask(content=b"", range="bytes=0-")[0].status_code == 416


@pytest.mark.django_db
def test_the_file_is_closed_also_when_nobody_reads_it() -> None:
    response, file = ask(range="bytes=0-9")
    response.close()
    assert file.closed


@given(st.integers(0, 150), st.integers(0, 150), st.binary(max_size=120))
def test_any_range_of_any_file_is_what_python_would_cut_out(first: int, last: int, content: bytes) -> None:
    response, __ = ask(content=content, range=f"bytes={first}-{last}")
    if last < first:
        assert (response.status_code, body(response)) == (200, content)
    elif first >= len(content):
        assert response.status_code == 416
    else:
        assert (response.status_code, body(response)) == (206, content[first : last + 1])


def test_no_more_than_a_mebibyte_is_in_memory_at_once() -> None:
    file = io.BytesIO(bytes(3 * CHUNK))
    assert [len(piece) for piece in Slice(file, 2 * CHUNK + 5)] == [CHUNK, CHUNK, 5]

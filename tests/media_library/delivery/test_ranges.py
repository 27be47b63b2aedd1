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
        ("bytes=0-", 0, 99),
        ("bytes=0-99", 0, 99),
        ("bytes=99-99", 99, 99),
        ("bytes=-1", 99, 99),
        ("bytes=-100", 0, 99),
        ("bytes=007-0009", 7, 9),
        ("bytes=10-" + "9" * 5000, 10, 99),
        ("bytes=-" + "9" * 5000, 0, 99),
        ("bytes=" + "0" * 5000 + "-0", 0, 0),
    ],
)
def test_one_range_is_answered_with_its_bytes(header: str, start: int, end: int) -> None:
    response, __ = ask(range=header)
    assert response.status_code == 206
    assert body(response) == BYTES[start : end + 1]
    assert response.headers["Content-Range"] == f"bytes {start}-{end}/100"
    assert response.headers["Content-Length"] == str(end - start + 1)


@pytest.mark.parametrize(
    "header",
    [
        "bytes=100-",
        "bytes=100-100",
        "bytes=100-200",
        "bytes=-0",
        "bytes=-000",
        "bytes=999999999999999999-",
        "bytes=" + "9" * 5000 + "-",
        "bytes=" + "9" * 5000 + "-" + "9" * 5000,
    ],
)
def test_a_range_beyond_the_end_cannot_be_given(header: str) -> None:
    response, file = ask(range=header)
    assert (response.status_code, body(response)) == (416, b"")
    assert response.headers["Content-Range"] == "bytes */100"
    assert file.closed


@pytest.mark.parametrize(
    "header",
    [
        "bytes=0-1,5-9",
        "bytes=0-1,",
        "bytes=9-3",
        "bytes=-",
        "bytes=--1",
        "bytes=+1-2",
        "bytes=a-b",
        "bytes=1.5-2",
        "bytes=0x1-2",
        "frames=0-9",
        "0-9",
        "bytes",
        "bytes 0-9",
        "",
        "bytes=١-٢",
        "bytes=" + "9" * 40,
        "bytes=5-" + "0" * 40,
    ],
)
def test_what_is_several_or_makes_no_sense_gets_the_whole(header: str) -> None:
    response, __ = ask(range=header)
    assert (response.status_code, body(response)) == (200, BYTES)


@pytest.mark.parametrize(
    ("condition", "status"),
    [
        ('"v1"', 206),
        (' "v1" ', 206),
        ('"v0"', 200),
        ('W/"v1"', 200),  # section 13.1.5: by strong comparison
        ("*", 200),  # section 13.1.5 knows a tag or a date, and no star
        ('"v0", "v1"', 200),  # and one tag only
        ("v1", 200),
        ("Sat, 21 Nov 2026 12:00:00 GMT", 200),  # there is no Last-Modified that a date could be equal to
        ("", 200),
    ],
)
def test_a_part_is_added_only_to_the_same_bytes(condition: str, status: int) -> None:
    response, __ = ask(range="bytes=0-9", if_range=condition)
    assert (response.status_code, body(response)) == (status, BYTES[:10] if status == 206 else BYTES)


def test_a_part_of_changed_bytes_is_never_a_416() -> None:
    """Section 13.2.2: when If-Range is false, Range is as if it were not there."""
    assert ask(range="bytes=100-", if_range='"v0"')[0].status_code == 200
    assert ask(range="bytes=100-", if_range='"v1"')[0].status_code == 416


def test_if_range_means_nothing_without_a_range() -> None:
    assert ask(if_range='"v0"')[0].status_code == 200


def test_a_range_is_for_get_alone() -> None:
    assert ask(method="head", range="bytes=0-9")[0].status_code == 200
    assert ask(method="head", range="bytes=100-")[0].status_code == 200


def test_head_has_the_head_of_get_and_reads_nothing() -> None:
    whole, __ = ask()
    response, file = ask(method="head")
    assert response.headers == whole.headers
    assert body(response) == b""
    assert file.closed


@pytest.mark.parametrize("method", ["get", "head"])
@pytest.mark.parametrize(
    ("known", "status"),
    [('"v1"', 304), ('W/"v1"', 304), ('"v0", "v1"', 304), ("*", 304), ('"v0"', 200), ("v1", 200), ("", 200)],
)
def test_what_the_asker_holds_is_not_sent_again(method: str, known: str, status: int) -> None:
    response, file = ask(method=method, if_none_match=known)
    assert response.status_code == status
    assert response.headers["ETag"] == ETAG
    assert file.closed == (status == 304 or method == "head")


@pytest.mark.parametrize(
    ("known", "wanted", "status"),
    [('"v1"', "bytes=0-9", 304), ('"v1"', "bytes=100-", 304), ('"v0"', "bytes=0-9", 206), ('"v0"', "bytes=100-", 416)],
)
def test_whether_it_is_known_is_asked_before_the_range(known: str, wanted: str, status: int) -> None:
    """Section 13.2.2, steps 3 and 5."""
    assert ask(if_none_match=known, range=wanted)[0].status_code == status


@pytest.mark.parametrize(
    ("match", "status"),
    [('"v1"', 200), ('"v0", "v1"', 200), ("*", 200), ('"v0"', 412), ('W/"v1"', 412), ("v1", 412), ("", 412)],
)
def test_bytes_for_one_state_alone_are_refused_when_it_has_gone(match: str, status: int) -> None:
    """Section 13.1.1: If-Match, by strong comparison."""
    response, file = ask(if_match=match)
    assert response.status_code == status
    assert file.closed == (status == 412)


def test_if_match_is_asked_first() -> None:
    """Section 13.2.2, step 1."""
    assert ask(if_match='"v0"', if_none_match='"v1"', range="bytes=0-9")[0].status_code == 412
    assert ask(if_match='"v1"', if_none_match='"v1"', range="bytes=0-9")[0].status_code == 304
    assert ask(if_match='"v1"', range="bytes=0-9")[0].status_code == 206


@pytest.mark.parametrize("header", ["if_modified_since", "if_unmodified_since"])
@pytest.mark.parametrize("date", ["Sat, 21 Nov 2026 12:00:00 GMT", "Thu, 01 Jan 1970 00:00:00 GMT", "yesterday"])
def test_dates_are_passed_over_where_no_date_is_known(header: str, date: str) -> None:
    """Sections 13.1.3 and 13.1.4."""
    assert ask(**{header: date})[0].status_code == 200


@pytest.mark.parametrize(
    ("header", "status"),
    [("", 200), ("bytes=0-", 416), ("bytes=0-0", 416), ("bytes=-0", 416), ("bytes=-5", 200), ("bytes=0-1,3-4", 200)],
)
def test_an_empty_file_has_no_first_byte_and_is_its_own_end(header: str, status: int) -> None:
    """Section 14.1.2: a suffix of any length is all of a shorter file."""
    response, __ = ask(content=b"", range=header)
    assert (response.status_code, body(response)) == (status, b"")
    assert response.headers.get("Content-Range") == ("bytes */0" if status == 416 else None)


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


def test_no_more_than_one_piece_is_in_memory_at_once() -> None:
    file = io.BytesIO(bytes(3 * CHUNK))
    assert [len(piece) for piece in Slice(file, 2 * CHUNK + 5)] == [CHUNK, CHUNK, 5]


def test_the_right_is_asked_for_before_each_piece() -> None:
    asked = iter([None, None, PermissionError()])

    def go_on() -> None:
        if refusal := next(asked):
            raise refusal

    pieces = iter(Slice(io.BytesIO(bytes(4 * CHUNK)), 4 * CHUNK, go_on))
    assert [len(next(pieces)), len(next(pieces))] == [CHUNK, CHUNK]
    with pytest.raises(PermissionError):
        next(pieces)

from __future__ import annotations

import pytest

from media_library.metadata.dates import read_date


@pytest.mark.parametrize(
    ("text", "value", "offset"),
    [
        ("2008:05:30 15:56:01", "2008-05-30T15:56:01", None),
        ("2013-07-05T03:18:27Z", "2013-07-05T03:18:27", "Z"),
        ("2012-06-09T21:23:38.5+01:00", "2012-06-09T21:23:38.5", "+01:00"),
        ("2012-06-09T21:23:38-0330", "2012-06-09T21:23:38", "-03:30"),
        ("2002/07/13 15:58:28", "2002-07-13T15:58:28", None),
        ("1998.10.24 12.08.57", "1998-10-24T12:08:57", None),
        ("2003-08-31", "2003-08-31", None),
        ("2003-08-31T10:20", "2003-08-31T10:20:00", None),
    ],
)
def test_a_date_keeps_its_wall_clock_and_its_offset_apart(text: str, value: str, offset: str | None) -> None:
    date = read_date("x", text)
    assert date is not None
    assert (date.value, date.offset) == (value, offset)


@pytest.mark.parametrize(
    "text",
    ["", "0000:00:00 00:00:00", "    :  :     :  :  ", "2002:13:01 00:00:00", "2002:00:10 00:00:00", "no date", None],
)
def test_a_clock_that_was_not_set_is_no_date(text: str | None) -> None:
    assert read_date("x", text) is None


def test_sub_seconds_are_kept_as_the_camera_wrote_them() -> None:
    date = read_date("x", "2008:05:30 15:56:01", decimals="05 ", offset="+05:45")
    assert date is not None
    assert (date.value, date.offset) == ("2008-05-30T15:56:01.05", "+05:45")

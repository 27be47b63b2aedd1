from __future__ import annotations

import datetime

import pytest
from django.http import QueryDict

from media_library.lighttable.browsing import View
from media_library.lighttable.days import Days, list_days
from tests.fixtures_people import Cast, MakeAsset


def at(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text).replace(tzinfo=datetime.UTC)


@pytest.fixture
def view(cast: Cast, make_asset: MakeAsset) -> View:
    """Days in November at their edges, three moments on one in October, one of another century, and an undated one."""
    for moment in (
        "2026-11-19T00:00", "2026-11-19T23:59:59.999999", "2026-11-02T12:00",
        "2026-10-31T05:00", "2026-10-31T05:00", "2026-10-31T06:00", "1998-01-01T00:00",
    ):  # fmt: skip
        make_asset(cast.project, captured_at=at(moment), thumbnail="")
    make_asset(cast.project, thumbnail="")
    return View.read(QueryDict(""), cast.project.pk)


def write(days: Days) -> list[str]:
    return [f"{month.name}: {day.name} {day.count}" for month in days.months for day in month.days]


ALL = ["November 2026: Thu 19 2", "November 2026: Mon 2 1", "October 2026: Sat 31 3", "January 1998: Thu 1 1"]


def test_every_day_has_its_number(view: View) -> None:
    days = list_days(view)
    assert write(days) == ALL
    assert days.before is None
    assert days.months[0].days[0].day == datetime.date(2026, 11, 19)


@pytest.mark.parametrize("scan", [1, 2, 3, 4, 5, 6, 7])
def test_days_come_in_pieces_and_each_is_whole(view: View, scan: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("media_library.lighttable.days.SCAN", scan)
    seen, days = [], list_days(view)
    seen += write(days)
    while days.before:
        days = list_days(view, days.before)
        seen += write(days)
    # A day with more than is counted at once is told as that many.
    assert [line.rsplit(" ", 1)[0] for line in seen] == [line.rsplit(" ", 1)[0] for line in ALL]
    assert [int(line.rsplit(" ", 1)[1]) for line in seen] == [
        min(count, scan) if count > scan else count for count in (2, 1, 3, 1)
    ]


def test_days_are_those_of_the_view(cast: Cast, view: View, make_asset: MakeAsset) -> None:
    make_asset(cast.project, kind="video", captured_at=at("2026-05-04T10:00"), thumbnail="")
    assert write(list_days(View.read(QueryDict("kind=video"), cast.project.pk))) == ["May 2026: Mon 4 1"]
    assert list_days(View.read(QueryDict("kind=audio"), cast.project.pk)) == Days([], None)
    assert write(list_days(view, datetime.date(2000, 1, 1))) == ALL[-1:]

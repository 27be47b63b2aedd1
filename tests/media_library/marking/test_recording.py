from __future__ import annotations

import random
import sqlite3
import threading
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from collaborators.models import Membership, User
from media_library.marking.events import BASE, Event, Undo, fold
from media_library.marking.reading import read_marks
from media_library.marking.recording import mark_assets, record_batch, undo_step
from media_library.marking.wire import Mark, MarkStep, Step, UndoStep
from media_library.models import Asset, MarkClock, MarkEvent, Original
from tests.fixtures_people import Cast, MakeAsset

from .conftest import stand

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
PEOPLE = ("owner", "editor", "reviewer")
VALUES = {"flag": ("", "pick", "reject"), "stars": ("0", "1", "5"), "label": ("", "red", "blue")}

RAW, JPEG = 2, 3
"""Of the assets these two are one picture."""

Said = tuple[str, Step]
"""A step, and who took it."""


def make_moments() -> st.SearchStrategy[datetime]:
    """Few of them, so that some are equal."""
    return st.integers(0, 6).map(lambda second: NOON + timedelta(seconds=second))


@st.composite
def draw_marks(draw: st.DrawFn) -> Said:
    field = draw(st.sampled_from(sorted(VALUES)))
    places = draw(st.sets(st.integers(0, 3), min_size=1))
    marks = {place: Mark(draw(st.sampled_from(VALUES[field])), "") for place in places}
    return draw(st.sampled_from(PEOPLE)), MarkStep(draw(st.uuids(version=4)), draw(make_moments()), field, marks)


@st.composite
def draw_session(draw: st.DrawFn) -> list[Said]:
    """What some people did to four assets, with undo and redo of any step: of one's own, or of somebody else's."""
    said = draw(st.lists(draw_marks(), min_size=1, max_size=8))
    undone = st.tuples(
        st.sampled_from(PEOPLE),
        st.builds(
            UndoStep,
            st.uuids(version=4),
            make_moments(),
            st.sampled_from([step.step for _, step in said]),
            st.booleans(),
        ),
    )
    return [*said, *draw(st.lists(undone, max_size=6))]


def cut_apart(step: Step, dice: random.Random) -> list[Step]:
    """A step may come in several parts."""
    if not isinstance(step, MarkStep) or dice.random() < 0.5:
        return [step]
    return [MarkStep(step.step, step.moment, step.field, {pk: mark}) for pk, mark in step.marks.items()]


def expect(said: list[Said], place: int, field: str, before: str, ids: dict[str, int]) -> str:
    """What an asset is to say, by the function alone."""
    events = [Event(BASE, None, before, NOON)]
    undos = []
    for who, step in said:
        if isinstance(step, MarkStep) and step.field == field and (named := find_named(step, place)):
            events.append(Event(step.step, ids[who], named.value, step.moment))
        elif isinstance(step, UndoStep):
            undos.append(Undo(step.step, ids[who], step.undoes, step.is_undone, step.moment))
    standing = fold(events, undos)
    return standing.value if standing else ""


def find_named(step: MarkStep, place: int) -> Mark | None:
    """What a step says of an asset; of a JPEG that it does not name, what it says of its RAW."""
    return step.marks.get(place) or (step.marks.get(RAW) if place == JPEG else None)


SLOW = (HealthCheck.function_scoped_fixture, HealthCheck.too_slow)
"""Each example asks the database, which a busy machine lets wait."""


@settings(max_examples=50, deadline=None, suppress_health_check=SLOW)
@given(said=draw_session(), dice=st.randoms(use_true_random=False))
def test_any_order_repetition_and_cut_of_batches_leaves_the_same_marks(
    cast: Cast, make_asset: MakeAsset, said: list[Said], dice: random.Random
) -> None:
    with transaction.atomic():
        assets = [make_asset(cast.project) for _ in range(4)]
        Asset.objects.filter(pk=assets[JPEG].pk).update(joined_to=assets[RAW], cover=Asset.Cover.JOINED)
        Asset.objects.filter(pk=assets[0].pk).update(rating=3, flag="pick", label="Закат")
        columns = dict(zip((asset.pk for asset in assets), stand(*assets), strict=True))
        members = {who: Membership.objects.get(user=cast[who]) for who in PEOPLE}
        deliver([asset.pk for asset in assets], said, members, dice)
        ids = {who: cast[who].pk for who in PEOPLE}
        for place, asset in enumerate(assets):
            flag, rating, label = columns[asset.pk]
            stars = expect(said, place, "stars", str(rating or 0), ids)
            expected = (
                expect(said, place, "flag", flag, ids),
                int(stars) or None,
                expect(said, place, "label", label, ids),
            )
            assert stand(asset) == [expected]
        transaction.set_rollback(True)


def deliver(asset_ids: list[int], said: list[Said], members: dict[str, Membership], dice: random.Random) -> None:
    """Sends everything in parts, some of it twice, in any order, in batches of any size."""
    parts = [(who, part) for who, step in said for part in cut_apart(step, dice)]
    parts += dice.choices(parts, k=len(parts) // 2)
    dice.shuffle(parts)
    while parts:
        batch, parts = parts[: (size := dice.randint(1, 5))], parts[size:]
        for who in PEOPLE:
            mine = [with_ids(step, asset_ids) for name, step in batch if name == who]
            record_batch(members[who], mine, now=timezone.now())


def with_ids(step: Step, asset_ids: list[int]) -> Step:
    """The step, about these assets."""
    if not isinstance(step, MarkStep):
        return step
    return MarkStep(step.step, step.moment, step.field, {asset_ids[place]: mark for place, mark in step.marks.items()})


def test_a_caller_marks_each_asset_with_its_own_value(cast: Cast, make_asset: MakeAsset) -> None:
    one, two, three = (make_asset(cast.project) for _ in range(3))
    step = uuid.uuid4()
    asked = {"project_id": cast.project.pk, "by": cast["owner"], "field": "flag", "step": step}
    done = mark_assets(values={one.pk: "pick", two.pk: "reject"}, **asked)  # type: ignore[arg-type]
    assert stand(one, two, three) == [("pick", None, ""), ("reject", None, ""), ("", None, "")]
    assert (done.arrived, done.asset_ids, done.refused) == ((step,), (one.pk, two.pk), ())
    undo_step(project_id=cast.project.pk, by=cast["editor"], step=step)
    assert stand(one, two) == [("pick", None, ""), ("reject", None, "")]
    undo_step(project_id=cast.project.pk, by=cast["owner"], step=step)
    assert stand(one, two) == [("", None, "")] * 2
    undo_step(project_id=cast.project.pk, by=cast["owner"], step=step, is_undone=False)
    assert stand(one, two) == [("pick", None, ""), ("reject", None, "")]


def test_what_comes_again_after_a_jpeg_was_joined_changes_nothing(cast: Cast, make_asset: MakeAsset) -> None:
    raw, jpeg = make_asset(cast.project), make_asset(cast.project)
    reviewer, owner = (Membership.objects.get(user=cast[who]) for who in ("reviewer", "owner"))
    pick = MarkStep(uuid.uuid4(), NOON, "flag", {raw.pk: Mark("pick")})
    reject = MarkStep(uuid.uuid4(), NOON + timedelta(seconds=1), "flag", {raw.pk: Mark("reject"), jpeg.pk: Mark("")})
    record_batch(reviewer, [pick], now=timezone.now())
    record_batch(owner, [reject], now=timezone.now())
    Asset.objects.filter(pk=jpeg.pk).update(joined_to=raw, cover=Asset.Cover.JOINED)
    record_batch(reviewer, [pick], now=timezone.now())
    assert not MarkEvent.objects.filter(asset=jpeg, step=pick.step).exists()
    assert stand(raw, jpeg) == [("reject", None, ""), ("", None, "")]


def test_a_step_of_somebody_else_changes_no_event_of_a_half(cast: Cast, make_asset: MakeAsset) -> None:
    raw, jpeg = make_asset(cast.project), make_asset(cast.project)
    Asset.objects.filter(pk=jpeg.pk).update(joined_to=raw, cover=Asset.Cover.JOINED)
    step = uuid.uuid4()
    for who, values in (("owner", {raw.pk: "pick"}), ("editor", {jpeg.pk: "reject"})):
        mark_assets(project_id=cast.project.pk, by=cast[who], field="flag", values=values, step=step)
    assert stand(raw, jpeg) == [("pick", None, "")] * 2


def test_what_is_written_here_counts_also_against_a_clock_that_is_ahead(cast: Cast, make_asset: MakeAsset) -> None:
    asset = make_asset(cast.project)
    ahead = timezone.now() + timedelta(minutes=9)
    for value, moment in (("1", ahead), ("2", None), ("3", None)):
        values = {asset.pk: value}
        mark_assets(project_id=cast.project.pk, by=cast["owner"], field="stars", values=values, moment=moment)
    assert stand(asset) == [("", 3, "")]


@pytest.mark.parametrize(
    ("field", "value"),
    [("stars", "6"), ("stars", "-1"), ("flag", "x"), ("label", "x" * 201), ("label", "a\x00"), ("x", "1")],
)
def test_what_no_mark_can_say_is_refused_and_nothing_written(
    cast: Cast, make_asset: MakeAsset, field: str, value: str
) -> None:
    good, bad = make_asset(cast.project), make_asset(cast.project)
    with pytest.raises(ValidationError):
        values = {good.pk: "", bad.pk: value}
        mark_assets(project_id=cast.project.pk, by=None, field=field, values=values)
    assert not MarkEvent.objects.exists()


@pytest.mark.parametrize(
    ("word", "label"), [("Red", "red"), (" PURPLE ", "purple"), ("Rot", "Rot"), ("К печати", "К печати")]
)
def test_a_colour_is_our_colour_and_another_word_stays(
    cast: Cast, make_asset: MakeAsset, word: str, label: str
) -> None:
    asset = make_asset(cast.project)
    mark_assets(project_id=cast.project.pk, by=None, field="label", values={asset.pk: word})
    assert stand(asset) == [("", None, label)]


def test_nothing_is_no_step(cast: Cast) -> None:
    assert mark_assets(project_id=cast.project.pk, by=None, field="flag", values={}).arrived == ()
    assert not MarkClock.objects.exists()


def test_many_are_marked_in_one_step(cast: Cast, make_asset: MakeAsset, monkeypatch: pytest.MonkeyPatch) -> None:
    """More than one statement holds."""
    monkeypatch.setattr("media_library.lighttable.chosen.in_parts.__defaults__", (3,))
    assets = [make_asset(cast.project) for _ in range(8)]
    values = {asset.pk: str(number % 6) for number, asset in enumerate(assets)}
    mark_assets(project_id=cast.project.pk, by=cast["owner"], field="stars", values=values)
    assert [rating for _flag, rating, _label in stand(*assets)] == [None, 1, 2, 3, 4, 5, None, 1]
    versions = list(Asset.objects.order_by("pk").values_list("mark_version", flat=True))
    assert versions == sorted(set(versions)) and versions[-1] == MarkClock.objects.get().version


def test_what_is_undone_at_once_may_be_more_than_a_statement_holds(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite takes so many values in a statement; here fewer, so that the test is short."""
    monkeypatch.setattr("media_library.lighttable.chosen.in_parts.__defaults__", (20,))
    owner = Membership.objects.get(user=cast["owner"])
    steps = []
    for half in range(2):
        originals = Original.objects.bulk_create(
            Original(sha256=f"{half}{number:063x}", size_bytes=1, kind="photo", reference_path=f"/{half}{number}")
            for number in range(300)
        )
        assets = Asset.objects.bulk_create(
            Asset(project=cast.project, original=one, kind="photo", file_name="x", name_key="x") for one in originals
        )
        steps.append(MarkStep(uuid.uuid4(), NOON, "flag", {asset.pk: Mark("pick") for asset in assets}))
    record_batch(owner, steps[:1], now=timezone.now())
    record_batch(owner, steps[1:], now=timezone.now())
    undos = [UndoStep(uuid.uuid4(), NOON, step.step, is_undone=True) for step in steps]
    if connection.vendor == "sqlite":
        connection.connection.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, 500)
    try:
        recorded = record_batch(owner, undos, now=timezone.now())
        assert len(read_marks(cast.project.pk, recorded.asset_ids, reader=cast["owner"])) == 600
    finally:
        if connection.vendor == "sqlite":
            connection.connection.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, 32_766)
    assert not Asset.objects.filter(flag="pick").exists()


@pytest.mark.django_db(transaction=True)
def test_those_who_mark_at_one_moment_wait_for_each_other(cast: Cast, make_asset: MakeAsset) -> None:
    assets = [make_asset(cast.project) for _ in range(4)]
    faults: list[Exception] = []

    def work(who: User, value: str) -> None:
        try:
            for asset in (*assets, *reversed(assets)):
                mark_assets(project_id=cast.project.pk, by=who, field="stars", values={asset.pk: value})
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(cast[who], str(n))) for n, who in enumerate(PEOPLE, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults
    assert MarkEvent.objects.exclude(step=BASE).count() == 3 * 8
    assert MarkEvent.objects.filter(step=BASE).count() == 4
    versions: list[Any] = list(Asset.objects.values_list("mark_version", flat=True))
    assert len(set(versions)) == 4 and max(versions) == MarkClock.objects.get().version
    for asset in assets:
        latest = MarkEvent.objects.filter(asset=asset).exclude(step=BASE).order_by("moment", "step").last()
        assert latest and stand(asset) == [("", int(latest.value), "")]

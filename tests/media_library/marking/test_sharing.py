"""What is joined to one picture comes to have what it would have if it had been joined before."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from django.db import transaction
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from collaborators.models import Membership
from media_library.marking.recording import mark_assets, record_batch, undo_step
from media_library.marking.sharing import share_marks
from media_library.marking.wire import Mark, MarkStep, UndoStep
from media_library.models import Asset, MarkClock, MarkEvent
from tests.fixtures_people import Cast, MakeAsset

from .conftest import stand

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


def join(raw: Asset, jpeg: Asset) -> None:
    with transaction.atomic():
        Asset.objects.filter(pk=jpeg.pk).update(joined_to=raw, cover=Asset.Cover.JOINED)
        share_marks(raw.project_id, [raw.pk, jpeg.pk])


def test_stars_of_a_raw_stand_on_its_jpeg_that_came_later(cast: Cast, make_asset: MakeAsset) -> None:
    raw, jpeg = make_asset(cast.project), make_asset(cast.project)
    step = uuid.uuid4()
    mark_assets(project_id=cast.project.pk, by=cast["owner"], field="stars", values={raw.pk: "5"}, step=step)
    before = MarkClock.objects.get().version
    join(raw, jpeg)
    assert stand(raw, jpeg) == [("", 5, "")] * 2
    jpeg.refresh_from_db()
    assert jpeg.marked_by == cast["owner"] and before < jpeg.mark_version <= MarkClock.objects.get().version
    undo_step(project_id=cast.project.pk, by=cast["owner"], step=step)
    assert stand(raw, jpeg) == [("", None, "")] * 2


def test_of_both_the_latest_mark_counts_and_what_is_undone_does_not(cast: Cast, make_asset: MakeAsset) -> None:
    raw, jpeg = make_asset(cast.project), make_asset(cast.project)
    asked = {"project_id": cast.project.pk, "field": "flag"}
    mark_assets(by=cast["owner"], values={raw.pk: "pick"}, **asked)  # type: ignore[arg-type]
    mark_assets(by=cast["editor"], values={jpeg.pk: "reject"}, **asked)  # type: ignore[arg-type]
    step = uuid.uuid4()
    mark_assets(by=cast["owner"], values={raw.pk: ""}, step=step, **asked)  # type: ignore[arg-type]
    undo_step(project_id=cast.project.pk, by=cast["owner"], step=step)
    join(raw, jpeg)
    assert stand(raw, jpeg) == [("reject", None, "")] * 2


def test_what_a_file_said_stays_with_it(cast: Cast, make_asset: MakeAsset) -> None:
    raw, jpeg = make_asset(cast.project), make_asset(cast.project)
    Asset.objects.filter(pk=jpeg.pk).update(rating=3, label="red")
    mark_assets(project_id=cast.project.pk, by=cast["owner"], field="label", values={raw.pk: "blue"})
    join(raw, jpeg)
    assert stand(raw, jpeg) == [("", None, "blue"), ("", 3, "blue")]


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_it_is_one_outcome_whenever_they_are_joined(cast: Cast, make_asset: MakeAsset, order: tuple[int, ...]) -> None:
    raw, jpeg = make_asset(cast.project), make_asset(cast.project)
    owner = Membership.objects.get(user=cast["owner"])
    one = MarkStep(uuid.uuid4(), NOON, "flag", {raw.pk: Mark("pick")})
    other = MarkStep(uuid.uuid4(), NOON + timedelta(seconds=1), "flag", {raw.pk: Mark("reject")})
    undo = UndoStep(uuid.uuid4(), NOON + timedelta(seconds=2), other.step, is_undone=True)
    for number in order:
        if number == 3:
            join(raw, jpeg)
        else:
            record_batch(owner, [(one, other, undo)[number]], now=timezone.now())
    assert stand(raw, jpeg) == [("pick", None, "")] * 2


def test_what_nobody_has_marked_costs_no_more_than_asking(
    cast: Cast, make_asset: MakeAsset, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    raw, jpeg = make_asset(cast.project), make_asset(cast.project)
    MarkClock.objects.create(project=cast.project)
    with transaction.atomic(), django_assert_num_queries(2):
        share_marks(cast.project.pk, [raw.pk, jpeg.pk])
    assert not MarkEvent.objects.exists()

"""A decision rejects the other one by an event, and is taken back by whoever made it."""

from __future__ import annotations

import uuid
from contextlib import suppress

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from media_library.marking.recording import mark_assets
from media_library.models import Asset, MarkEvent, Twins
from media_library.trash.removing import trash_assets
from media_library.twins.deciding import decide, redo_decision, undo_decision
from tests.fixtures_people import Cast, MakeAsset

from .conftest import MakeTwins


def read(twins: Twins) -> tuple[str, str, str]:
    """The decision, and the flags of both."""
    twins = Twins.objects.select_related("one", "other").get(pk=twins.pk)
    return twins.decision, twins.one.flag, twins.other.flag


@pytest.mark.parametrize(
    ("keep", "told"),
    [("one", ("chosen", "", "reject")), ("other", ("chosen", "reject", "")), ("both", ("different", "", ""))],
)
def test_what_is_not_kept_is_rejected_and_nothing_else(
    cast: Cast, make_twins: MakeTwins, keep: str, told: tuple[str, str, str]
) -> None:
    twins = make_twins()
    decide(twins=twins, by=cast["reviewer"], keep=keep)
    assert read(twins) == told
    assert Asset.objects.in_library().count() == 2
    twins.refresh_from_db()
    assert twins.decided_by == cast["reviewer"]
    assert twins.decided_at is not None


def test_a_rejection_is_an_event_of_who_decided(cast: Cast, make_twins: MakeTwins) -> None:
    twins = make_twins()
    step = decide(twins=twins, by=cast["reviewer"], keep="one")
    event = MarkEvent.objects.get(by=cast["reviewer"])
    assert (event.asset_id, event.step, event.value) == (twins.other_id, step, "reject")


def test_of_two_people_the_first_one_decides(cast: Cast, make_twins: MakeTwins) -> None:
    twins = make_twins()
    decide(twins=twins, by=cast["reviewer"], keep="one")
    with pytest.raises(ValidationError, match="meanwhile"):
        decide(twins=twins, by=cast["editor"], keep="other")
    assert read(twins) == ("chosen", "", "reject")


@pytest.mark.parametrize("keep", ["", "none", "ONE"])
def test_anything_else_is_refused(cast: Cast, make_twins: MakeTwins, keep: str) -> None:
    twins = make_twins()
    with pytest.raises(ValidationError, match="Choose"):
        decide(twins=twins, by=cast["reviewer"], keep=keep)
    assert read(twins) == ("", "", "")


def test_what_has_gone_is_not_decided_about(cast: Cast, make_twins: MakeTwins) -> None:
    twins = make_twins()
    Asset.objects.filter(pk=twins.other_id).update(trashed_at=timezone.now())
    with pytest.raises(ValidationError, match="not in the library"):
        decide(twins=twins, by=cast["reviewer"], keep="one")
    assert read(twins) == ("", "", "")


@pytest.mark.parametrize("keep", ["one", "other", "both"])
@pytest.mark.parametrize("side", ["one", "other"])
def test_whichever_has_gone_nothing_is_decided(cast: Cast, make_twins: MakeTwins, side: str, keep: str) -> None:
    """If the one that is kept had gone, there would be none of the two."""
    twins = make_twins()
    trash_assets([getattr(twins, side)], by=None)
    with pytest.raises(ValidationError, match="not in the library"):
        decide(twins=twins, by=cast["reviewer"], keep=keep)
    assert read(twins) == ("", "", "")


@pytest.mark.parametrize("keep", ["one", "other", "both"])
@pytest.mark.parametrize("side", ["one", "other"])
def test_whichever_somebody_has_rejected_nothing_is_decided(
    cast: Cast, make_twins: MakeTwins, side: str, keep: str
) -> None:
    twins = make_twins()
    step = decide(twins=twins, by=cast["reviewer"], keep="one")
    undo_decision(twins=twins, by=cast["reviewer"], step=step)
    rejected = {getattr(twins, side).pk: "reject"}
    mark_assets(project_id=cast.project.pk, by=cast["owner"], field="flag", values=rejected)
    before = read(twins)
    with pytest.raises(ValidationError, match="meanwhile"):
        decide(twins=twins, by=cast["reviewer"], keep=keep)
    with pytest.raises(ValidationError, match="meanwhile"):
        redo_decision(twins=twins, by=cast["reviewer"], keep=keep, step=step)
    assert read(twins) == before


def test_three_who_decide_about_three_that_look_alike_keep_one(cast: Cast, make_asset: MakeAsset) -> None:
    a, b, c = (make_asset(cast.project) for _ in range(3))
    pairs = [
        Twins.objects.create(project=cast.project, one=one, other=other, distance=1)
        for one, other in ((a, b), (b, c), (a, c))
    ]
    for twins, who, keep in zip(pairs, ("reviewer", "editor", "owner"), ("other", "other", "one"), strict=True):
        with suppress(ValidationError):  # who comes too late is told
            decide(twins=twins, by=cast[who], keep=keep)
    assert list(Asset.objects.order_by("pk").values_list("flag", flat=True)) == ["reject", "reject", ""]


def test_a_decision_is_taken_back_and_made_again(cast: Cast, make_twins: MakeTwins) -> None:
    twins = make_twins()
    step = decide(twins=twins, by=cast["reviewer"], keep="one")
    undo_decision(twins=twins, by=cast["reviewer"], step=step)
    assert read(twins) == ("", "", "")
    redo_decision(twins=twins, by=cast["reviewer"], keep="one", step=step)
    assert read(twins) == ("chosen", "", "reject")
    undo_decision(twins=twins, by=cast["reviewer"], step=step)
    assert read(twins) == ("", "", "")


def test_the_decision_of_somebody_else_is_not_taken_back(cast: Cast, make_twins: MakeTwins) -> None:
    twins = make_twins()
    step = decide(twins=twins, by=cast["reviewer"], keep="one")
    with pytest.raises(ValidationError, match="of yours"):
        undo_decision(twins=twins, by=cast["owner"], step=step)
    assert read(twins) == ("chosen", "", "reject")


def test_an_unknown_step_takes_back_no_mark(cast: Cast, make_twins: MakeTwins) -> None:
    twins = make_twins()
    decide(twins=twins, by=cast["reviewer"], keep="one")
    undo_decision(twins=twins, by=cast["reviewer"], step=uuid.uuid4())
    assert read(twins) == ("", "", "reject")


def test_what_somebody_else_has_decided_meanwhile_is_not_decided_again(cast: Cast, make_twins: MakeTwins) -> None:
    twins = make_twins()
    step = decide(twins=twins, by=cast["reviewer"], keep="one")
    undo_decision(twins=twins, by=cast["reviewer"], step=step)
    decide(twins=twins, by=cast["owner"], keep="both")
    with pytest.raises(ValidationError, match="meanwhile"):
        redo_decision(twins=twins, by=cast["reviewer"], keep="one", step=step)
    assert read(twins) == ("different", "", "")

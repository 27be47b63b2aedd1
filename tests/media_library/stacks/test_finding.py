"""The rules over what is in the library: after an import, over a project, and by looks when asked."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from media_library.ingest.runs import run_import
from media_library.models import Asset, Import, ImportedFile, Stack
from media_library.stacks.finding import stack_alike, stack_by_rules, stack_what_came
from media_library.stacks.making import make_stack, make_stack_by_rule, part_stacks
from tests.fixtures_people import Cast, MakeAsset
from tests.media_library.ingest.material import lay_out, picture

NOON = datetime(2024, 9, 14, 12, tzinfo=UTC)
HELD = {"drive": "continuous", "camera_serial": "0123"}
LIKE = 0x0F0F_0F0F_0F0F_0F0F


@pytest.fixture
def run(cast: Cast) -> Import:
    return Import.objects.create(project=cast.project, source="/media/card")


def bring(run: Import, assets: list[Asset], outcome: str = "added") -> None:
    for asset in assets:
        ImportedFile.objects.create(
            run=run, place="/m", path=asset.file_name, size_bytes=1, modified_ns=1, outcome=outcome, asset=asset
        )


def shoot(cast: Cast, make_asset: MakeAsset, count: int = 3, **columns: object) -> list[Asset]:
    """Pictures of one body, a tenth of a second apart."""
    assets = []
    for number in range(count):
        when = NOON + timedelta(seconds=number / 10)
        asset = make_asset(cast.project, name=f"IMG_{number:04}.JPG", captured_at=when, **{"facts": HELD, **columns})
        asset.make, asset.model = "Canon", "EOS R5"
        asset.save(update_fields=["make", "model"])
        assets.append(asset)
    return assets


def stacks() -> list[tuple[str, str, list[str]]]:
    rows = Stack.objects.exclude(kind="raw_jpeg").filter(assets__isnull=False).distinct().order_by("pk")
    return [(row.kind, row.rule, [asset.file_name for asset in row.assets.order_by("stack_position")]) for row in rows]


BURST = [("burst", "sequence", ["IMG_0000.JPG", "IMG_0001.JPG", "IMG_0002.JPG"])]


def test_a_burst_that_comes_in_is_stacked_with_its_rule_and_import(
    cast: Cast, make_asset: MakeAsset, run: Import
) -> None:
    bring(run, shoot(cast, make_asset))
    assert stack_what_came(run) == 1
    assert stacks() == BURST
    assert Stack.objects.get().made_by == run


def test_an_import_stacks_what_its_names_tell_to_be_a_burst(cast: Cast, settings, tmp_path) -> None:
    settings.DATA_DIR = tmp_path / "data"
    names = [f"IMG_20240914_061200_BURST00{number}.jpg" for number in (1, 2, 3)]
    files = {f"DCIM/{name}": picture(number) for number, name in enumerate(names)}
    files["DCIM/IMG_20240914_061200.jpg"] = picture(9)
    run = run_import(project=cast.project, places=[lay_out(tmp_path / "card", files)])
    assert stacks() == [("burst", "burst-name", names)]
    assert Stack.objects.get().made_by == run


def test_twice_gives_the_same(cast: Cast, make_asset: MakeAsset, run: Import) -> None:
    bring(run, shoot(cast, make_asset))
    stack_what_came(run)
    assert stack_what_came(run) == 0
    assert stacks() == BURST


def test_what_a_person_has_parted_stays_parted(cast: Cast, make_asset: MakeAsset, run: Import) -> None:
    bring(run, shoot(cast, make_asset))
    stack_what_came(run)
    part_stacks(project_id=cast.project.pk, assets=Asset.objects.all(), by=cast["editor"])
    assert (stack_what_came(run), stack_by_rules(cast.project.pk)) == (0, 0)
    assert stacks() == []


def test_what_was_here_before_is_not_stacked_by_a_later_run(cast: Cast, make_asset: MakeAsset, run: Import) -> None:
    bring(run, shoot(cast, make_asset), outcome="duplicate")
    assert stack_what_came(run) == 0


def test_the_rules_can_be_run_over_what_came_before_them(cast: Cast, make_asset: MakeAsset) -> None:
    shoot(cast, make_asset)
    assert stack_by_rules(cast.project.pk) == 1
    assert stacks() == BURST


def test_pictures_in_a_stack_or_in_the_trash_are_left_alone(cast: Cast, make_asset: MakeAsset) -> None:
    one, other, third = shoot(cast, make_asset)
    make_stack(project_id=cast.project.pk, assets=Asset.objects.filter(pk__in=[one.pk, other.pk]), by=cast["editor"])
    assert stack_by_rules(cast.project.pk) == 0
    Asset.objects.filter(pk=third.pk).update(trashed_at=NOON)
    assert stack_by_rules(cast.project.pk) == 0


def test_a_raw_and_its_jpeg_stay_a_pair_in_a_burst(cast: Cast, make_asset: MakeAsset) -> None:
    assets = shoot(cast, make_asset)
    jpeg = make_asset(cast.project, name="IMG_0001b.JPG", captured_at=assets[1].captured_at)
    pair = [assets[1].pk, jpeg.pk]
    make_stack_by_rule(project_id=cast.project.pk, asset_ids=pair, kind="raw_jpeg", rule="raw_jpeg", key="pair")
    assert stack_by_rules(cast.project.pk) == 1
    jpeg.refresh_from_db()
    assert (jpeg.joined_to_id, jpeg.cover) == (assets[1].pk, Asset.Cover.JOINED)
    assert Stack.objects.get(kind="burst").assets.count() == 4


def test_looks_make_stacks_only_in_the_import_that_was_asked_for(
    cast: Cast, make_asset: MakeAsset, run: Import
) -> None:
    plain = {"facts": {}, "likeness": LIKE}
    mine = shoot(cast, make_asset, **plain)
    Asset.objects.filter(pk__in=[asset.pk for asset in mine]).update(first_import=run)
    shoot(cast, make_asset, 2, **plain)
    assert stack_by_rules(cast.project.pk) == 0
    assert stack_alike(cast.project.pk, import_id=run.pk) == 1
    assert stacks() == [("burst", "likeness", BURST[0][2])]
    assert stack_alike(cast.project.pk) == 1
    assert len(stacks()) == 2


def test_an_import_of_another_project_gives_nothing(cast: Cast, make_asset: MakeAsset) -> None:
    theirs = Import.objects.create(project=cast["outsider"].memberships.get().project, source="/media/card")
    mine = shoot(cast, make_asset, facts={}, likeness=LIKE)
    Asset.objects.filter(pk__in=[asset.pk for asset in mine]).update(first_import=theirs)
    assert stack_alike(theirs.project_id, import_id=theirs.pk) == 0


def test_the_number_of_questions_does_not_grow_with_the_pictures(
    cast: Cast, make_asset: MakeAsset, django_assert_num_queries
) -> None:
    for count in (1, 50):
        shoot(cast, make_asset, count, facts={})
        with django_assert_num_queries(1):
            assert stack_by_rules(cast.project.pk) == 0

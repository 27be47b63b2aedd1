from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from media_library.bins import filling, removing
from media_library.bins.arranging import DEEPEST, make_bin, move_bin
from media_library.bins.filling import add_to_bin
from media_library.bins.removing import forget_old_removals, remove_bin, restore
from media_library.models import Asset, Bin, BinEntry, BinRemoval, KeptEntry
from tests.fixtures_people import Cast, MakeAsset


def lay_out(cast: Cast, make_asset: MakeAsset) -> dict[str, Bin]:
    """`Film` with `Faces` and `Land` in it, `Land` with `Winter`; an asset in each, and a bin beside them."""
    bins: dict[str, Bin] = {}
    for name, parent in (("Film", ""), ("Beside", ""), ("Faces", "Film"), ("Land", "Film"), ("Winter", "Land")):
        bins[name] = make_bin(project=cast.project, by=cast["editor"], name=name, parent=bins.get(parent))
        add_to_bin(bins[name], [make_asset(cast.project)], by=cast["editor"])
    return bins


def read_all() -> tuple[list[object], list[object]]:
    bins = Bin.objects.order_by("pk").values_list("pk", "parent_id", "name", "position", "made_by_id")
    entries = BinEntry.objects.order_by("bin_id", "asset_id")
    return list(bins), list(entries.values_list("bin_id", "asset_id", "position", "added_by_id", "added_at"))


def test_a_bin_goes_with_those_in_it_and_comes_back_as_it_was(cast: Cast, make_asset: MakeAsset) -> None:
    bins = lay_out(cast, make_asset)
    before = read_all()
    removal = remove_bin(bins["Film"], by=cast["editor"])
    assert list(Bin.objects.values_list("name", flat=True)) == ["Beside"]
    assert Asset.objects.in_library().count() == 5
    restore(removal)
    assert read_all() == before


def test_putting_back_twice_does_nothing_more(cast: Cast, make_asset: MakeAsset) -> None:
    bins = lay_out(cast, make_asset)
    removal = remove_bin(bins["Film"])
    restore(removal)
    before = read_all()
    restore(removal)
    assert read_all() == before
    assert not BinRemoval.objects.exists()


def test_without_its_outer_bin_it_comes_back_at_the_top(cast: Cast, make_asset: MakeAsset) -> None:
    bins = lay_out(cast, make_asset)
    inner = remove_bin(Bin.objects.get(pk=bins["Land"].pk))
    remove_bin(Bin.objects.get(pk=bins["Film"].pk))
    restore(inner)
    assert dict(Bin.objects.values_list("name", "parent__name")) == {"Beside": None, "Land": None, "Winter": "Land"}


def test_where_it_would_lie_too_deep_now_it_comes_back_at_the_top(cast: Cast, make_asset: MakeAsset) -> None:
    """With those in it, as they were. As deep as bins go, it goes back."""
    bins = lay_out(cast, make_asset)
    outer = [make_bin(project=cast.project, by=None, name="1")]
    while len(outer) < DEEPEST - 3:
        outer.append(make_bin(project=cast.project, by=None, name="2", parent=outer[-1]))
    for depth, parent in (
        (outer[-1], bins["Film"]),
        (make_bin(project=cast.project, by=None, name="3", parent=outer[-1]), None),
    ):
        removal = remove_bin(Bin.objects.get(pk=bins["Land"].pk))
        move_bin(Bin.objects.get(pk=bins["Film"].pk), parent=depth)
        restore(removal)
        assert Bin.objects.get(pk=bins["Land"].pk).parent == parent
        assert Bin.objects.get(pk=bins["Winter"].pk).parent == bins["Land"]


def test_a_bin_comes_back_in_parts(cast: Cast, make_asset: MakeAsset, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (filling, removing):
        monkeypatch.setattr(module, "AT_ONCE", 2)
    full = make_bin(project=cast.project, by=None, name="Full")
    add_to_bin(full, [make_asset(cast.project) for _ in range(5)], by=cast["editor"])
    before = read_all()
    removal = remove_bin(full)
    assert removal.entries.count() == 5
    restore(removal)
    assert read_all() == before
    assert not KeptEntry.objects.exists()


def test_a_name_that_was_given_away_meanwhile_gets_a_number(cast: Cast, make_asset: MakeAsset) -> None:
    bins = lay_out(cast, make_asset)
    removal = remove_bin(bins["Film"])
    make_bin(project=cast.project, by=None, name="Film")
    make_bin(project=cast.project, by=None, name="Film (2)")
    restore(removal)
    assert Bin.objects.get(pk=bins["Film"].pk).name == "Film (3)"


def test_what_has_gone_for_good_meanwhile_does_not_come_back(cast: Cast, make_asset: MakeAsset) -> None:
    bins = lay_out(cast, make_asset)
    removal = remove_bin(bins["Faces"], by=cast["editor"])
    Asset.objects.filter(pk=removal.entries.get().asset_id).delete()
    cast["editor"].delete()
    restore(BinRemoval.objects.get())
    faces = Bin.objects.get(pk=bins["Faces"].pk)
    assert faces.made_by is None
    assert not faces.entries.exists()


def test_what_nobody_puts_back_is_forgotten_after_a_week(cast: Cast, make_asset: MakeAsset) -> None:
    bins = lay_out(cast, make_asset)
    old, new = remove_bin(bins["Winter"]), remove_bin(bins["Faces"])
    BinRemoval.objects.filter(pk=old.pk).update(at=timezone.now() - timedelta(days=8))
    assert forget_old_removals() == 1
    assert BinRemoval.objects.get() == new

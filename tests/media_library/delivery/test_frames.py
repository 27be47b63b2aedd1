from __future__ import annotations

from media_library.delivery.frames import list_sheets
from media_library.models import Asset, Rendition
from tests.fixtures_people import Cast, MakeAsset, make_rendition

LAYOUT = {"tile_width": 160, "tile_height": 90, "columns": 10, "count": 100, "interval_s": 1.5, "first_tile": 0}


def add_sheet(asset: Asset, spec: str, data: dict[str, object], state: str = "done") -> None:
    sheet = make_rendition(asset.original, spec, state)
    Rendition.objects.filter(pk=sheet.pk).update(data=data)


def test_sheets_are_in_the_order_of_their_frames(cast: Cast, make_asset: MakeAsset) -> None:
    clip = make_asset(cast.project, kind="video")
    for spec, first in (("sheet-10", 900), ("sheet-2", 100), ("sheet-1", 0)):
        add_sheet(clip, spec, {**LAYOUT, "first_tile": first, "first_time_s": first * 1.5})
    add_sheet(clip, "sheet-3", LAYOUT, "pending")
    sheets = list_sheets("altai", clip.pk, clip.original.renditions.all())
    assert [sheet["first_tile"] for sheet in sheets] == [0, 100, 900]
    address = f"/projects/altai/media/{clip.pk}/renditions/sheet-1/?v="
    assert sheets[0].pop("url").startswith(address)  # type: ignore[misc]
    assert sheets[0] == LAYOUT


def test_a_sheet_without_its_whole_layout_is_left_out(cast: Cast, make_asset: MakeAsset) -> None:
    clip = make_asset(cast.project, kind="video")
    add_sheet(clip, "sheet-1", {})
    add_sheet(clip, "sheet-2", {name: value for name, value in LAYOUT.items() if name != "columns"})
    assert list_sheets("altai", clip.pk, clip.original.renditions.all()) == []

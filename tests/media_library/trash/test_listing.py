from __future__ import annotations

from media_library.models import Asset, Original, Sidecar
from media_library.trash.listing import weigh_trash
from media_library.trash.removing import trash_assets
from tests.fixtures_people import Cast, MakeAsset, make_original


def test_only_bytes_that_really_go_are_weighed(cast: Cast, make_asset: MakeAsset) -> None:
    """100 of its own and 7 of its sidecar; not 1,000 that another project has, nor 10,000 on the person's own disk."""
    elsewhere = cast["outsider"].memberships.get().project
    own = make_asset(cast.project, content=b"x" * 100)
    shared = make_asset(cast.project, content=b"x" * 1000)
    referenced = make_asset(cast.project, content=b"x" * 10000)
    Original.objects.filter(pk=referenced.original_id).update(storage_name="", reference_path="/media/a.jpg")
    kept = make_asset(cast.project, content=b"x" * 100000)
    Asset.objects.create(project=elsewhere, original=shared.original, kind="photo", file_name="a.jpg", name_key="a.jpg")
    companion = Original.objects.create(**make_original(999, b"<xmp/>1", {"kind": "document"}))
    Sidecar.objects.create(project=cast.project, asset=own, original=companion, role="xmp", path="a.xmp")
    trash_assets([own, shared, referenced], by=None)
    weight = weigh_trash(cast.project.pk)
    assert (weight.number, weight.size_bytes) == (3, 107)
    assert kept.trashed_at is None


def test_a_sidecar_that_something_else_has_as_well_is_not_weighed(cast: Cast, make_asset: MakeAsset) -> None:
    own, other = make_asset(cast.project, content=b"x" * 100), make_asset(cast.project, content=b"x" * 1000)
    companion = Original.objects.create(**make_original(999, b"<xmp/>1", {"kind": "document"}))
    for asset in (own, other):
        Sidecar.objects.create(project=cast.project, asset=asset, original=companion, role="xmp", path="a.xmp")
    trash_assets([own], by=None)
    assert weigh_trash(cast.project.pk).size_bytes == 100
    trash_assets([other], by=None)
    assert weigh_trash(cast.project.pk).size_bytes == 1107

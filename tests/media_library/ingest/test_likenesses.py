"""The likeness is kept with the thumbnail, and computed afterwards for what had one before."""

from __future__ import annotations

import io

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from PIL import Image

from media_library.formats.likeness import hash_thumbnail
from media_library.ingest.likenesses import fill_likenesses, note_likeness
from media_library.ingest.stopping import THIS_PROCESS, Stopped
from media_library.models import Asset, Original
from projects.models import Project
from tests.fixtures_people import Cast, MakeAsset


def stripes(turned: int = 0) -> bytes:
    sheet = io.BytesIO()
    picture = Image.radial_gradient("L").crop((turned, 0, 200 + turned, 140))
    picture.convert("RGB").save(sheet, "JPEG", quality=90)
    return sheet.getvalue()


def give_thumbnail(asset: Asset, content: bytes) -> None:
    """Puts another picture behind the thumbnail of an asset."""
    made = asset.original.renditions.get(spec="max-320")
    made.storage_name = storages["renditions"].save(f"{asset.pk}/other.jpg", ContentFile(content))
    made.save(update_fields=["storage_name"])


def read_likeness(asset: Asset) -> int | None:
    return Original.objects.values_list("likeness", flat=True).get(assets=asset)


def test_a_thumbnail_that_is_made_leaves_its_likeness(cast: Cast, make_asset: MakeAsset, tmp_path) -> None:
    asset = make_asset(cast.project)
    file = tmp_path / "max-320.jpg"
    file.write_bytes(stripes())
    note_likeness(asset.original, "max-320", file)
    assert read_likeness(asset) == hash_thumbnail(file) != 0


@pytest.mark.parametrize(("spec", "kind"), [("max-1280", "photo"), ("max-320", "video"), ("max-320", "document")])
def test_only_the_thumbnail_of_a_photograph_does(
    cast: Cast, make_asset: MakeAsset, tmp_path, spec: str, kind: str
) -> None:
    asset = make_asset(cast.project, kind=kind)
    file = tmp_path / "made.jpg"
    file.write_bytes(stripes())
    note_likeness(asset.original, spec, file)
    assert read_likeness(asset) is None


def test_what_was_here_before_is_filled_in_once(cast: Cast, make_asset: MakeAsset) -> None:
    assets = [make_asset(cast.project) for __ in range(3)]
    for number, asset in enumerate(assets):
        give_thumbnail(asset, stripes(number * 20))
    make_asset(cast.project, thumbnail="pending")
    assert fill_likenesses(cast.project.pk) == 3
    assert [read_likeness(asset) for asset in assets] == [
        hash_thumbnail(io.BytesIO(stripes(number * 20))) for number in range(3)
    ]
    assert fill_likenesses(cast.project.pk) == 0


def test_a_thumbnail_that_cannot_be_read_holds_nothing_up(cast: Cast, make_asset: MakeAsset) -> None:
    broken, lost, whole = (make_asset(cast.project) for __ in range(3))
    give_thumbnail(broken, b"no picture")
    storages["renditions"].delete(lost.original.renditions.get(spec="max-320").storage_name)
    assert fill_likenesses(cast.project.pk) == 1
    assert (read_likeness(broken), read_likeness(lost)) == (None, None)
    assert read_likeness(whole) is not None


def test_it_ends_when_the_worker_is_to_end_and_goes_on_afterwards(
    cast: Cast, make_asset: MakeAsset, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_asset(cast.project)
    with monkeypatch.context() as asked:
        asked.setattr(THIS_PROCESS, "asked", True)
        with pytest.raises(Stopped):
            fill_likenesses(cast.project.pk)
    assert fill_likenesses(cast.project.pk) == 1


def test_another_projects_photographs_are_left_alone(cast: Cast, make_asset: MakeAsset) -> None:
    theirs = make_asset(Project.objects.get(slug="bazaar"))
    assert fill_likenesses(cast.project.pk) == 0
    assert read_likeness(theirs) is None

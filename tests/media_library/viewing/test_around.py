from __future__ import annotations

from django.http import QueryDict

from media_library.lighttable.browsing import View
from media_library.models import Asset, Stack
from media_library.viewing.around import find_neighbours, list_stack
from tests.fixtures_people import Cast, MakeAsset, make_rendition


def test_the_neighbours_are_those_of_the_set_one_came_from(cast: Cast, make_asset: MakeAsset) -> None:
    first, clip, last = (
        make_asset(cast.project, name="a.jpg"),
        make_asset(cast.project, name="b.mov", kind="video"),
        make_asset(cast.project, name="c.jpg"),
    )
    make_rendition(last.original, "max-1280")
    view = View.read(QueryDict("sort=name&kind=photo"), cast.project.pk)
    before, after = find_neighbours(view, "altai", first)
    assert before is None
    assert after is not None
    assert after.asset == last
    assert after.picture is not None
    assert f"/media/{last.pk}/renditions/max-1280/" in after.picture.url
    everything = View.read(QueryDict("sort=name"), cast.project.pk)
    before, after = find_neighbours(everything, "altai", clip)
    assert before is not None
    assert (before.asset, before.picture) == (first, None)


def test_what_is_in_the_trash_has_no_neighbours_and_is_none(cast: Cast, make_asset: MakeAsset) -> None:
    kept, gone = make_asset(cast.project, name="a.jpg"), make_asset(cast.project, name="b.jpg")
    Asset.objects.filter(pk=gone.pk).update(trashed_at="2026-01-01T00:00Z")
    view = View.read(QueryDict("sort=name"), cast.project.pk)
    assert find_neighbours(view, "altai", kept) == (None, None)
    assert find_neighbours(view, "altai", Asset.objects.get(pk=gone.pk)) == (None, None)


def test_a_stack_is_told_in_its_order_with_its_small_pictures(cast: Cast, make_asset: MakeAsset) -> None:
    stack = Stack.objects.create(project=cast.project, kind="raw_jpeg", key="1")
    jpeg, raw, gone = make_asset(cast.project), make_asset(cast.project, thumbnail="pending"), make_asset(cast.project)
    for position, member in enumerate((raw, jpeg, gone)):
        Asset.objects.filter(pk=member.pk).update(stack=stack, stack_position=position)
    Asset.objects.filter(pk=gone.pk).update(trashed_at="2026-01-01T00:00Z")
    members = list_stack("altai", Asset.objects.get(pk=jpeg.pk))
    assert [member.asset for member in members] == [raw, jpeg]
    assert [member.picture is not None for member in members] == [False, True]
    assert list_stack("altai", make_asset(cast.project)) == []

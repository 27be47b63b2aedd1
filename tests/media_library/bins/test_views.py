from __future__ import annotations

import json
from typing import Any

import pytest
from django.http import HttpResponse
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from media_library.bins import views
from media_library.bins.arranging import make_bin
from media_library.bins.filling import add_to_bin
from media_library.models import Asset, Bin, BinEntry
from tests.fixtures_people import Cast, MakeAsset

FETCH = {"X-Requested-With": "fetch"}


@pytest.fixture
def faces(cast: Cast) -> Bin:
    return make_bin(project=cast.project, by=None, name="Faces")


def send(cast: Cast, step: str, bin: Bin | None = None, /, *, who: str = "contributor", **fields: Any) -> HttpResponse:
    """What a script's POST is answered with."""
    address = reverse(step, args=["altai", *([bin.pk] if bin else [])])
    return cast.client(who).post(address, fields, headers=FETCH)


def toast(answer: HttpResponse) -> Any:
    return json.loads(answer.headers.get("HX-Trigger", "{}")).get("toast")


def undo(cast: Cast, answer: HttpResponse, *, who: str = "contributor") -> HttpResponse:
    """Presses Undo."""
    told = toast(answer)["undo"]
    return cast.client(who).post(told["url"], told["fields"], headers=FETCH)


def names(shelf: Bin) -> list[str]:
    entries = BinEntry.objects.filter(bin=shelf).order_by("position", "id")
    return list(entries.values_list("asset__file_name", flat=True))


def list_all(assets: list[Asset]) -> str:
    return ",".join(str(asset.pk) for asset in assets)


def test_a_bin_is_made_and_the_panel_shows_it(cast: Cast, faces: Bin) -> None:
    answer = send(cast, "bin-make", name="Old men", parent=faces.pk)
    made = Bin.objects.get(name="Old men")
    assert (made.parent, made.made_by) == (faces, cast["contributor"])
    assert "Old men" in answer.content.decode()
    assert answer.headers["X-Bin"] == str(made.pk)
    undo(cast, answer)
    assert list(Bin.objects.all()) == [faces]


def test_a_new_bin_takes_what_is_selected(cast: Cast, make_asset: MakeAsset) -> None:
    assets = [make_asset(cast.project) for _ in range(2)]
    answer = send(cast, "bin-make", name="Faces", ids=list_all(assets))
    assert toast(answer)["text"] == "2 added to Faces."
    assert Bin.objects.get().entries.count() == 2


def test_a_name_that_cannot_be_is_told_and_nothing_is_made(cast: Cast, faces: Bin) -> None:
    answer = send(cast, "bin-make", name="Faces")
    assert answer.status_code == 422
    assert toast(answer) == {
        "text": "There is a bin called Faces in that place already. Choose another name.",
        "undo": None,
        "isFault": True,
    }
    assert Bin.objects.count() == 1


def test_a_new_name_can_be_taken_back(cast: Cast, faces: Bin) -> None:
    answer = send(cast, "bin-rename", faces, name="Old men")
    assert toast(answer)["text"] == "Faces is called Old men now."
    undo(cast, answer)
    assert Bin.objects.get().name == "Faces"


def test_a_move_can_be_taken_back_to_the_very_place(cast: Cast) -> None:
    a, b, c = (make_bin(project=cast.project, by=None, name=name) for name in "abc")
    answer = send(cast, "bin-move", b, parent=c.pk)
    assert toast(answer)["text"] == "b lies in c now."
    assert Bin.objects.get(pk=b.pk).parent == c
    undo(cast, answer)
    assert list(Bin.objects.filter(parent=None).order_by("position")) == [a, b, c]
    send(cast, "bin-move", c, parent="", before=a.pk)
    assert list(Bin.objects.order_by("position")) == [c, a, b]


def test_a_bin_that_is_removed_while_it_is_moved_is_told_of(
    cast: Cast, faces: Bin, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = views.find_bin

    def find_and_lose(*given: Any) -> Bin:
        bin = found(*given)
        Bin.objects.filter(pk=bin.pk).delete()
        return bin

    monkeypatch.setattr(views, "find_bin", find_and_lose)
    answer = send(cast, "bin-move", faces, parent="")
    assert (answer.status_code, toast(answer)["text"]) == (422, "That bin has been removed by somebody.")


def test_moves_to_one_place_are_taken_back_however_many_there_were(
    cast: Cast, faces: Bin, make_asset: MakeAsset
) -> None:
    """A gap is used up by 16."""
    assets = [make_asset(cast.project, name=f"{number:02}") for number in range(25)]
    add_to_bin(faces, assets, by=None)
    before = names(faces)
    moves = [send(cast, "bin-place", faces, ids=asset.pk, before=assets[0].pk) for asset in assets[4:]]
    assert names(faces) != before
    for move in reversed(moves):
        undo(cast, move)
    assert names(faces) == before


def test_a_ring_is_refused_in_words(cast: Cast, faces: Bin) -> None:
    inner = make_bin(project=cast.project, by=None, name="inner", parent=faces)
    answer = send(cast, "bin-move", faces, parent=inner.pk)
    assert (answer.status_code, toast(answer)["text"]) == (422, "A bin cannot lie in itself. Choose another one.")


def test_a_bin_that_was_removed_comes_back_with_what_was_in_it(cast: Cast, faces: Bin, make_asset: MakeAsset) -> None:
    add_to_bin(faces, [make_asset(cast.project)], by=None)
    answer = send(cast, "bin-remove", faces)
    assert (Bin.objects.count(), Asset.objects.in_library().count()) == (0, 1)
    undo(cast, answer)
    assert Bin.objects.get().entries.count() == 1


def test_what_is_selected_goes_in_and_out_again(cast: Cast, faces: Bin, make_asset: MakeAsset) -> None:
    assets = [make_asset(cast.project) for _ in range(3)]
    send(cast, "bin-add", faces, ids=list_all(assets[:1]))
    answer = send(cast, "bin-add", faces, ids=list_all(assets))
    assert toast(answer)["text"] == "2 added to Faces. 1 was in it already."
    undo(cast, answer)
    assert faces.entries.get().asset == assets[0]
    assert toast(send(cast, "bin-add", faces, ids=list_all(assets[:1])))["text"] == "All of this was in Faces already."


def test_five_thousand_are_undone_by_a_short_header(cast: Cast, faces: Bin, make_asset: MakeAsset) -> None:
    """A proxy takes 4 to 8 KB of headers: the fields of an undo never grow with what is selected."""
    assets = [make_asset(cast.project, thumbnail="") for _ in range(40)]
    few = send(cast, "bin-add", faces, ids=list_all(assets[:2]))
    many = send(cast, "bin-add", faces, ids=list_all(assets))
    assert len(many.headers["HX-Trigger"]) < len(few.headers["HX-Trigger"]) + 60


def test_what_is_taken_out_comes_back_to_its_place(cast: Cast, faces: Bin, make_asset: MakeAsset) -> None:
    assets = [make_asset(cast.project, name=name) for name in "abc"]
    add_to_bin(faces, assets, by=None)
    answer = send(cast, "bin-take-out", faces, ids=list_all(assets[1:2]))
    assert toast(answer)["text"] == "1 is taken out of Faces."
    assert names(faces) == ["a", "c"]
    undo(cast, answer)
    assert names(faces) == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("fields", "order"),
    [
        ({"before": "a"}, "cdab"),
        ({"after": "a"}, "acdb"),
        ({"after": "b"}, "abcd"),
        ({}, "abcd"),
        ({"step": "earlier"}, "acdb"),
        ({"step": "later"}, "abcd"),
    ],
)
def test_what_is_selected_moves_together_and_goes_back(
    cast: Cast, faces: Bin, make_asset: MakeAsset, fields: dict[str, str], order: str
) -> None:
    """`c` and `d` are selected, the later one first."""
    assets = {name: make_asset(cast.project, name=name) for name in "abcd"}
    add_to_bin(faces, assets.values(), by=None)
    named = {name: assets[value].pk if value in assets else value for name, value in fields.items()}
    answer = send(cast, "bin-place", faces, ids=list_all([assets["d"], assets["c"]]), **named)
    assert (toast(answer)["text"], names(faces)) == ("2 are moved.", list(order))
    undo(cast, answer)
    assert names(faces) == list("abcd")


def test_assets_of_others_are_left_out_and_bins_of_others_are_not_there(
    cast: Cast, faces: Bin, make_asset: MakeAsset
) -> None:
    elsewhere = cast["outsider"].memberships.get().project
    theirs, their_bin = make_asset(elsewhere), make_bin(project=elsewhere, by=None, name="theirs")
    ours = make_asset(cast.project)
    send(cast, "bin-add", faces, ids=list_all([theirs, ours]))
    assert faces.entries.get().asset == ours
    for name, fields in (("bin-add", {"ids": ours.pk}), ("bin-remove", {}), ("bin-rename", {"name": "x"})):
        assert send(cast, name, their_bin, **fields).status_code == 404
    for fields in ({"parent": their_bin.pk}, {"before": their_bin.pk}, {"parent": "x"}, {"parent": "9" * 30}):
        assert send(cast, "bin-move", faces, **fields).status_code == 404
    assert send(cast, "bin-place", faces, ids=ours.pk, before=theirs.pk).status_code == 404
    their_bin.refresh_from_db()
    assert their_bin.name == "theirs"


def test_what_was_taken_out_elsewhere_cannot_be_put_back_from_here(cast: Cast) -> None:
    elsewhere = cast["outsider"].memberships.get().project
    theirs = make_bin(project=elsewhere, by=None, name="theirs")
    gone = cast.client("outsider").post(reverse("bin-remove", args=["bazaar", theirs.pk]), headers=FETCH)
    fields = toast(gone)["undo"]["fields"]
    assert send(cast, "bin-put-back", **fields).status_code == 404
    assert not Bin.objects.exists()


@pytest.mark.parametrize("at", ["", "yesterday", "2026-01-01T00:00:00", "9" * 40])
def test_a_moment_that_nobody_was_given_is_not_there(cast: Cast, faces: Bin, at: str) -> None:
    assert send(cast, "bin-take-back", faces, at=at).status_code == 404


def test_a_form_without_a_script_comes_back_to_the_bin(cast: Cast, faces: Bin) -> None:
    client = cast.client("contributor")
    answer = client.post(reverse("bin-rename", args=["altai", faces.pk]), {"name": "Old men"}, follow=True)
    assert answer.redirect_chain == [(f"{reverse('library', args=['altai'])}?bin={faces.pk}&sort=hand", 302)]
    assert "Faces is called Old men now." in answer.content.decode()


def test_a_viewer_sees_the_bins_and_no_way_to_change_them(cast: Cast, faces: Bin) -> None:
    for who, changes in (("viewer", False), ("contributor", True)):
        page = cast.client(who).get(reverse("library", args=["altai"])).content.decode()
        assert "Faces" in page
        assert ("data-may-change" in page) is changes
        assert (reverse("bin-make", args=["altai"]) in page) is changes


def test_a_name_is_never_read_as_html(cast: Cast) -> None:
    make_bin(project=cast.project, by=None, name='<b onclick="x()">')
    page = cast.client("contributor").get(reverse("bins", args=["altai"])).content.decode()
    assert "<b onclick" not in page
    assert "&lt;b onclick=&quot;x()&quot;&gt;" in page


def test_fifty_bins_cost_as_many_queries_as_one(
    cast: Cast, faces: Bin, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client, address = cast.client("contributor"), reverse("bins", args=["altai"])
    for more in (0, 49):
        for number in range(more):
            make_bin(project=cast.project, by=None, name=str(number), parent=faces)
        with django_assert_num_queries(4):  # session, user, membership, bins
            client.get(address)


def test_an_empty_bin_says_how_it_is_filled_and_an_outer_one_where_its_pictures_are(
    cast: Cast, faces: Bin, make_asset: MakeAsset
) -> None:
    address = f"{reverse('library', args=['altai'])}?bin={faces.pk}&sort=hand"
    page = cast.client("contributor").get(address).content.decode()
    assert "This bin is empty." in page
    assert "press <kbd" in page
    assert "press <kbd" not in cast.client("viewer").get(address).content.decode()
    assert "Nothing here is like this." in cast.client("viewer").get(f"{address}&q=x").content.decode()
    inner = make_bin(project=cast.project, by=None, name="Old men", parent=faces)
    add_to_bin(inner, [make_asset(cast.project)], by=None)
    outer = cast.client("viewer").get(address).content.decode()
    assert "This bin is empty." not in outer
    assert "Nothing lies in this bin itself." in outer
    assert f'<a class="button" href="{reverse("library", args=["altai"])}?bin={inner.pk}&amp;sort=hand">' in outer

from __future__ import annotations

import datetime

from django.urls import reverse

from collaborators.models import Membership
from media_library.models import Import
from projects.making import change_project, make_project
from projects.models import Project
from tests.fixtures_people import Cast, MakeAsset, make_rendition

TYPED = {
    "title": "Зимовка",
    "kind": "exhibition",
    "status": "planned",
    "slug": "",
    "synopsis": "Two families.",
    "spoken": ["kk", "ru"],
    "more_languages": "mn-mong, tyv",
}


def post_edit(cast: Cast, who: str, **changes: object):  # type: ignore[no-untyped-def]
    typed = {"title": "Altai", "kind": "documentary", "status": "active", "slug": "altai", "version": 1, **changes}
    return cast.client(who).post(reverse("project-edit", args=["altai"]), typed)


def test_a_project_is_made_from_the_form_and_opens(cast: Cast) -> None:
    answer = cast.client("viewer").post(reverse("project-new"), TYPED)
    assert answer.headers["Location"] == "/projects/zimovka/"
    project = Project.objects.get(slug="zimovka")
    assert (project.title, project.kind, project.status) == ("Зимовка", "exhibition", "planned")
    assert project.languages == ["kk", "ru", "mn-Mong", "tyv"]
    assert project.memberships.get().user == cast["viewer"]


def test_what_was_typed_stays_when_something_is_to_be_mended(cast: Cast) -> None:
    answer = cast.client("viewer").post(reverse("project-new"), {**TYPED, "slug": "altai", "more_languages": "!"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "“!” is not a language tag." in page
    assert 'value="Зимовка"' in page
    assert "Two families." in page
    assert not Project.objects.filter(title="Зимовка").exists()


def test_an_address_that_is_taken_is_said_beside_the_field(cast: Cast) -> None:
    page = cast.client("viewer").post(reverse("project-new"), {**TYPED, "slug": "altai"}).content.decode()
    assert 'id="id_slug_error"' in page
    assert "Another project has the address “altai”. Choose another one." in page


def test_a_word_of_kadr_itself_is_no_address(cast: Cast) -> None:
    page = cast.client("viewer").post(reverse("project-new"), {**TYPED, "slug": "New"}).content.decode()
    assert "“new” is an address of Kadr itself." in page


def test_an_editor_changes_a_project(cast: Cast) -> None:
    answer = post_edit(cast, "editor", title="Altai, north", slug="north", spoken=["en"])
    assert answer.headers["Location"] == "/projects/north/"
    project = Project.objects.get(pk=cast.project.pk)
    assert (project.title, project.slug, project.languages, project.version) == ("Altai, north", "north", ["en"], 2)


def test_the_form_opens_with_what_is_there(cast: Cast) -> None:
    change_project(cast.project, version=1, languages=["kk", "mn-Mong"], synopsis="Snow")
    page = cast.client("editor").get(reverse("project-edit", args=["altai"])).content.decode()
    assert 'name="version" value="2"' in page
    assert 'value="mn-Mong"' in page
    assert "Snow" in page
    assert page.count(" checked") == 1


def test_two_people_at_once_lose_nothing(cast: Cast) -> None:
    """Both opened version 1; the second reads what the first has saved, keeps what they typed, and may save again."""
    assert post_edit(cast, "owner", title="Altai by the owner").status_code == 302
    second = post_edit(cast, "editor", title="Altai by the editor", synopsis="Mine")
    page = second.content.decode()
    assert second.status_code == 409
    assert "Somebody else has saved this project while you were writing." in page
    assert "Altai by the owner" in page
    assert 'value="Altai by the editor"' in page
    assert Project.objects.get(pk=cast.project.pk).title == "Altai by the owner"
    assert 'name="version" value="2"' in page
    assert post_edit(cast, "editor", title="Altai by the editor", synopsis="Mine", version=2).status_code == 302
    assert Project.objects.get(pk=cast.project.pk).synopsis == "Mine"


def test_an_emptied_address_stays_as_it_was(cast: Cast) -> None:
    assert post_edit(cast, "editor", slug="").headers["Location"] == "/projects/altai/"


def test_home_shows_my_projects_and_no_others(cast: Cast) -> None:
    page = cast.client("viewer").get("/").content.decode()
    assert "Altai" in page
    assert "Bazaar" not in page


def test_whoever_is_in_no_project_reads_what_to_do(cast: Cast) -> None:
    Membership.objects.filter(user=cast["viewer"]).delete()
    assert "You are in no project yet." in cast.client("viewer").get("/").content.decode()


def test_home_costs_the_same_with_one_project_and_with_many(cast: Cast, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    client = cast.client("viewer")
    with django_assert_num_queries(3):  # session, user, memberships with their projects
        client.get("/")
    for number in range(49):
        make_project(by=cast["viewer"], kind="archive", title=f"P {number}")
    with django_assert_num_queries(3):
        client.get("/")


def test_a_project_costs_the_same_with_one_asset_and_with_fifty(
    cast: Cast,
    make_asset: MakeAsset,
    django_assert_num_queries,  # type: ignore[no-untyped-def]
) -> None:
    client, address = cast.client("viewer"), reverse("project", args=["altai"])
    moment = datetime.datetime(2026, 11, 19, tzinfo=datetime.UTC)

    def add(number: int) -> None:
        make_asset(cast.project, captured_at=moment if number % 2 else None)
        Import.objects.create(project=cast.project, by=cast["owner"], source="/c")

    add(1)
    # session, user, membership, two for the assets (with and without a moment), thumbnails, members, counts,
    # renditions to be made, imports
    with django_assert_num_queries(10):
        client.get(address)
    for number in range(49):
        add(number)
    with django_assert_num_queries(10):
        client.get(address)


def test_a_project_counts_its_material_by_kind_and_not_that_of_others(cast: Cast, make_asset: MakeAsset) -> None:
    make_asset(cast.project)
    make_asset(cast.project)
    make_asset(cast.project, kind="video", thumbnail="failed")
    make_asset(Project.objects.get(slug="bazaar"), kind="video", thumbnail="failed")
    page = cast.client("viewer").get("/projects/altai/").context
    assert (page["counts"].total, page["counts"].photo, page["counts"].video) == (3, 2, 1)
    assert page["unmade"] == {"waiting": 0, "failed": 1}


def test_each_tile_shows_its_picture_or_says_why_there_is_none(cast: Cast, make_asset: MakeAsset) -> None:
    done = make_asset(cast.project)
    make_asset(cast.project, thumbnail="pending")
    make_rendition(make_asset(cast.project, thumbnail="").original, "max-320", "failed", "The file is cut short.")
    make_asset(cast.project, thumbnail="pending", state="missing")
    make_asset(cast.project, thumbnail="", kind="audio")
    page = cast.client("viewer").get("/projects/altai/").content.decode()
    assert f"/projects/altai/media/{done.pk}/renditions/max-320/?v=" in page
    assert page.count("<img") == 1
    for words in ("To be made", "The file is cut short.", "The original is missing.", "Sound"):
        assert words in page


def test_the_second_page_goes_on_where_the_first_ended(cast: Cast, make_asset: MakeAsset) -> None:
    made = [make_asset(cast.project, thumbnail="") for __ in range(61)]
    client = cast.client("viewer")
    first = client.get("/projects/altai/").context["page"]
    second = client.get("/projects/altai/", {"after": first.next_key}).context["page"]
    assert [asset.pk for asset in first.rows + second.rows] == [asset.pk for asset in reversed(made)]
    assert second.next_key == ""


def test_only_those_who_may_edit_see_the_button(cast: Cast) -> None:
    address = reverse("project-edit", args=["altai"])
    assert address in cast.client("editor").get("/projects/altai/").content.decode()
    assert address not in cast.client("contributor").get("/projects/altai/").content.decode()

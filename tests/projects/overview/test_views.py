from __future__ import annotations

import datetime
from functools import partial

import pytest
from django.urls import reverse

from collaborators.models import Membership
from media_library.models import Import
from projects.making import change_project, make_project
from projects.models import Project
from projects.overview import views
from projects.overview.numbers import count_numbers
from tests.fixtures_people import Cast, MakeAsset

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
    form = page.partition("<main")[2].partition("</main>")[0]  # the sheet of keys has a choice of its own
    assert form.count(" checked") == 1


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


def test_only_what_differs_is_told_of_a_clash(cast: Cast) -> None:
    """A browser sends the ends of lines as CR LF; that is no difference."""
    assert post_edit(cast, "owner", title="By the owner", synopsis="Snow.\r\nA road.").status_code == 302
    assert Project.objects.get(pk=cast.project.pk).synopsis == "Snow.\nA road."
    clash = post_edit(cast, "editor", title="By the editor", synopsis="Snow.\r\nA road.", more_languages="")
    assert [each["theirs"] for each in clash.context["theirs"]] == ["By the owner"]


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
    # session, user, memberships with counts, thumbnails, my projects, what waits in them: imports, originals, failed
    # renditions, renditions to come
    make_run(cast.project)
    with django_assert_num_queries(8):
        client.get("/")
    for number in range(23):
        make_run(make_project(by=cast["viewer"], kind="archive", title=f"P {number}"))
    with django_assert_num_queries(8):
        page = client.get("/").context
    assert len(page["tiles"]) == 24


def make_run(project: Project) -> Import:
    return Import.objects.create(project=project, source="/media/CARD_A", state="running", files_found=9, files_done=3)


def test_home_tells_what_waits_in_each_of_my_projects_and_in_no_others(cast: Cast, make_asset: MakeAsset) -> None:
    run = make_run(cast.project)
    make_run(Project.objects.get(slug="bazaar"))
    make_asset(Project.objects.get(slug="bazaar"), state="missing")
    page = cast.client("viewer").get("/")
    assert [one.url for one in page.context["waiting"]] == [f"/projects/altai/imports/{run.pk}/"]
    assert "3 of 9 files" in page.content.decode()


def test_home_says_when_nothing_waits(cast: Cast) -> None:
    assert "no import is under way" in cast.client("viewer").get("/").content.decode()


def test_a_project_is_made_from_two_fields_alone(cast: Cast) -> None:
    answer = cast.client("viewer").post(reverse("project-new"), {"title": "Қыстау", "kind": "documentary"})
    assert answer.headers["Location"] == "/projects/qystau/"
    assert Project.objects.get(slug="qystau").status == "active"


def test_what_is_folded_stands_open_when_it_has_to_be_mended(cast: Cast) -> None:
    address = reverse("project-new")
    assert '<details class="more" >' in cast.client("viewer").get(address).content.decode()
    page = cast.client("viewer").post(address, {**TYPED, "slug": "altai"}).content.decode()
    assert '<details class="more" open>' in page


def test_a_project_costs_the_same_with_one_asset_and_with_fifty(
    cast: Cast,
    make_asset: MakeAsset,
    django_assert_num_queries,  # type: ignore[no-untyped-def]
) -> None:
    client, address = cast.client("viewer"), reverse("project", args=["altai"])
    moment = datetime.datetime(2026, 11, 19, tzinfo=datetime.UTC)

    def add(number: int) -> None:
        make_asset(cast.project, captured_at=None if number % 2 else moment)
        Import.objects.create(project=cast.project, by=cast["owner"], source="/c")

    add(0)
    # session, user, membership, what waits (4), members, numbers (2), days (the day, what is in it, no day before it,
    # thumbnails), imports
    with django_assert_num_queries(15):
        client.get(address)
    for number in range(49):
        add(number)
    with django_assert_num_queries(15):
        client.get(address)


def test_a_project_counts_its_material_by_kind_and_not_that_of_others(cast: Cast, make_asset: MakeAsset) -> None:
    make_asset(cast.project)
    make_asset(cast.project)
    make_asset(cast.project, kind="video", thumbnail="pending")
    make_asset(Project.objects.get(slug="bazaar"), kind="video", thumbnail="pending")
    page = cast.client("viewer").get("/projects/altai/").context
    assert (page["numbers"].files, page["numbers"].photo, page["numbers"].video) == (3, 2, 1)
    assert page["unmade"].count == "1"


def test_a_project_without_material_says_what_to_do_and_to_whom(cast: Cast) -> None:
    assert "Bring in a card, a folder" in cast.client("contributor").get("/projects/altai/").content.decode()
    assert "A contributor, an editor or an owner" in cast.client("viewer").get("/projects/altai/").content.decode()


def test_the_last_days_show_their_pictures_and_lead_to_them(cast: Cast, make_asset: MakeAsset) -> None:
    made = make_asset(cast.project, captured_at=datetime.datetime(2026, 11, 19, 23, 59, tzinfo=datetime.UTC))
    page = cast.client("viewer").get("/projects/altai/").content.decode()
    assert f"/projects/altai/media/{made.pk}/renditions/max-320/?v=" in page
    assert "19 Nov 2026" in page


def test_a_project_tells_where_its_originals_are(cast: Cast, make_asset: MakeAsset) -> None:
    make_asset(cast.project)
    page = cast.client("viewer").get("/projects/altai/").content.decode()
    assert "Every original was whole when it was last read." in page
    assert "1 has not been read back yet." in page
    make_asset(cast.project, state="damaged")
    page = cast.client("viewer").get("/projects/altai/").content.decode()
    assert "1 original is damaged" in page
    assert "Every original was whole" not in page


def test_a_large_project_asks_for_its_whole_numbers_afterwards(
    cast: Cast, make_asset: MakeAsset, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = partial(count_numbers, cap=2)
    monkeypatch.setattr(views, "count_numbers", lambda project_id, **told: numbers(project_id, **told))
    for __ in range(3):
        make_asset(cast.project, thumbnail="")
    client, address = cast.client("viewer"), reverse("project-numbers", args=["altai"])
    page = client.get("/projects/altai/").content.decode()
    assert f'hx-get="{address}"' in page
    assert '<p class="steps__big num">2+</p>' in page
    fragment = client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert fragment.lstrip().startswith("<ol")
    assert '<p class="steps__big num">3</p>' in fragment
    assert "<!doctype html>" in client.get(address).content.decode()


def test_only_contributors_are_offered_to_bring_in_material(cast: Cast) -> None:
    assert cast.client("contributor").get("/projects/altai/").context["may_bring_in"]
    assert not cast.client("reviewer").get("/projects/altai/").context["may_bring_in"]


def test_only_those_who_may_edit_see_the_button(cast: Cast) -> None:
    address = reverse("project-edit", args=["altai"])
    assert address in cast.client("editor").get("/projects/altai/").content.decode()
    assert address not in cast.client("contributor").get("/projects/altai/").content.decode()


@pytest.mark.parametrize("path", ["/", "/projects/altai/"])
def test_the_page_looks_again_only_while_something_goes_on(cast: Cast, make_asset: MakeAsset, path: str) -> None:
    client = cast.client("viewer")
    assert "?part=waiting" not in client.get(path).content.decode()
    make_asset(cast.project, thumbnail="pending")
    assert f'hx-get="{path}?part=waiting" hx-trigger="every 30s"' in client.get(path).content.decode()
    make_run(cast.project)
    assert f'hx-get="{path}?part=waiting" hx-trigger="every 5s"' in client.get(path).content.decode()


def test_a_look_again_asks_for_what_waits_and_nothing_else(cast: Cast, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    client = cast.client("viewer")
    make_run(cast.project)
    # session, user, my projects or membership, what waits (4)
    for path in ("/", "/projects/altai/"):
        with django_assert_num_queries(7):
            fragment = client.get(path, {"part": "waiting"}).content.decode()
        assert "3 of 9 files" in fragment
        assert "<h1" not in fragment


def test_what_goes_on_by_itself_waits_for_nobody(cast: Cast, make_asset: MakeAsset) -> None:
    make_run(cast.project)
    make_asset(cast.project, thumbnail="pending")
    page = cast.client("viewer").get("/projects/altai/")
    assert ([one.text for one in page.context["under_way"]], page.context["waiting"]) == (["Import under way"], [])
    make_asset(cast.project, state="missing")
    assert [one.about for one in cast.client("viewer").get("/projects/altai/").context["waiting"]] == ["missing"]

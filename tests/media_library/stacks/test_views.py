from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_tasks import default_task_backend
from django_tasks_db.models import DBTaskResult

from media_library.lighttable.browsing import View
from media_library.models import Import, Stack, StackChange
from media_library.stacks.making import make_stack, make_stack_by_rule, part_stacks
from media_library.stacks.rules import name_rule
from media_library.trash.removing import restore_assets, trash_assets
from projects.models import Project
from tests.fixtures_people import Cast

from .conftest import Table

FETCH = {"X-Requested-With": "fetch"}


@pytest.fixture
def kept_tasks(settings: Any) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "imports"]}}


def send(table: Table, name: str, who: str = "contributor", **fields: Any) -> Any:
    client = table.cast.client(who)
    return client.post(reverse(name, args=["altai"]), fields, headers=FETCH)


def ids_of(table: Table, names: str) -> str:
    return ",".join(str(asset.pk) for asset in table.some(names))


def told(answer: HttpResponse) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(answer["HX-Trigger"])["toast"]
    return found


def take(table: Table, undo: dict[str, Any], *, again: bool = False) -> HttpResponse:
    fields = {**undo["fields"], **({"again": "1"} if again else {})}
    answer: HttpResponse = table.cast.client("contributor").post(undo["url"], fields, headers=FETCH)
    return answer


def test_a_stack_is_made_told_taken_back_and_made_again(table: Table) -> None:
    table.lay("abc")
    answer = send(table, "stack-make", ids=ids_of(table, "abc"), top=table["b"].pk)
    assert answer.json() == {"shown": [table["b"].pk]}
    assert told(answer)["text"] == "The stack is made."
    assert table.stacks() == ["bac"]
    back = take(table, told(answer)["undo"])
    assert (told(back)["text"], told(back)["undo"]) == ("The stacks are as they were before.", None)
    assert table.stacks() == []
    take(table, told(answer)["undo"], again=True)
    assert table.stacks() == ["bac"]


def test_a_collapsed_stack_comes_along_whole(table: Table) -> None:
    table.lay("abc")
    make_stack(project_id=table.cast.project.pk, assets=table.some("ab"), by=None)
    send(table, "stack-make", ids=ids_of(table, "ac"), whole=str(table["a"].stack_id))
    assert table.stacks() == ["abc"]


def test_only_so_many_stacks_come_along(table: Table) -> None:
    table.lay("ab")
    answer = send(table, "stack-make", ids=ids_of(table, "ab"), whole=",".join(map(str, range(1, 502))))
    assert answer.status_code == 422
    assert told(answer)["text"] == "More than 500 are selected. Take them in several steps."
    assert table.stacks() == []


def test_what_is_in_the_trash_makes_no_stack_and_is_put_on_top_of_none(table: Table) -> None:
    table.lay("abcd")
    make_stack(project_id=table.cast.project.pk, assets=table.some("abc"), by=None)
    trash_assets(table.some("bc"), by=None)
    stack = str(table["a"].stack_id)
    assert send(table, "stack-top", ids=table["b"].pk).status_code == 404
    assert send(table, "stack-make", ids=ids_of(table, "ad"), top=table["b"].pk, whole=stack).status_code == 404
    alone = send(table, "stack-make", ids=ids_of(table, "a"), whole=stack)
    assert (alone.status_code, told(alone)["text"]) == (422, "A stack needs two pictures or more. Select them first.")
    assert table.stacks() == ["abc"]
    send(table, "stack-make", ids=ids_of(table, "ad"), whole=stack)
    restore_assets(table.some("bc"))
    assert table.stacks() == ["abcd"]


def test_a_contributor_takes_back_only_their_own_and_an_editor_everybodys(table: Table) -> None:
    table.lay("ab")
    undo = told(send(table, "stack-make", who="editor", ids=ids_of(table, "ab")))["undo"]
    assert take(table, undo).status_code == 403
    assert table.stacks() == ["ab"]
    undo = told(send(table, "stack-part", ids=ids_of(table, "ab")))["undo"]
    assert send(table, "stack-put-back", who="editor", **undo["fields"]).status_code == 200
    assert table.stacks() == ["ab"]


def test_stacks_are_parted_left_and_given_another_top(table: Table) -> None:
    table.lay("abcdef")
    for names in ("abcd", "ef"):
        make_stack(project_id=table.cast.project.pk, assets=table.some(names), by=None)
    assert told(send(table, "stack-top", ids=table["c"].pk))["text"] == "c.jpg is on top of its stack."
    assert table.stacks() == ["cabd", "ef"]
    send(table, "stack-take-out", ids=ids_of(table, "b"))
    assert table.stacks() == ["cad", "ef"]
    assert told(send(table, "stack-part", ids=ids_of(table, "ae")))["text"] == "2 stacks are parted."
    assert table.stacks() == []


def test_what_cannot_be_done_is_said(table: Table) -> None:
    table.lay("a")
    answer = send(table, "stack-make", ids=ids_of(table, "a"))
    assert answer.status_code == 422
    assert told(answer)["text"] == "A stack needs two pictures or more. Select them first."


def test_who_has_moved_something_since_is_told_of(table: Table) -> None:
    table.lay("abcd")
    answer = send(table, "stack-make", ids=ids_of(table, "abc"))
    send(table, "stack-make", ids=ids_of(table, "cd"))
    back = take(table, told(answer)["undo"])
    expected = "The stacks are as they were before. 1 has been moved by somebody since, and stays where it is."
    assert told(back)["text"] == expected


def test_material_of_another_project_cannot_be_named(table: Table) -> None:
    table.lay("ab")
    theirs = table.make_asset(table.cast["outsider"].memberships.get().project)
    assert send(table, "stack-top", ids=theirs.pk).status_code == 404
    answer = send(table, "stack-make", ids=f"{ids_of(table, 'a')},{theirs.pk}")
    assert answer.status_code == 422
    change = make_stack(project_id=table.cast.project.pk, assets=table.some("ab"), by=None)
    client = table.cast.client("outsider")
    for slug, status in (("bazaar", 404), ("altai", 404)):
        answer = client.post(reverse("stack-put-back", args=[slug]), {"change": change.pk}, headers=FETCH)
        assert answer.status_code == status
    assert table.stacks() == ["ab"]


def make_bursts(table: Table, *bursts: str, run: Import | None = None) -> None:
    for names in bursts:
        ids = [asset.pk for asset in table.some(names)]
        make_stack_by_rule(
            project_id=table.cast.project.pk, asset_ids=ids, kind="burst", rule="sequence", key=names, made_by=run
        )


def open_page(cast: Cast, who: str = "editor", query: str = "") -> Any:
    answer = cast.client(who).get(reverse("stacks", args=["altai"]) + query)
    assert answer.status_code == 200
    return answer


def test_the_page_counts_by_import_and_rule_and_shows_some(table: Table) -> None:
    table.lay("Aabcdefg")
    runs = [Import.objects.create(project=table.cast.project, source=f"/{number}") for number in (1, 2)]
    table.pair("a", runs[0])
    make_bursts(table, "bc", run=runs[0])
    make_bursts(table, "de", run=runs[1])
    make_bursts(table, "fg")
    page = open_page(table.cast).context["page"]
    assert [part.run for part in page.parts] == [runs[1], runs[0], None]
    assert [[(made.rule, made.stacks, made.pictures) for made in part.made] for part in page.parts] == [
        [("sequence", 1, 2)],
        [("sequence", 1, 2), ("raw-jpeg", 1, 1)],
        [("sequence", 1, 2)],
    ]
    assert [sample.name for sample in page.parts[1].made[1].samples] == ["a.cr3"]


def test_much_is_not_counted_to_its_end_and_the_first_few_are_shown(
    table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("media_library.stacks.rules.MOST_COUNTED", 2)
    monkeypatch.setattr("media_library.stacks.rules.SAMPLES", 2)
    table.lay("abcdefghijkl")
    run = Import.objects.create(project=table.cast.project, source="/1")
    make_bursts(table, "ab", "ij", run=run)
    make_bursts(table, "cd", "ef", "gh")
    make_bursts(table, "kl", run=run)
    part_stacks(project_id=table.cast.project.pk, assets=table.some("ac"), by=None)
    answer = open_page(table.cast)
    with_run, without = (part.made[0] for part in answer.context["page"].parts)
    assert [(made.stacks, made.written_pictures) for made in (with_run, without)] == [(2, "2+"), (2, "2+")]
    assert [[each.name[0] for each in made.samples] for made in (with_run, without)] == [["i", "k"], ["e", "g"]]
    make_bursts(table, "ac", "bd", run=run)
    page = open_page(table.cast)
    assert "2+ stacks, 2+ pictures" in " ".join(page.content.decode().split())
    shown = page.context["page"].parts[0].made[0].samples
    assert [each.name[0] for each in shown] == ["i", "k"]


def test_a_rule_is_undone_and_done_again_without_a_script(table: Table) -> None:
    table.lay("abcd")
    run = Import.objects.create(project=table.cast.project, source="/1")
    make_bursts(table, "ab", run=run)
    make_bursts(table, "cd")
    client = table.cast.client("editor")
    answer = client.post(reverse("stack-undo-rule", args=["altai"]), {"rule": "sequence", "import": run.pk})
    assert answer["Location"] == reverse("stacks", args=["altai"])
    assert table.stacks() == ["cd"]
    page = client.get(answer["Location"])
    assert "1 stack is parted. Its pictures and their marks are as they were." in page.content.decode()
    change = StackChange.objects.get()
    assert [each.words for each in page.context["changes"]] == ["Bursts by the numbers of the camera"]
    client.post(reverse("stack-put-back", args=["altai"]), {"change": change.pk})
    assert table.stacks() == ["ab", "cd"]
    assert list(open_page(table.cast).context["changes"]) == []
    client.post(reverse("stack-undo-rule", args=["altai"]), {"rule": "sequence", "import": "0"})
    assert table.stacks() == ["ab"]


def test_a_contributor_cannot_put_back_what_an_editor_has_undone(table: Table) -> None:
    table.lay("ab")
    make_bursts(table, "ab")
    send(table, "stack-undo-rule", who="editor", rule="sequence", **{"import": "0"})
    assert send(table, "stack-put-back", change=StackChange.objects.get().pk).status_code == 403
    page = open_page(table.cast, "contributor")
    assert "Stack them again" not in page.content.decode()


def test_an_empty_page_says_what_would_be_here(cast: Cast) -> None:
    assert "No rule has stacked anything here." in open_page(cast).content.decode()


def test_the_page_goes_on_to_earlier_imports(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("media_library.stacks.rules.IMPORTS", 1)
    table.lay("abcdef")
    runs = [Import.objects.create(project=table.cast.project, source=f"/{number}") for number in (1, 2)]
    for names, run in zip(("ab", "cd"), runs, strict=True):
        make_bursts(table, names, run=run)
    make_bursts(table, "ef")
    first = open_page(table.cast).context["page"]
    assert [part.run for part in first.parts] == [runs[1]]
    then = open_page(table.cast, query=f"?before={first.next_before}").context["page"]
    assert [part.run for part in then.parts] == [runs[0], None]
    assert (then.next_before, then.is_first) == (None, False)


def count_queries(client: Client) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(reverse("stacks", args=["altai"])).status_code == 200
    return len(asked)


def fill(table: Table, count: int) -> None:
    for number in range(count):
        pair = [table.make_asset(table.cast.project) for _ in range(2)]
        run = Import.objects.create(project=table.cast.project, source=f"/{number}")
        key = f"{pair[0].pk}"
        ids = [asset.pk for asset in pair]
        make_stack_by_rule(
            project_id=table.cast.project.pk, asset_ids=ids, kind="burst", rule="sequence", key=key, made_by=run
        )


def test_50_imports_ask_no_more_queries_than_one(table: Table) -> None:
    client = table.cast.client("editor")
    fill(table, 1)
    first = count_queries(client)
    fill(table, 49)
    assert count_queries(client) <= first


def test_a_page_around_what_stands_in_a_stack_is_around_its_top(table: Table) -> None:
    table.lay("abcdefgh")
    make_stack(project_id=table.cast.project.pk, assets=table.some("be"), by=None, top=table["b"])
    page = View(table.cast.project.pk).around(table["e"].pk, size=3)
    assert [asset.file_name[0] for asset in page.rows] == ["c", "b", "a"]  # the latest first; e stands under b


def members(table: Table, stack: int | None, who: str = "viewer") -> list[str]:
    address = reverse("library-items", args=["altai"])
    answer = table.cast.client(who).get(address, {"stack": stack, "members": 1, "kind": "video"})
    return [item["name"] for item in answer.json()["items"]]


def test_the_pictures_of_a_stack_come_in_its_order_whatever_the_view(table: Table) -> None:
    table.lay("Aabcd")
    table.pair("a")
    make_stack(project_id=table.cast.project.pk, assets=table.some("Abc"), by=None, top=table["c"])
    assert members(table, table["c"].stack_id) == ["c.jpg", "a.cr3", "b.jpg"]
    theirs = Stack.objects.create(project=table.cast["outsider"].memberships.get().project, kind="manual")
    assert members(table, theirs.pk) == []


def test_bursts_by_looks_are_looked_for_in_the_project_or_in_an_import(cast: Cast) -> None:
    client = cast.client("contributor")
    run = Import.objects.create(project=cast.project, source="/media/card")
    default_task_backend.clear()
    for chosen in ("", str(run.pk)):
        assert client.post("/projects/altai/stacks/find/", {"import": chosen}).status_code == 302
    assert [result.args for result in default_task_backend.results] == [
        [cast.project.pk, None],
        [cast.project.pk, run.pk],
    ]


def test_bursts_are_not_looked_for_in_an_import_of_another_project(cast: Cast) -> None:
    theirs = Import.objects.create(project=Project.objects.get(slug="bazaar"), source="/media/card")
    response = cast.client("contributor").post("/projects/altai/stacks/find/", {"import": theirs.pk})
    assert response.status_code == 404


def test_bursts_are_offered_on_the_page_of_the_rules_to_who_may_look_for_them(cast: Cast, kept_tasks: None) -> None:
    Import.objects.create(project=cast.project, source="/media/card")
    Import.objects.create(project=Project.objects.get(slug="bazaar"), source="/media/other")
    client = cast.client("contributor")
    page = client.get("/projects/altai/stacks/").content.decode()
    assert "Find bursts" in page
    choice = page[page.index('name="import"') :]
    assert choice[: choice.index("</select>")].count("<option") == 2
    assert "Find bursts" not in cast.client("reviewer").get("/projects/altai/stacks/").content.decode()
    assert "Looking for bursts" in client.post("/projects/altai/stacks/find/", follow=True).content.decode()
    assert "HX-Refresh" not in client.get("/projects/altai/stacks/find/").headers
    DBTaskResult.objects.get().claim("worker")
    DBTaskResult.objects.get().set_successful(7)
    over = client.get("/projects/altai/stacks/find/")
    assert over.headers["HX-Refresh"] == "true"
    assert "7 bursts stacked" in over.content.decode()


def test_a_rule_without_words_goes_by_the_kind_of_its_stacks() -> None:
    assert name_rule("another", "raw_jpeg") == "RAW and JPEG"
    assert name_rule("another", "focus") == "Focus stack"

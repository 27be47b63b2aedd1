from __future__ import annotations

from projects.demonstration.album import list_photographs
from projects.demonstration.clips import list_clips
from projects.demonstration.marks import LOOKS, MARKS
from projects.demonstration.people import OWNER, PEOPLE, PROJECTS
from projects.demonstration.sounds import list_sounds


def list_made() -> set[tuple[str, str]]:
    made = (*list_photographs(), *list_clips(), *list_sounds())
    return {(one.folder.partition("/")[0], one.name) for one in made}


def test_every_file_that_is_marked_or_not_seen_yet_is_made_for_its_project() -> None:
    named = {(one.project, name) for one in MARKS for name in one.files}
    named |= {(one.project, name) for one in LOOKS for name in one.not_yet}
    assert named - list_made() == set()


def test_whoever_marks_may_do_so_in_the_project() -> None:
    may = {(one.slug, OWNER) for one in PROJECTS}
    may |= {(one.slug, email) for one in PROJECTS for email, role in one.roles.items() if role != "viewer"}
    assert {(one.project, one.by) for one in MARKS} <= may
    assert {one.by for one in (*MARKS, *LOOKS)} <= {person.email for person in PEOPLE}


def test_every_kind_of_mark_is_there_by_two_people() -> None:
    assert {one.value for one in MARKS if one.field == "flag"} == {"pick", "reject"}
    assert {one.value for one in MARKS if one.field == "label"} == {"red", "yellow", "green", "blue", "purple"}
    assert all(len({one.by for one in MARKS if one.field == field}) == 2 for field in ("flag", "stars", "label"))

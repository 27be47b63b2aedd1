from __future__ import annotations

from projects.demonstration.album import list_photographs
from projects.demonstration.bins import BINS
from projects.demonstration.clips import list_clips
from projects.demonstration.people import PROJECTS
from projects.demonstration.sounds import list_sounds


def test_every_file_in_a_bin_is_made_for_its_project() -> None:
    made = {(one.folder.partition("/")[0], one.name) for one in (*list_photographs(), *list_clips(), *list_sounds())}
    assert [(one.project, name) for one in BINS for name in one.files if (one.project, name) not in made] == []


def test_every_project_has_bins_and_one_in_another_that_comes_before_it() -> None:
    for project in PROJECTS:
        names = [one.name for one in BINS if one.project == project.slug]
        within = [(one.within, one.name) for one in BINS if one.project == project.slug and one.within]
        assert within
        assert all(names.index(outer) < names.index(inner) for outer, inner in within)

"""The whole import of the real files, as a person starts it, and its report against exiftool and ffprobe."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.media_library.formats import test_against_ffprobe as films
from tests.media_library.metadata import test_against_exiftool as photographs
from tests.own_copy import OwnCopy, make_own_copy

pytestmark = [pytest.mark.xdist_group("samples"), pytest.mark.timeout(600)]

CATEGORIES = {"photos", "large", "raw", "heif", "tiff-png-webp-gif", "video", "audio"}
NO_FACTS = {
    "path", "category", "bytes", "sha256", "libraw_width", "libraw_height", "exiftool_error", "exiftool_warning",
    "ffprobe_error", "made_by_us",
}  # fmt: skip
LEAST_AGREEMENT = 0.99


@dataclass(frozen=True)
class Imported:
    copy: OwnCopy
    exit_code: int
    lines: dict[str, dict[str, Any]]
    last_lines: list[str]


@pytest.fixture(scope="module")
def imported(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Imported]:
    folder = tmp_path_factory.mktemp("samples")
    with make_own_copy(folder / "copy") as copy:
        copy.run("migrate", "--verbosity", "0")
        report = folder / "r.jsonl"
        words = ["--create", "archive", "--project", "samples", "--wait", "--report", str(report)]
        done = copy.run("import_media", str(samples), *words, timeout=500, check=False)
        lines = [json.loads(line) for line in report.read_text("utf-8").splitlines()]
        yield Imported(copy, done.returncode, {line["path"]: line for line in lines}, done.stdout.splitlines()[-5:])


@pytest.fixture(scope="module")
def judged(samples: Path) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads((samples / "facts.json").read_text("utf-8"))["files"]
    return rows


def test_it_ends_by_itself_and_tells_in_five_lines_that_some_were_refused(imported: Imported) -> None:
    assert imported.exit_code == 1
    assert len(imported.last_lines) == 5
    assert " 0 failed" in imported.last_lines[1]


def test_every_file_below_the_path_has_its_line(imported: Imported, samples: Path) -> None:
    there = {path.relative_to(samples).as_posix() for path in samples.rglob("*") if path.is_file()}
    assert imported.lines.keys() == there


def test_every_hostile_file_is_refused_ignored_or_added_with_a_reason(imported: Imported) -> None:
    hostile = [line for path, line in imported.lines.items() if path.startswith("hostile/")]
    assert len(hostile) > 60
    assert {line["outcome"] for line in hostile} <= {"refused", "ignored", "added", "duplicate"}
    assert [line["path"] for line in hostile if not line["reason"]] == []


@pytest.mark.parametrize(
    "name",
    [
        "exe_named.jpg",
        "html_named.jpg",
        "script.svg",
        "xxe.fcpxml",
        "zip_bomb.zip",
        "zero_byte.jpg",
        "bomb_60000x60000.png",
    ],
)
def test_what_could_harm_is_refused(imported: Imported, name: str) -> None:
    assert imported.lines[f"hostile/made_{name}"]["outcome"] == "refused"


def test_everything_a_photographer_would_expect_comes_in(imported: Imported, judged: list[dict[str, Any]]) -> None:
    wanted = {row["path"] for row in judged if row["category"] in CATEGORIES | {"documents", "subtitles", "timelines"}}
    left_out = {path for path in wanted if imported.lines[path]["outcome"] not in ("added", "duplicate")}
    assert left_out == set()


def test_the_hash_in_the_report_is_that_of_the_bytes(imported: Imported, judged: list[dict[str, Any]]) -> None:
    told = {row["path"]: imported.lines[row["path"]]["sha256"] or row["sha256"] for row in judged}
    assert told == {row["path"]: row["sha256"] for row in judged}


def test_the_store_holds_each_original_once_and_nothing_else(imported: Imported) -> None:
    media = imported.copy.data / "media"
    files = [path for path in (media / "originals").rglob("*") if path.is_file()]
    assert [path for path in files if hashlib.sha256(path.read_bytes()).hexdigest() != path.stem] == []
    assert {path.stem for path in files} == {line["sha256"] for line in imported.lines.values() if line["sha256"]}
    assert list((media / "incoming").iterdir()) == []


def test_the_facts_in_the_report_are_those_of_exiftool_and_ffprobe(
    imported: Imported, judged: list[dict[str, Any]]
) -> None:
    """At least 99 % of the values that either side has, over the seven folders; each other one has its reason."""
    compared, unexplained, differing = 0, [], 0
    for row in judged:
        if row["category"] not in CATEGORIES:
            continue
        facts = imported.lines[row["path"]]["facts"]
        for key in row.keys() - NO_FACTS:
            theirs, ours = films.empty_as_none(row[key]), films.empty_as_none(facts.get(key))
            if theirs is None and ours is None:
                continue
            compared += 1
            if not films.are_equal(key, theirs, ours) and not photographs.agree(ours, theirs):
                differing += 1
                if not is_explained(row["path"], key):
                    unexplained.append(f"{row['path']}: {key}: judge {theirs!r}, ours {ours!r}")
    assert compared > 3000
    assert unexplained == []
    assert 1 - differing / compared >= LEAST_AGREEMENT


def is_explained(path: str, key: str) -> bool:
    """The reasons stand where the readers are tested."""
    listed = photographs.OURS_IS_BETTER
    return photographs.is_listed(path, key, listed) or (Path(path).name, key) in films.OURS_IS_BETTER


def test_no_key_is_told_that_the_judge_does_not_know(imported: Imported, judged: list[dict[str, Any]]) -> None:
    known = set(judged[0])
    assert {key for line in imported.lines.values() for key in line["facts"]} <= known

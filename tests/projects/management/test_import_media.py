"""`import_media` as a person uses it, one option after the other."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from collaborators.models import Membership, User
from media_library.ingest import runs
from media_library.models import Asset, Import, ImportedFile, Original, Rendition
from projects.making import make_project
from projects.models import Project
from tests.commands import Said, call
from tests.media_library.ingest.material import lay_out, picture, xmp

pytestmark = pytest.mark.django_db(transaction=True)

TOOLS = Path(sys.executable).parent


@pytest.fixture(autouse=True)
def data_dir(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path / "data"


@pytest.fixture
def card(tmp_path: Path) -> Path:
    return lay_out(tmp_path / "CARD_A", {"DCIM/100/a.jpg": picture(1), "DCIM/100/b.jpg": picture(2)})


def bring(*words: object) -> Said:
    return call("import_media", *words, "--project", "altai", "--jobs", "1")


def bring_new(*words: object) -> Said:
    return bring(*words, "--create", "documentary")


def list_tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def run_tool(program: str, *words: object) -> subprocess.CompletedProcess[str]:
    command = [str(TOOLS / program), *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


# -- What comes of it ----------------------------------------------------------------------------------------------


def test_at_the_end_five_lines_say_what_happened(card: Path) -> None:
    lay_out(card, {".DS_Store": b"x"})
    said = bring_new(card)
    lines = said.out.strip().splitlines()
    assert said.code == 0
    assert lines[:2] == [
        "2 added, 0 already here, 0 go with others",
        "1 ignored, 0 refused, 0 failed",
    ]
    assert len(lines) == 5


def test_a_second_import_tells_that_everything_is_here(card: Path) -> None:
    bring_new(card)
    said = bring(card)
    assert said.code == 0
    assert said.out.startswith("0 added, 2 already here")
    assert Asset.objects.count() == 2


def test_a_refused_file_is_told_with_its_reason_and_gives_exit_code_1(card: Path, capsys: Any) -> None:
    lay_out(card, {"page.jpg": b"<!doctype html><html><body>not found</body></html>"})
    said = bring_new(card)
    assert said.code == 1
    assert "refused: page.jpg: " in capsys.readouterr().err
    assert Asset.objects.count() == 2


def test_with_create_the_project_is_made_with_its_kind_and_owner(card: Path) -> None:
    User.objects.create_user("aigerim@example.org", "seven herds of horses")
    assert bring_new(card, "--by", "Aigerim@example.org").code == 0
    project = Project.objects.get()
    assert (project.slug, project.kind) == ("altai", "documentary")
    assert [(one.user.email, one.role) for one in project.memberships.all()] == [("aigerim@example.org", "owner")]
    assert Import.objects.get().by.email == "aigerim@example.org"


def test_create_of_a_project_that_is_there_uses_it(card: Path) -> None:
    make_project(by=None, kind="archive", title="Altai", slug="altai")
    assert bring_new(card).code == 0
    assert Project.objects.get().kind == "archive"


def test_the_address_of_a_project_has_no_capitals_whatever_one_types(card: Path) -> None:
    assert call("import_media", card, "--project", "Altai", "--create", "archive").code == 0
    assert call("import_media", card, "--project", "ALTAI").code == 0
    assert Project.objects.get().slug == "altai"


@pytest.mark.parametrize(("role", "code"), [("viewer", 2), ("reviewer", 2), ("contributor", 0), ("editor", 0)])
def test_on_somebodys_behalf_only_what_they_may_do(card: Path, role: str, code: int) -> None:
    project = make_project(by=None, kind="archive", title="Altai", slug="altai")
    user = User.objects.create_user("bolat@example.org", "seven herds of horses")
    Membership.objects.create(project=project, user=user, role=role)
    assert bring(card, "--by", "bolat@example.org").code == code
    assert Asset.objects.exists() == (code == 0)


def test_link_shares_the_bytes_and_reference_leaves_them(card: Path, tmp_path: Path, media_root: Path) -> None:
    assert bring_new(card, "--link").code == 0
    stored = [path for path in (media_root / "originals").rglob("*") if path.is_file()]
    assert len(stored) == 2
    other = lay_out(tmp_path / "disk", {"c.jpg": picture(3)})
    assert bring(other, "--reference").code == 0
    assert Original.objects.get(storage_name="").reference_path == str(other / "c.jpg")
    assert len(list((media_root / "originals").rglob("*.jpg"))) == 2


def test_wait_stays_until_every_rendition_is_made(card: Path) -> None:
    said = bring_new(card, "--wait")
    assert set(Rendition.objects.values_list("state", flat=True)) == {"done"}
    assert said.out.strip().splitlines()[-1] == "6 renditions made, 0 failed"


def test_four_jobs_bring_in_the_same_as_one(tmp_path: Path) -> None:
    card = lay_out(tmp_path / "card", {f"{number}.jpg": picture(number % 9) for number in range(18)})
    assert call("import_media", card, "--project", "four", "--create", "archive", "--jobs", "4", "--wait").code == 0
    assert call("import_media", card, "--project", "one", "--create", "archive", "--jobs", "1", "--wait").code == 0
    for slug in ("four", "one"):
        assert Asset.objects.filter(project__slug=slug).count() == 9
    assert Rendition.objects.filter(state="done").count() == Rendition.objects.count() == 27


def test_the_report_has_a_line_of_json_for_each_source_file(card: Path, tmp_path: Path) -> None:
    lay_out(card, {"empty.jpg": b"", ".DS_Store": b"x", "DCIM/100/a.jpg.xmp": xmp(rating=3)})
    report = tmp_path / "r.jsonl"
    assert bring_new(card, "--report", report).code == 1
    lines = {line["path"]: line for line in map(json.loads, report.read_text().splitlines())}
    assert {path: line["outcome"] for path, line in lines.items()} == {
        "DCIM/100/a.jpg": "added",
        "DCIM/100/b.jpg": "added",
        "DCIM/100/a.jpg.xmp": "sidecar",
        "empty.jpg": "refused",
        ".DS_Store": "ignored",
    }
    assert set(lines["empty.jpg"]) == {"path", "outcome", "reason", "asset", "sha256", "kind", "facts"}
    assert lines["empty.jpg"]["reason"]
    assert lines["DCIM/100/a.jpg"]["facts"]["model"] == "X-T5"


# -- The second copy and its manifest --------------------------------------------------------------------------------


def test_both_copies_have_a_manifest_that_the_tool_of_the_asc_accepts(
    card: Path, tmp_path: Path, media_root: Path
) -> None:
    second = tmp_path / "second"
    before = list_tree(card)
    assert bring_new(card, "--also-to", second, "--mhl").code == 0
    assert list_tree(card) == before
    for copy in (second / "CARD_A", media_root / "originals"):
        told = run_tool("ascmhl-debug", "verify", "-v", copy)
        assert told.returncode == 0, told.stdout + told.stderr
        assert told.stdout.count(": OK") == 2
        again = run_tool("ascmhl", "create", "-h", "xxh128", copy)
        assert again.returncode == 0, again.stdout + again.stderr
    assert {path: content for path, content in list_tree(second / "CARD_A").items() if "ascmhl" not in path} == before


def test_a_second_import_to_the_same_places_writes_the_second_generation(
    card: Path, tmp_path: Path, media_root: Path
) -> None:
    second = tmp_path / "second"
    bring_new(card, "--also-to", second, "--mhl")
    lay_out(card, {"DCIM/100/c.jpg": picture(3)})
    assert bring(card, "--also-to", second, "--mhl").code == 0
    for copy in (second / "CARD_A", media_root / "originals"):
        generations = sorted(path.name[:4] for path in (copy / "ascmhl").glob("*.mhl"))
        assert generations == ["0001", "0002"]
        told = run_tool("ascmhl-debug", "verify", "-v", copy)
        assert told.returncode == 0, told.stdout + told.stderr
        assert run_tool("ascmhl", "create", "-h", "xxh128", copy).returncode == 0


def test_what_is_in_already_still_gets_the_second_copy_that_is_asked_for(card: Path, tmp_path: Path) -> None:
    bring_new(card)
    assert bring(card, "--also-to", tmp_path / "second").code == 0
    assert list_tree(tmp_path / "second" / "CARD_A") == list_tree(card)
    assert Asset.objects.count() == 2


def test_a_second_copy_that_somebody_removed_is_made_again(card: Path, tmp_path: Path) -> None:
    second = tmp_path / "second"
    bring_new(card, "--also-to", second)
    (second / "CARD_A/DCIM/100/a.jpg").unlink()
    bring(card, "--also-to", second)
    assert list_tree(second / "CARD_A") == list_tree(card)


def test_a_second_run_reads_nothing_when_both_copies_are_there(
    card: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring_new(card, "--also-to", tmp_path / "second")

    def no_reading(*_: Any) -> None:
        raise AssertionError("a file was opened")

    monkeypatch.setattr(runs, "bring_in", no_reading)
    said = bring(card, "--also-to", tmp_path / "second")
    assert said.out.startswith("0 added, 2 already here")


def test_a_manifest_asked_for_later_tells_of_the_copies_that_are_there(card: Path, media_root: Path) -> None:
    bring_new(card)
    bring(card, "--mhl")
    told = run_tool("ascmhl-debug", "verify", "-v", media_root / "originals")
    assert told.returncode == 0, told.stdout + told.stderr
    assert told.stdout.count(": OK") == 2


# -- Without writing anything ----------------------------------------------------------------------------------------


def test_a_dry_run_tells_and_writes_nothing(card: Path, tmp_path: Path, media_root: Path) -> None:
    lay_out(card, {"empty.jpg": b"", "DCIM/100/a.jpg.xmp": xmp(), "DCIM/100/z.xmp": xmp()})
    before = list_tree(tmp_path)
    said = bring_new(card, "--dry-run", "--also-to", tmp_path / "second", "--mhl", "--report", tmp_path / "r.jsonl")
    assert said.code == 1
    assert "added       DCIM/100/a.jpg  JPEG" in said.out.splitlines()
    assert "Nothing was written. It would be: 2 added, 1 refused, 2 sidecar." in said.out
    assert list_tree(tmp_path) == before
    assert not (tmp_path / "second").exists()
    assert not Project.objects.exists()
    assert not Import.objects.exists()


def test_a_dry_run_over_what_is_in_tells_so(card: Path) -> None:
    bring_new(card)
    said = bring(card, "--dry-run")
    assert (said.code, Import.objects.count()) == (0, 1)
    assert "It would be: 2 duplicate." in said.out


# -- What cannot run --------------------------------------------------------------------------------------------------


def test_an_unknown_project_is_told_with_what_to_do(card: Path) -> None:
    said = bring(card)
    assert said.code == 2
    assert "There is no project altai. Make it with --create KIND" in said.err


def test_an_unknown_person_is_told(card: Path) -> None:
    said = bring_new(card, "--by", "nobody@example.org")
    assert (said.code, said.err) == (2, "Nobody has the account nobody@example.org.")
    assert not Project.objects.exists()


def test_a_place_that_is_not_there_is_told(tmp_path: Path) -> None:
    said = bring_new(tmp_path / "no card")
    assert said.code == 2
    assert "Is the card or disk mounted?" in said.err
    assert not Project.objects.exists()


def test_a_place_that_cannot_be_read_is_told(card: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Any) -> Any:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(os, "scandir", refuse)
    said = bring_new(card)
    assert (said.code, said.err) == (2, f"{card} cannot be read (Permission denied).")


def test_a_place_that_is_neither_folder_nor_file_is_told(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    said = bring_new(tmp_path / "pipe")
    assert (said.code, said.err) == (2, f"{tmp_path}/pipe is neither a folder nor a file.")


def test_a_report_that_cannot_be_written_is_told_before_anything_is_brought_in(card: Path, tmp_path: Path) -> None:
    said = bring_new(card, "--report", tmp_path / "no such folder" / "r.jsonl")
    assert said.code == 2
    assert "cannot be written (No such file or directory)" in said.err
    assert not Import.objects.exists()


@pytest.mark.parametrize("second", [".", "CARD_A", "CARD_A/DCIM", "CARD_A/backup", "media", "media/originals"])
def test_a_second_place_in_the_source_or_the_store_is_refused(card: Path, tmp_path: Path, second: str) -> None:
    before = list_tree(card)
    said = bring_new(card, "--also-to", tmp_path / second)
    assert said.code == 2
    assert "choose another folder" in said.err
    assert list_tree(card) == before
    assert not Import.objects.exists()


def test_a_second_place_that_cannot_be_written_is_told_before_anything_is_brought_in(
    card: Path, tmp_path: Path
) -> None:
    (tmp_path / "file").write_bytes(b"")
    said = bring_new(card, "--also-to", tmp_path / "file" / "copies")
    assert said.code == 2
    assert "Nothing can be written into" in said.err
    assert not Import.objects.exists()


@pytest.mark.parametrize("place", ["media", "media/originals", "."])
def test_the_store_itself_is_no_source(card: Path, tmp_path: Path, place: str) -> None:
    bring_new(card)
    said = bring(tmp_path / place)
    assert said.code == 2
    assert "lie one in the other" in said.err


@pytest.mark.parametrize("words", [["--also-to", "x", "--link"], ["--also-to", "x", "--reference"]])
def test_a_second_copy_without_a_first_one_is_refused(card: Path, words: list[str]) -> None:
    said = bring_new(card, *words)
    assert said.code == 2
    assert "leave out --link or --reference" in said.err
    assert not Project.objects.exists()


def test_a_manifest_without_a_copy_is_refused(card: Path) -> None:
    assert bring_new(card, "--mhl", "--reference").code == 2
    assert not Project.objects.exists()


def test_a_number_of_jobs_that_is_none_is_refused(card: Path) -> None:
    for number in ("0", "-1", "many"):
        assert call("import_media", card, "--project", "altai", "--create", "archive", "--jobs", number).code != 0
    assert not Project.objects.exists()


# -- Several places ----------------------------------------------------------------------------------------------------


def test_a_place_named_twice_comes_in_once(card: Path) -> None:
    said = bring_new(card, card, f"{card}/../CARD_A/")
    assert said.out.startswith("2 added, 0 already here")
    assert Import.objects.get().files_found == 2


def test_a_file_named_beside_its_folder_comes_in_once(tmp_path: Path) -> None:
    folder = lay_out(tmp_path / "pictures", {"a.jpg": picture(1)})
    assert bring_new(folder / "a.jpg", folder).out.startswith("1 added, 0 already here")


def test_a_single_file_comes_in_alone(card: Path) -> None:
    assert bring_new(card / "DCIM/100/a.jpg").code == 0
    assert ImportedFile.objects.get().path == "a.jpg"


def test_single_files_find_the_sidecar_that_is_named_with_them(tmp_path: Path) -> None:
    folder = lay_out(tmp_path / "pictures", {"a.jpg": picture(1), "a.xmp": xmp(rating=4), "b.jpg": picture(2)})
    assert bring_new(folder / "a.xmp", folder / "a.jpg").out.startswith("1 added, 0 already here, 1 go with others")
    assert Asset.objects.get().rating == 4


def test_two_places_may_hold_the_same_names(tmp_path: Path) -> None:
    one = lay_out(tmp_path / "one", {"DSC_0001.jpg": picture(1)})
    other = lay_out(tmp_path / "other", {"DSC_0001.jpg": picture(2)})
    report = tmp_path / "r.jsonl"
    assert bring_new(one, other, "--report", report).code == 0
    lines = [json.loads(line) for line in report.read_text().splitlines()]
    assert [(line["path"], line["outcome"]) for line in lines] == [("DSC_0001.jpg", "added")] * 2
    assert lines[0]["sha256"] != lines[1]["sha256"]


# -- What it prints ----------------------------------------------------------------------------------------------------


def test_hostile_names_are_printed_harmlessly(tmp_path: Path, capsys: Any) -> None:
    names = [b"\x1b[2J\x07.jpg", b"\xff\xfe.jpg", "a\u202egpj.exe".encode(), b"line\nbreak.jpg"]
    (tmp_path / "card").mkdir()
    for name in names:
        (tmp_path / "card" / os.fsdecode(name)).write_bytes(b"<html></html>")
    said = bring_new(tmp_path / "card")
    told = capsys.readouterr().err + said.out
    assert said.code == 1
    assert "\x1b" not in told
    assert "\u202e" not in told
    for shown in ("\\x1b[2J\\x07.jpg", "\\xff\\xfe.jpg", "a\\u202egpj.exe", "line\\nbreak.jpg"):
        assert shown in told
    dry = bring(tmp_path / "card", "--dry-run")
    assert "\x1b" not in dry.out
    assert "\u202e" not in dry.out


def test_silence_can_be_asked_for(card: Path, capsys: Any) -> None:
    said = bring_new(card, "-v", "0")
    assert (said.code, said.out, said.err, capsys.readouterr().err) == (0, "", "", "")


def test_a_run_that_somebody_stops_in_the_browser_ends_the_command(card: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("media_library.ingest.progress.SECONDS_BETWEEN_WRITES", 0.0)
    real = runs.bring_in

    def stop_meanwhile(door: Any, file: Any) -> Any:
        Import.objects.update(stop_asked=True)
        return real(door, file)

    monkeypatch.setattr(runs, "bring_in", stop_meanwhile)
    said = bring_new(card)
    assert said.code == 130
    assert "Run the same command again to go on." in said.err
    assert Import.objects.get().state == Import.State.STOPPED
    monkeypatch.setattr(runs, "bring_in", real)
    assert bring(card).code == 0
    assert Import.objects.get().files.filter(outcome="added").count() == 2

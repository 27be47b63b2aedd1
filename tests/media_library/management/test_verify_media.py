from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import storages

from media_library.ingest import verifying
from media_library.ingest.runs import Choice, run_import
from media_library.models import Asset, Original
from projects.making import make_project
from projects.models import Project
from tests.commands import call
from tests.media_library.ingest.material import lay_out, picture

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def project(settings: Any, tmp_path: Path) -> Project:
    settings.DATA_DIR = tmp_path / "data"
    return make_project(by=None, kind="archive", title="Altai", slug="altai")


@pytest.fixture
def card(tmp_path: Path) -> Path:
    return lay_out(tmp_path / "card", {"a.jpg": picture(1), "b.jpg": picture(2)})


def path_of(original: Original) -> Path:
    return Path(storages["originals"].path(original.storage_name))


def flip_bit(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0x10
    path.chmod(0o644)
    path.write_bytes(bytes(content))


def test_where_all_is_well_it_says_so(project: Project, card: Path) -> None:
    run_import(project=project, places=[card])
    said = call("verify_media")
    assert (said.code, said.out) == (0, "2 sound, 0 damaged, 0 missing\n")


def test_with_nothing_in_the_store_all_is_well(project: Project) -> None:
    assert call("verify_media").out == "0 sound, 0 damaged, 0 missing\n"


def test_a_flipped_bit_is_found_marked_and_nothing_is_deleted(project: Project, card: Path) -> None:
    run_import(project=project, places=[card])
    damaged = Original.objects.order_by("id").first()
    flip_bit(path_of(damaged))
    said = call("verify_media", "--jobs", "3")
    assert said.code == 1
    assert said.out.splitlines() == [f"damaged: {path_of(damaged)}", "1 sound, 1 damaged, 0 missing"]
    damaged.refresh_from_db()
    assert damaged.state == "damaged"
    assert path_of(damaged).exists()
    assert Asset.objects.count() == 2


def test_a_missing_file_is_found_and_told_when_it_is_back(project: Project, card: Path) -> None:
    run_import(project=project, places=[card])
    original = Original.objects.order_by("id").first()
    kept = path_of(original).rename(path_of(original).with_suffix(".away"))
    said = call("verify_media")
    assert (said.code, said.out.splitlines()[0]) == (1, f"missing: {path_of(original)}")
    kept.rename(path_of(original))
    said = call("verify_media")
    assert (said.code, said.out.splitlines()[0]) == (0, f"back: {path_of(original)}")
    assert set(Original.objects.values_list("state", flat=True)) == {"present"}


def test_a_referenced_disk_that_is_gone_is_missing_and_comes_back(project: Project, card: Path) -> None:
    run_import(project=project, places=[card], choice=Choice(mode="reference"))
    away = card.rename(card.with_name("away"))
    assert call("verify_media").out.splitlines()[-1] == "0 sound, 0 damaged, 2 missing"
    card.write_bytes(b"a file where the folder was")
    assert call("verify_media").out.splitlines()[-1] == "0 sound, 0 damaged, 2 missing"
    card.unlink()
    away.rename(card)
    assert call("verify_media").out.splitlines()[-1] == "2 sound, 0 damaged, 0 missing"
    assert Asset.objects.count() == 2


def test_only_one_projects_originals_are_read_when_it_is_named(project: Project, card: Path, tmp_path: Path) -> None:
    run_import(project=project, places=[card])
    bazaar = make_project(by=None, kind="exhibition", title="Bazaar", slug="bazaar")
    run_import(project=bazaar, places=[lay_out(tmp_path / "other", {"c.jpg": picture(3)})])
    flip_bit(path_of(Original.objects.get(assets__project=bazaar)))
    assert call("verify_media", "--project", "altai").out == "2 sound, 0 damaged, 0 missing\n"
    assert call("verify_media", "--project", "bazaar").code == 1
    unknown = call("verify_media", "--project", "almaty")
    assert (unknown.code, unknown.err) == (2, "There is no project almaty.")


def test_a_hostile_name_of_a_referenced_file_is_printed_harmlessly(project: Project, tmp_path: Path) -> None:
    disk = lay_out(tmp_path / "disk", {"\x1b[2J.jpg": picture(1)})
    run_import(project=project, places=[disk], choice=Choice(mode="reference"))
    (disk / "\x1b[2J.jpg").unlink()
    said = call("verify_media")
    assert f"missing: {disk}/\\x1b[2J.jpg" in said.out
    assert "\x1b" not in said.out


def test_what_an_import_heals_while_it_is_read_is_not_marked_damaged(
    project: Project, card: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_import(project=project, places=[card])
    original = Original.objects.order_by("id").first()
    whole = path_of(original).read_bytes()
    flip_bit(path_of(original))
    Original.objects.filter(pk=original.pk).update(state="damaged")
    read = verifying.read_state

    def heal_meanwhile(one: Original, **more: Any) -> str:
        state = read(one, **more)
        if one.pk == original.pk:
            run_import(project=project, places=[lay_out(card.with_name("again"), {"a.jpg": whole})])
        return state

    monkeypatch.setattr(verifying, "read_state", heal_meanwhile)
    call("verify_media", "--jobs", "1")
    assert set(Original.objects.values_list("state", flat=True)) == {"present"}


def test_ctrl_c_ends_it_with_a_sentence(project: Project, card: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run_import(project=project, places=[card])

    def interrupt(*_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(verifying, "_settle", interrupt)
    said = call("verify_media")
    assert (said.code, said.err) == (130, "Stopped after 0 originals.\n")

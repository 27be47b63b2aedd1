"""The documentation is tested: what is there is told, and what is told is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class

PROJECT = Path(__file__).resolve().parents[2]
OURS = {"config", "projects", "media_library", "collaborators"}
PAGES = [PROJECT / "README.md", *sorted((PROJECT / "docs").rglob("*.md"))]
TEXT = "\n".join(page.read_text() for page in PAGES)
README = (PROJECT / "README.md").read_text()


def list_our_commands() -> list[str]:
    return sorted(name for name, app in get_commands().items() if app in OURS)


def list_targets() -> list[str]:
    return re.findall(r"^([a-z]+):.*## ", (PROJECT / "Makefile").read_text(), flags=re.MULTILINE)


def list_settings() -> list[str]:
    return re.findall(r"^([A-Z_]+)=", (PROJECT / ".env.example").read_text(), flags=re.MULTILINE)


def test_every_setting_is_told():
    assert [name for name in list_settings() if f"`{name}`" not in TEXT] == []


def test_every_command_is_told():
    assert len(list_our_commands()) >= 5
    assert [name for name in list_our_commands() if name not in TEXT] == []


def test_every_target_of_make_is_told():
    assert len(list_targets()) >= 7
    assert [name for name in list_targets() if f"make {name}" not in TEXT] == []


def test_no_command_is_told_that_is_not_there():
    told = set(re.findall(r"manage\.py ([a-z_]+)", TEXT))
    assert told - set(get_commands()) == set()


def test_no_target_is_told_that_is_not_there():
    told = set(re.findall(r"`make ([a-z]+)", TEXT)) | set(re.findall(r"^make ([a-z]+)", TEXT, flags=re.MULTILINE))
    assert told - set(list_targets()) == set()


@pytest.mark.parametrize("command", ["import_media", "verify_media", "make_renditions", "find_stacks"])
def test_every_option_of_a_command_is_told_and_no_other(command):
    parser = load_command_class(get_commands()[command], command).create_parser("manage.py", command)
    common = set(load_command_class("config", "serve").create_parser("manage.py", "serve")._option_string_actions)
    own = {name for name in parser._option_string_actions if name.startswith("--")} - common
    section = README.split(f"### `manage.py {command}", 1)[1].split("\n##", 1)[0]
    assert set(re.findall(r"`(--[a-z-]+)", section)) == own


def test_links_between_pages_lead_somewhere():
    for page in PAGES:
        for link in re.findall(r"\]\(([^)#:]+)\)", page.read_text()):
            assert (page.parent / link).exists(), f"{page.name}: {link}"

"""Which files of npm packages a browser may fetch."""

from __future__ import annotations

from pathlib import Path

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.finders import get_finder

from config.npm import FILES, NODE_MODULES, NpmFinder


def test_every_file_on_the_list_is_there_and_is_found() -> None:
    for name in FILES:
        assert finders.find(f"npm/{name}") == str(NODE_MODULES / name)


def test_a_file_that_is_not_on_the_list_is_not_found() -> None:
    assert (NODE_MODULES / "htmx.org" / "package.json").is_file()
    assert not finders.find("npm/htmx.org/package.json")


def test_no_path_leads_out_of_the_list() -> None:
    name = FILES[0]
    assert not finders.find(f"npm/{name}/../package.json")
    assert not finders.find("npm/../manage.py")


def test_the_style_sheets_of_the_fonts_refer_to_nothing_that_is_missing() -> None:
    """collectstatic with hashed names would fail on it."""
    for name in FILES:
        if name.endswith(".css"):
            sheet = (NODE_MODULES / name).read_text()
            referred = [part.split(")")[0] for part in sheet.split("url(./")[1:]]
            assert referred
            folder = Path(name).parent
            assert {str(folder / each) for each in referred} <= set(FILES)


def test_what_is_not_installed_is_said_by_the_system_check(monkeypatch, tmp_path: Path) -> None:
    finder = get_finder("config.npm.NpmFinder")
    assert isinstance(finder, NpmFinder)
    assert finder.check() == []
    monkeypatch.setattr("config.npm.NODE_MODULES", tmp_path)
    assert [fault.id for fault in finder.check()] == ["kadr.E101"]

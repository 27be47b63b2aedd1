from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Template

from config.templatetags.icons import read_icon

USED = re.compile(r"{%\s*icon \"([a-z0-9-]+)\"(?!\|)")


def draw(arguments: str) -> str:
    return Template("{% load icons %}{% icon " + arguments + " %}").render(Context())


def test_an_icon_is_drawn_into_the_page_and_says_nothing_to_a_screen_reader() -> None:
    drawn = draw('"film" size="s"')
    assert drawn.startswith('<svg class="icon" data-size="s" viewBox="0 0 24 24" aria-hidden="true">')
    assert "<rect" in drawn
    assert drawn.endswith("</svg>")


def test_no_name_leads_to_another_file() -> None:
    for name in ("../package", "nothing-of-that-name", "film.svg", ""):
        with pytest.raises(LookupError):
            read_icon(name)


def test_every_icon_that_a_template_uses_is_there() -> None:
    templates = Path(settings.BASE_DIR, "templates").rglob("*.html")
    used = {name for template in templates for name in USED.findall(template.read_text())}
    assert used
    for name in used:
        assert read_icon(name)

from __future__ import annotations

import json
import re
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders

from config.templatetags.modules import write_import_map

IMPORTED = re.compile(r"""(?:from|import)\s*\(?["'](app/[^"'$]+|[a-z][a-z0-9.-]*)["']""")


def read_map() -> dict[str, str]:
    found: dict[str, str] = json.loads(write_import_map())["imports"]
    return found


def test_every_name_in_the_map_leads_to_a_file() -> None:
    for address in read_map().values():
        assert finders.find(address.removeprefix(settings.STATIC_URL)), address


def test_every_module_that_one_of_ours_imports_is_in_the_map() -> None:
    known = read_map()
    for file in Path(settings.BASE_DIR, "static", "js").rglob("*.js"):
        for name in IMPORTED.findall(file.read_text()):
            assert name in known, f"{file.name} imports {name}"


def test_every_behaviour_that_a_template_asks_for_is_in_the_map() -> None:
    known = read_map()
    asked = re.compile(r'data-behaviour="([a-z/ -]+)"')
    for template in Path(settings.BASE_DIR, "templates").rglob("*.html"):
        for names in asked.findall(template.read_text()):
            for name in names.split():
                assert f"app/{name}" in known, f"{template.name} asks for {name}"

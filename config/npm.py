"""Files of npm packages that browsers may fetch: those on this list, and no other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage, Error
from django.core.files.storage import FileSystemStorage, Storage

Messages = list[CheckMessage]
NODE_MODULES = Path(settings.BASE_DIR) / "node_modules"
PREFIX = "npm/"

MODULES = {
    "htmx": "htmx.org/dist/htmx.esm.js",
    "sortablejs": "sortablejs/modular/sortable.esm.js",
}
"""Packages that are imported by name, and the file that the name means."""

ALPHABETS = ("latin", "latin-ext", "cyrillic", "cyrillic-ext", "greek", "greek-ext", "vietnamese")
"""What the style sheets of the two families refer to; Kazakh needs both of the Cyrillic ones."""

INTER, SERIF = "@fontsource-variable/inter", "@fontsource-variable/source-serif-4"
FONTS = (
    f"{INTER}/wght.css",
    f"{SERIF}/opsz.css",
    *(f"{INTER}/files/inter-{alphabet}-wght-normal.woff2" for alphabet in ALPHABETS),
    *(
        f"{SERIF}/files/source-serif-4-{alphabet}-opsz-normal.woff2"
        for alphabet in ALPHABETS
        if alphabet != "greek-ext"
    ),
)

FILES = (*MODULES.values(), *FONTS, "world-atlas/countries-50m.json")

NOT_INSTALLED = Error(
    "The packages of package.json are not installed, and pages have no icons, fonts and scripts without them.",
    hint="`make run` installs them; by hand: npm ci --omit=dev",
    id="kadr.E101",
)


class NpmFinder(BaseFinder):
    """Finds `npm/<package>/<file>` in node_modules, if the file is on the list."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.storage = FileSystemStorage(location=str(NODE_MODULES))
        self.storage.prefix = PREFIX.rstrip("/")  # type: ignore[attr-defined]  # collectstatic reads it

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        """The absolute path of a file on the list; an empty list for any other, as Django's own finders give."""
        name = path.removeprefix(PREFIX)
        if not (path.startswith(PREFIX) and name in FILES and (NODE_MODULES / name).is_file()):
            return []
        return [str(NODE_MODULES / name)] if find_all else str(NODE_MODULES / name)

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        """Every file on the list that is installed."""
        for name in FILES:
            if (NODE_MODULES / name).is_file():
                yield name, self.storage

    def check(self, **kwargs: Any) -> Messages:
        """Says so when something on the list is missing."""
        return [] if all((NODE_MODULES / name).is_file() for name in FILES) else [NOT_INSTALLED]

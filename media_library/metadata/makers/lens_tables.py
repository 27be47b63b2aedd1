"""The makers' numbers for their lenses, one file a mount in `lenses/`. Plain Python."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "lenses"


@cache
def load_lenses(mount: str) -> Mapping[str, tuple[str, ...]]:
    """Names by number. Of several lenses with one number the first says what the number alone tells.

    Read once, when the first picture asks for it: a line is the number, a tab and the name; `#` begins a remark.
    """
    names: dict[str, list[str]] = {}
    for line in (FOLDER / f"{mount}.tsv").read_text("utf-8").splitlines():
        number, tab, name = line.partition("\t")
        if tab and not line.startswith("#"):
            names.setdefault(number, []).append(name)
    return {number: tuple(listed) for number, listed in names.items()}

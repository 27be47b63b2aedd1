"""The languages a project speaks, as BCP 47 tags."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

WELL_FORMED = re.compile(
    r"(?P<language>[a-z]{2,3}(-[a-z]{3}){0,3}|[a-z]{4,8})"
    r"(?P<script>-[a-z]{4})?"
    r"(?P<region>-([a-z]{2}|[0-9]{3}))?"
    r"(-([a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*"
    r"(-x(-[a-z0-9]{1,8})+)?",
    re.IGNORECASE,
)
"""RFC 5646, section 2.1, without extensions and grandfathered tags."""


def normalise_tag(tag: str) -> str:
    """The tag as RFC 5646, section 2.1.1 writes it: `KK-cyrl-kz` gives `kk-Cyrl-KZ`. Raises ValidationError."""
    found = WELL_FORMED.fullmatch(tag.strip())
    if not found:
        message = _("“%(tag)s” is not a language tag. Write a BCP 47 tag, such as kk, ru-KZ or mn-Mong.")
        raise ValidationError(message, "language", {"tag": tag})
    whole = found[0].lower()
    start = len(found["language"])
    script, region = found["script"] or "", found["region"] or ""
    rest = whole[start + len(script) + len(region) :]
    return whole[:start] + script.title() + region.upper() + rest


def normalise_tags(tags: Iterable[str]) -> list[str]:
    """Each tag once, in the order given. Raises ValidationError for the first that is not a tag."""
    return list(dict.fromkeys(normalise_tag(tag) for tag in tags))

"""What marks are called, and what is said of them, for the template and for the script alike."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

Forms = dict[str, str]
"""A sentence with a number, by the plural categories that a browser knows; each has `{count}`."""

SAMPLES = {"one": 1, "few": 2, "many": 5, "other": 5}
"""A number of each category, of the languages that Kadr speaks (Unicode CLDR, plural rules of en, ru, kk)."""


def word_marks() -> dict[str, Any]:
    """Names of marks, and sentences about them with places for values in braces."""
    return {
        "flags": name_flag_values(),
        "stars": [name_stars(stars) for stars in range(6)],
        "labels": name_label_values(),
        "initials": {colour: initial_of(colour) for colour in LABEL_NAMES},
        "photos": list_forms(lambda count: ngettext("%(count)s photo", "%(count)s photos", count)),
        "files": list_forms(lambda count: ngettext("%(count)s file", "%(count)s files", count)),
        "many": {
            "flag pick": _("{things} picked"),
            "flag reject": _("{things} rejected"),
            "flag ": _("The flag of {things} is taken away"),
            "other": _("{things}: {mark}"),
        },
        "kept": _("{picked} picked, {rejected} rejected"),
        "one": _("{name}: {mark}"),
        "undone": _("Undone: {words}"),
        "redone": _("Done again: {words}"),
        "stands": _("{said}. What {who} marked after that stands: {mark}"),
        "falls": _("A mark goes to all {count}"),
        "falls_on_one": _("A mark goes to this one alone"),
        "mixed": _("mixed"),
        "unknown": _("Kadr could not ask what stands on all of these. Nothing was marked. Try it again."),
        "differ": _("Not the same on all: {fields}"),
        "fields": {"flag": _("flag"), "stars": _("stars"), "label": _("label")},
        "unfit": list_forms(lambda count: ngettext("%(count)s no longer fits", "%(count)s no longer fit", count)),
        **word_others(),
    }


def word_others() -> dict[str, str]:
    """What is said of what somebody else has marked."""
    return {
        "other": _("{who}: {mark} on {name}, {ago}"),
        "others": _("{who} has marked {things}, {ago}"),
        "came_after": _("{who} marked {name} after you: {mark} stands"),
        "came_before": _("{who} had marked {name}: {mark}. Yours came after it and stands"),
        "somebody": _("Somebody"),
    }


def word_outbox() -> dict[str, Any]:
    """What the sign in the top bar says."""
    return {
        "saved": _("Saved"),
        "unsent": list_forms(lambda count: ngettext("%(count)s mark unsent", "%(count)s marks unsent", count)),
        "refused": list_forms(lambda count: ngettext("%(count)s mark refused", "%(count)s marks refused", count)),
        "sending": _("Marks wait here and are sent in order."),
        "away": _("Kadr cannot be reached. Go on: marks are kept in this browser, and sent in order when it is back."),
        "signed-out": _("You are not signed in any more. Marks are kept in this browser. Sign in, and they are sent."),
        "closed": _("Kadr does not take marks from this page. They are kept in this browser; open the page again."),
        "memory": _("This browser keeps nothing for Kadr: leave this page open until the marks are sent."),
        "all_saved": _("Every mark is on the server."),
    }


def name_flag_values() -> dict[str, str]:
    return {"pick": _("Pick"), "reject": _("Reject"), "": _("No flag")}


def name_stars(stars: int) -> str:
    if not stars:
        return _("No stars")
    return ngettext("%(count)s star", "%(count)s stars", stars) % {"count": stars}


LABEL_NAMES: dict[str, Callable[[], str]] = {
    "red": lambda: _("Red label"),
    "yellow": lambda: _("Yellow label"),
    "green": lambda: _("Green label"),
    "blue": lambda: _("Blue label"),
    "purple": lambda: _("Purple label"),
}
"""The five labels that have a key and a colour."""


def name_labels() -> dict[str, str]:
    """In the order of their keys."""
    return {colour: name() for colour, name in LABEL_NAMES.items()}


def name_label_values() -> dict[str, str]:
    return {"": _("No label"), **name_labels()}


def initial_of(label: str) -> str:
    """The letter that stands on the square of a label, so that it is not told by its colour alone."""
    name = LABEL_NAMES[label]() if label in LABEL_NAMES else label
    return name[:1].upper()


def list_forms(write: Callable[[int], str]) -> Forms:
    """A sentence with a number in each plural form there may be."""
    return {category: write(sample) % {"count": "{count}"} for category, sample in SAMPLES.items()}

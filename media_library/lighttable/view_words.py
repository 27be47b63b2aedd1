"""What is said of the pictures in the views: whom a mark goes to, and how many there are, in each plural form."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .mark_words import list_forms


def word_views() -> dict[str, Any]:
    """Sentences for the script, with places for values in braces."""
    return {
        "this": {
            "photo": _("This photo"),
            "video": _("This clip"),
            "audio": _("This sound"),
            "document": _("This document"),
        },
        "by": _("{mark}. Last marked by {who}"),
        "survey": {
            "photos": list_forms(
                lambda count: ngettext(
                    "%(count)s photo, drop what you like least", "%(count)s photos, drop what you like least", count
                )
            ),
            "files": list_forms(
                lambda count: ngettext(
                    "%(count)s file, drop what you like least", "%(count)s files, drop what you like least", count
                )
            ),
        },
        "survey_most": list_forms(
            lambda count: ngettext(
                "the first {shown} of %(count)s, drop what you like least",
                "the first {shown} of %(count)s, drop what you like least",
                count,
            )
        ),
        "place_of_chosen": list_forms(
            lambda count: ngettext("· {place} of %(count)s selected", "· {place} of %(count)s selected", count)
        ),
    }

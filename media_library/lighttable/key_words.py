"""What the keys of the library do, for the sheet of keys."""

from __future__ import annotations

from django.utils.translation import gettext as _


def name_keys() -> dict[str, str]:
    """A sentence for each key, by the name the script knows it by."""
    return {
        "ArrowRight": _("Next picture"),
        "ArrowLeft": _("Previous picture"),
        "ArrowDown": _("A row down"),
        "ArrowUp": _("A row up"),
        "Shift+ArrowRight": _("Select on to the next one"),
        "Home": _("The first one"),
        "End": _("The last one"),
        "Enter": _("Open"),
        "Space": _("Select, or not"),
        "Ctrl+KeyA": _("Select everything"),
        "Escape": _("Select nothing"),
        "Minus": _("Smaller pictures"),
        "Equal": _("Larger pictures"),
    }

"""What the keys and the commands of the library do, for the sheet of keys."""

from __future__ import annotations

from django.utils.translation import gettext as _

from . import mark_words


def name_keys() -> dict[str, str]:
    """A sentence for each key, by the name the script knows it by."""
    return {
        "Shift+ArrowRight": _("Select on to the next one"),
        "Home": _("The first one"),
        "End": _("The last one"),
        "Enter": _("Open"),
        "Space": _("Select, or not"),
        "Escape": _("Select nothing"),
        "Minus": _("Smaller pictures"),
        "Equal": _("Larger pictures"),
    }


def name_commands() -> dict[str, tuple[str, str]]:
    """A name and a group for each command of the lighttable, by its id; the sheet shows them in this order."""
    groups = {
        _("Marks"): {
            **name_flags(),
            **name_star_steps(),
            **name_labels(),
            "mark.next": _("With a mark: and on to the next"),
        },
        _("Views"): name_views(),
        _("Going on"): name_ways(),
        _("Stacks"): name_stacks(),
        _("Selection"): name_selecting(),
        _("Filter"): name_filter(),
        _("Steps"): {"undo": _("Undo the last step"), "redo": _("Do it again")},
    }
    return {command: (name, group) for group, names in groups.items() for command, name in names.items()}


def name_flags() -> dict[str, str]:
    return {
        "flag.pick": _("Pick"),
        "flag.reject": _("Reject"),
        "flag.none": _("Take the flag away"),
        "flag.toggle": _("Pick, or not"),
    }


def name_star_steps() -> dict[str, str]:
    return {
        "stars.0": _("No stars"),
        "stars.1": _("One star"),
        "stars.2": _("Two stars"),
        "stars.3": _("Three stars"),
        "stars.4": _("Four stars"),
        "stars.5": _("Five stars"),
        "stars.more": _("One star more"),
        "stars.fewer": _("One star fewer"),
    }


def name_labels() -> dict[str, str]:
    return {
        **{f"label.{colour}": name for colour, name in mark_words.name_labels().items()},
        "label.none": _("No label"),
    }


def name_views() -> dict[str, str]:
    return {
        "view.grid": _("Grid"),
        "view.loupe": _("Loupe"),
        "view.compare": _("Compare"),
        "view.survey": _("Survey"),
        "zoom.toggle": _("Whole picture, or 100 %"),
        "zoom.in": _("Closer"),
        "zoom.out": _("Farther"),
        "info": _("Information over the picture"),
        "lights": _("Lights out"),
        "fullscreen": _("Full screen"),
        "panels": _("Side panels"),
        "panels.all": _("All panels"),
        "filmstrip": _("Filmstrip"),
    }


def name_ways() -> dict[str, str]:
    return {
        "go.next": _("Next picture"),
        "go.previous": _("Previous picture"),
        "go.up": _("A row up, or the stack before"),
        "go.down": _("A row down, or the next stack"),
        "compare.promote": _("Make the candidate the select"),
        "compare.swap": _("Swap select and candidate"),
        "survey.drop": _("Drop from the survey"),
    }


def name_stacks() -> dict[str, str]:
    return {
        "stack.toggle": _("Open or close the stack"),
        "stack.open-all": _("Open or close all stacks"),
        "stack.make": _("Make a stack"),
        "stack.part": _("Part the stack"),
        "stack.top": _("Put on top of the stack"),
        "stack.keep": _("Keep this, reject the rest, next stack"),
        "stack.next": _("Next stack"),
        "stack.previous": _("Previous stack"),
    }


def name_selecting() -> dict[str, str]:
    return {
        "select.all": _("Select everything"),
        "select.none": _("Select nothing"),
        "select.invert": _("Select the others"),
    }


def name_filter() -> dict[str, str]:
    return {
        "filter.toggle": _("Filter off, or on again"),
        "filter.text": _("Find words"),
        "filter.clear": _("Clear the filter"),
        "filter.lock": _("Keep the filter when going to another place"),
        "filter.refresh": _("Ask for the set anew"),
    }

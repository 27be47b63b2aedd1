"""The bins of a project: made, named, nested, ordered by hand."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import F, Max, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from collaborators.models import User
from media_library.models import Bin
from media_library.models.bin import STEP

from .positions import find_places

DEEPEST = 8
"""Bins within each other: deeper than that nobody finds anything."""
LONGEST = 200


def make_bin(*, project: models.Model, by: User | None, name: str, parent: Bin | None = None) -> Bin:
    """Makes an empty bin, the last among its neighbours. Raises ValidationError with a sentence."""
    made = Bin(project_id=project.pk, parent=parent, name=check_name(name), made_by=by)
    with transaction.atomic():
        levels = read_levels(project.pk)
        _check_parent(made, parent, levels)
        if count_above(parent.pk if parent else None, levels) >= DEEPEST:
            raise _too_deep()
        made.position = _find_place_at_end(list_neighbours(made))
        _write(made)
    return made


def rename_bin(bin: Bin, *, name: str) -> Bin:
    """Gives the bin another name. Raises ValidationError when the name cannot be, or a neighbour has it."""
    bin.name = check_name(name)
    _write(bin, "name")
    return bin


def move_bin(bin: Bin, *, parent: Bin | None, before: Bin | None = None) -> Bin:
    """Puts the bin into another one, or to the top, in front of a neighbour or at the end.

    Raises ValidationError when it would lie in itself, too deep, or beside one of the same name, or when the other bin
    has gone.
    """
    with transaction.atomic():
        levels = read_levels(bin.project_id)
        _check_parent(bin, parent, levels)
        above = count_above(parent.pk if parent else None, levels)
        if above + count_below(bin.pk, levels) >= DEEPEST:
            raise _too_deep()
        bin.parent = parent
        others = list_neighbours(bin).exclude(pk=bin.pk)
        bin.position = _find_place_at_end(others) if before is None else _find_place(others, before)
        _write(bin, "parent", "position")
    return bin


def check_name(name: str) -> str:
    """The name as it is kept: composed, one line, no needless spaces. Raises ValidationError when nothing is left."""
    plain = "".join(" " if unicodedata.category(sign).startswith(("C", "Z")) else sign for sign in name)
    tidy = unicodedata.normalize("NFC", " ".join(plain.split()))
    if not tidy:
        raise ValidationError(_("A bin needs a name."), "empty")
    if len(tidy) > LONGEST:
        raise ValidationError(_("The name is too long. %(most)s signs are the most."), "long", {"most": LONGEST})
    return tidy


def find_next(bin: Bin) -> Bin | None:
    """The neighbour behind the bin; None for the last one."""
    behind = Q(position__gt=bin.position) | Q(position=bin.position, pk__gt=bin.pk)
    return list_neighbours(bin).filter(behind).first()


def list_neighbours(bin: Bin) -> QuerySet[Bin]:
    """The bins in the same place, this one with them, in their order."""
    return Bin.objects.filter(project_id=bin.project_id, parent_id=bin.parent_id).order_by("position", "id")


Levels = dict[int, int | None]
"""By bin, the one it lies in."""


def read_levels(project_id: int) -> Levels:
    """The whole tree, locked until the transaction ends: two moves at once could make a ring. One query."""
    tree = Bin.objects.select_for_update(no_key=True).filter(project_id=project_id).order_by("id")
    return dict(tree.values_list("id", "parent_id"))


def _check_parent(bin: Bin, parent: Bin | None, levels: Levels) -> None:
    if not bin._state.adding and bin.pk not in levels:
        raise ValidationError(_("That bin has been removed by somebody."), "gone")
    if parent is None:
        return
    if parent.project_id != bin.project_id:
        raise ValueError("a bin of another project")
    if parent.pk not in levels:
        raise ValidationError(_("That bin has been removed by somebody. Choose another one."), "gone")
    if bin.pk in _list_above(parent.pk, levels):
        raise ValidationError(_("A bin cannot lie in itself. Choose another one."), "ring")


def _list_above(bin_id: int | None, levels: Levels) -> Sequence[int]:
    """The bin and those it lies in, the inner ones first."""
    above: list[int] = []
    while bin_id is not None:
        above.append(bin_id)
        bin_id = levels[bin_id]
    return above


def count_above(bin_id: int | None, levels: Levels) -> int:
    """How many levels there are down to the bin, its own with them; 0 for the top."""
    return len(_list_above(bin_id, levels))


def count_below(bin_id: int, levels: Levels) -> int:
    """How many more levels lie in the bin."""
    depths = [above.index(bin_id) for above in (_list_above(each, levels) for each in levels) if bin_id in above]
    return max(depths, default=0)


def _too_deep() -> ValidationError:
    return ValidationError(_("Bins go %(most)s deep. Put this one somewhere further out."), "deep", {"most": DEEPEST})


def _find_place_at_end(others: QuerySet[Bin]) -> int:
    last = others.aggregate(last=Max("position"))["last"]
    return (find_places(1, after=last, before=None) or [STEP])[0]


def _find_place(others: QuerySet[Bin], before: Bin) -> int:
    """A position in front of a neighbour; moves what follows where there is no gap."""
    mark = others.filter(pk=before.pk).first()
    if mark is None:
        raise ValidationError(_("That place has gone: somebody has moved the bins. Look again."), "gone")
    earlier = Q(position__lt=mark.position) | Q(position=mark.position, pk__lt=mark.pk)
    last = others.filter(earlier).aggregate(last=Max("position"))["last"]
    places = find_places(1, after=last, before=mark.position)
    if places is None:
        others.exclude(earlier).update(position=F("position") + 2 * STEP)
        places = find_places(1, after=last, before=mark.position + 2 * STEP) or [mark.position]
    return places[0]


def _write(bin: Bin, *columns: str) -> None:
    """Saves the bin. Raises ValidationError when a neighbour has its name, or it has gone."""
    try:
        with transaction.atomic():
            if not columns:
                bin.save(force_insert=True)
            elif not Bin.objects.filter(pk=bin.pk).update(**{name: getattr(bin, name) for name in columns}):
                raise ValidationError(_("That bin has been removed by somebody."), "gone")
    except IntegrityError:
        message = _("There is a bin called %(name)s in that place already. Choose another name.")
        raise ValidationError(message, "twice", {"name": bin.name}) from None

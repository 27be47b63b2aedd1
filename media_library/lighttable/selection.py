"""What somebody has selected, as a form says it."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from collaborators.models import Membership
from media_library.models import Asset

from .counting import group_digits
from .paging import parse_id

MOST = 5_000
"""Assets that one step may be taken with."""


def read_selection(
    data: QueryDict, mine: Membership, *, among: QuerySet[Asset] | None = None, most: int = MOST
) -> QuerySet[Asset]:
    """The assets of the member's project that `data` names: `ids=1,2,3`, once or repeated. In no order.

    `among` narrows to other assets than those in the library (the trash). Ids of another project, or of what has been
    removed meanwhile, are left out. Raises ValidationError, with a sentence, when nothing is selected, when it is more
    than `most`, and when what came is no list of ids.
    """
    ids = read_ids(data)
    if not ids:
        raise ValidationError(_("Nothing is selected. Select what this is for."))
    check_number(len(ids), most)
    assets = Asset.objects.in_library() if among is None else among
    return assets.filter(project_id=mine.project_id, pk__in=ids)


def read_ids(data: QueryDict) -> set[int]:
    """Every id in the fields `ids`. Raises ValidationError for what is none."""
    written = [text for each in data.getlist("ids") for text in each.split(",") if text]
    ids = {parse_id(text) for text in written}
    if None in ids:
        raise ValidationError(_("The selection could not be read. Load the page again and select once more."))
    return {each for each in ids if each is not None}


def check_number(number: int, most: int) -> None:
    """Raises ValidationError for more than may be taken in one step."""
    if number > most:
        raise ValidationError(
            _("More than %(most)s are selected. Take them in several steps."), params={"most": group_digits(most)}
        )

"""What somebody has selected, as a form says it."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from collaborators.models import Membership
from media_library.models import Asset

from .browsing import View
from .paging import parse_id

MOST = 5_000
"""Assets that one step may be taken with."""


def read_selection(
    data: QueryDict, mine: Membership, *, among: QuerySet[Asset] | None = None, most: int = MOST
) -> QuerySet[Asset]:
    """The assets of the member's project that `data` names: `ids=1,2,3`, once or repeated. In no order.

    `all=1` with `view`, the query string of a library page, names everything that page shows.
    `among` narrows to other assets than those in the library (the trash). Ids of another project, or of what has been
    removed meanwhile, are left out. Raises ValidationError, with a sentence, when nothing is selected, when it is more
    than `most`, and when what came is no list of ids.
    """
    ids = list_everything(data, mine, most) if data.get("all") == "1" else read_ids(data)
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


def list_everything(data: QueryDict, mine: Membership, most: int) -> set[int]:
    """The ids of a whole view, and one more than `most` at the most. Raises Http404 for a view that is not there."""
    view = View.read(QueryDict(data.get("view", "")), mine.project_id)
    return set(view.assets().values_list("pk", flat=True)[: most + 1])


def check_number(number: int, most: int) -> None:
    """Raises ValidationError for more than may be taken in one step."""
    if number > most:
        raise ValidationError(
            _("More than %(most)s are selected. Take them in several steps."), params={"most": f"{most:,}"}
        )

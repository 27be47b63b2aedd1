"""The words of an asset: title, caption, keywords, rights. One asset at a time on its page, many at once in lists."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Sequence
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from collaborators.models import User
from media_library.lighttable.chosen import Chosen, in_parts, list_ids
from media_library.marking.recording import mark_assets
from media_library.marking.standing import lock_clock
from media_library.marking.values import write_stars
from media_library.models import Asset, Keyword
from media_library.stacks.covering import hold_assets

from .texts import LONGEST, LONGEST_KEYWORD, MOST_KEYWORDS, tidy_keywords, tidy_text

Value = str | list[str]
LEAVE: Any = object()
"""Stands for "as it is", where None is a value."""


class ChangedMeanwhile(Exception):
    """Somebody else has written the field since it was read; nothing was changed. `stands` is what it says now."""

    def __init__(self, stands: Value) -> None:
        super().__init__(stands)
        self.stands = stands


def change_words(asset: Asset, *, field: str, value: Value, was: Value) -> Asset:
    """Writes one field if it still says `was`; gives the asset as it is now.

    `field` is title, headline, caption, alt_text, creator, copyright, or keywords, whose values are lists. Raises
    ChangedMeanwhile when somebody was quicker, ValidationError with a sentence when the value is too long.
    """
    new = check(field, value)
    with transaction.atomic():
        held = Asset.objects.select_for_update(no_key=True).get(pk=asset.pk)
        stands = read_words(held, field)
        if tidy(field, stands) not in (tidy(field, was), new):
            raise ChangedMeanwhile(stands)
        if isinstance(new, list):
            _set_keywords(held, new)
        else:
            Asset.objects.filter(pk=held.pk).update(**{field: new})
            setattr(held, field, new)
    return held


def change_many(
    assets: Chosen,
    *,
    keywords_add: Iterable[str] = (),
    keywords_remove: Iterable[str] = (),
    creator: str | None = None,
    caption: str | None = None,
    rating: int | None = LEAVE,
    by: User | None = None,
) -> int:
    """Writes the same on many assets, of any project; gives how many. What is not named stays as it is.

    A `rating` is a mark of `by`, in one step; None takes the stars away. What is in the trash gets none, and does not
    count then. Each 500 are a transaction of their own. Raises ValidationError, and has written nothing then.
    """
    adding, removing = check("keywords", [*keywords_add]), tidy_keywords(keywords_remove)
    columns: dict[str, Any] = {
        field: check(field, text) for field, text in (("creator", creator), ("caption", caption)) if text is not None
    }
    stars = None if rating is LEAVE else write_stars(check_rating(rating))
    ids, step, left = list_ids(assets), uuid.uuid4(), 0
    for some in in_parts(ids):
        with transaction.atomic():
            if stars is not None:
                left += _mark_stars(some, stars, by=by, step=step)
            if columns:
                hold_assets(Q(pk__in=some))
                Asset.objects.filter(pk__in=some).update(**columns)
            _add_keywords(some, [*adding])
            _links().filter(asset_id__in=some, keyword__name__in=removing).delete()
    return len(ids) - left


def change_rating(asset: Asset, *, rating: int | None, was: int | None, by: User | None = None) -> None:
    """Marks with these stars if they are still `was`.

    Raises ChangedMeanwhile, also when the asset has gone into the trash; ValidationError for no rating.
    """
    new = check_rating(rating)
    with transaction.atomic():
        lock_clock(asset.project_id)
        stands = Asset.objects.filter(pk=asset.pk).values_list("rating", flat=True).first()
        if stands not in (was, new):
            raise ChangedMeanwhile("" if stands is None else str(stands))
        if stands == new:
            return
        values = {asset.pk: write_stars(new)}
        if mark_assets(project_id=asset.project_id, by=by, field="stars", values=values).refused:
            raise ChangedMeanwhile("" if stands is None else str(stands))


def read_words(asset: Asset, field: str) -> Value:
    """What a field says; keywords as a sorted list: a query, unless they are loaded."""
    if field == "keywords":
        return sorted(each.name for each in asset.keywords.all())
    text: str = getattr(asset, field)
    return text


def tidy(field: str, value: Value) -> Value:
    """The value as the field keeps it. Raises ValueError for a field that there is not, or a value of another sort."""
    if field == "keywords" and not isinstance(value, str):
        return tidy_keywords(value)
    if field in LONGEST and isinstance(value, str):
        return tidy_text(field, value)
    raise ValueError(f"no such words: {field}")


def check(field: str, value: Value) -> Value:
    """As `tidy`. Raises ValidationError when it is too long."""
    new = tidy(field, value)
    if isinstance(new, str):
        if len(new) > LONGEST[field]:
            raise ValidationError(_("This is too long. %(most)s signs are the most."), "long", {"most": LONGEST[field]})
    elif len(new) > MOST_KEYWORDS:
        raise ValidationError(_("These are too many. %(most)s keywords are the most."), "many", {"most": MOST_KEYWORDS})
    elif any(len(word) > LONGEST_KEYWORD for word in new):
        message = _("A keyword is too long. %(most)s signs are the most.")
        raise ValidationError(message, "long", {"most": LONGEST_KEYWORD})
    return new


def check_rating(rating: int | None) -> int | None:
    """The rating as it is kept: 1 to 5, or None for no stars. Raises ValidationError for what is none."""
    if rating is not None and not 0 <= rating <= 5:
        raise ValidationError(_("Stars go from 0 to 5."), "rating")
    return rating or None


def _mark_stars(ids: Sequence[int], stars: str, *, by: User | None, step: UUID) -> int:
    """Marks assets, each in its own project; gives how many are not in the library, and were left.

    The projects in one order, so that two who do so do not block.
    """
    left = 0
    by_project: dict[int, dict[int, str]] = {}
    for pk, project_id in Asset.objects.filter(pk__in=ids).order_by("project_id").values_list("pk", "project_id"):
        by_project.setdefault(project_id, {})[pk] = stars
    for project_id, values in by_project.items():
        recorded = mark_assets(project_id=project_id, by=by, field="stars", values=values, step=step)
        left += len(values.keys() - set(recorded.asset_ids))
    return left


def _set_keywords(asset: Asset, words: Collection[str]) -> None:
    _links().filter(asset_id=asset.pk).exclude(keyword__name__in=words).delete()
    _add_keywords([asset.pk], words)


def _add_keywords(ids: Sequence[int], words: Collection[str]) -> None:
    """Files the assets, each under its own project's keywords, which are made where they are new."""
    if not words:
        return
    projects = dict(Asset.objects.filter(pk__in=ids).values_list("pk", "project_id"))
    for project_id in set(projects.values()):
        Keyword.objects.bulk_create(
            [Keyword(project_id=project_id, name=word) for word in words], ignore_conflicts=True
        )
    keywords = Keyword.objects.filter(project_id__in=set(projects.values()), name__in=words)
    by_project: dict[int, list[int]] = {}
    for pk, project_id in keywords.values_list("pk", "project_id"):
        by_project.setdefault(project_id, []).append(pk)
    link = Asset.keywords.through
    _links().bulk_create(
        [
            link(asset_id=pk, keyword_id=keyword)
            for pk, project_id in projects.items()
            for keyword in by_project[project_id]
        ],
        ignore_conflicts=True,
    )


def _links() -> Any:
    """The rows between assets and keywords."""
    return Asset.keywords.through._default_manager

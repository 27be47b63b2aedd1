"""The library: a project's material as rows of pictures."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from collaborators.access import Role, find_membership, may
from collaborators.models import Membership
from collaborators.telling import tell
from media_library.bins.listing import list_bins
from media_library.models import Asset

from . import browsing
from .browsing import View
from .counting import Counts, count_material, group_digits, latest_imports, write_count
from .days import list_days
from .facets import count_facets
from .filter_bar import make_filter_bar
from .filtering import read_day
from .items import Item, group_items, make_items, name_days
from .key_words import name_keys
from .paging import Page, parse_id, read_id
from .panel import list_places, list_runs
from .selection import MOST
from .sorts import list_sorts
from .words import describe

LATEST_IMPORTS = 5
MOST_ONLY = 500


@require_safe
def library(request: HttpRequest, slug: str) -> HttpResponse:
    """The library page: what is to be seen of it at first, as links, and what the script goes on from."""
    mine = find_membership(request.user, slug)
    view = View.read(request.GET, mine.project_id, mine.user_id)
    page = open_page(view, request.GET)
    if not page.rows and ("after" in request.GET or "before" in request.GET):
        page = view.end() if "after" in request.GET else view.page()  # what was there has gone meanwhile
    tell_of_day(request, view, page)
    items = draw(mine, view, page)
    counts = count_material(mine, view)
    bins = list_bins(mine.project_id, here=view.bin.pk if view.bin else None)
    shown = {
        **describe_around(mine, view, counts),
        "place": "material",
        "view": view,
        "page": page,
        "groups": group_items(items, by_day=view.is_by_day),
        "data": describe_page(page, items),
        "bins": bins,
        "filter_bar": make_filter_bar(view, bins),
        "most": group_digits(MOST),
        "key_words": json.dumps(name_keys()),
        "may_contribute": may(mine, Role.CONTRIBUTOR),
        "may_mark": may(mine, Role.REVIEWER),
    }
    return render(request, "lighttable/library.html", shown)


@require_safe
def library_furniture(request: HttpRequest, slug: str) -> HttpResponse:
    """What stands around a set, without its pictures: for the page whose set has changed."""
    mine = find_membership(request.user, slug)
    view = View.read(request.GET, mine.project_id, mine.user_id)
    shown = describe_around(mine, view, count_material(mine, view))
    return private(render(request, "lighttable/_furniture.html", shown))


def describe_around(mine: Membership, view: View, counts: Counts) -> dict[str, Any]:
    """The words of a set, its orders and the places beside it, each with how much is there."""
    return {
        "project": mine.project,
        "query": view.query(),
        "kept": list_fields(view.query(sort="capture", direction=view.direction if view.is_by_day else "")),
        "words": describe(view, counts.shown),
        "counts": counts,
        "trash_count": write_count(counts.trash) if counts.trash else "",
        "places": list_places(view, counts),
        "runs": list_runs(view, latest_imports(mine.project_id, LATEST_IMPORTS)),
        "sorts": list_sorts(view),
    }


@require_safe
def library_items(request: HttpRequest, slug: str) -> HttpResponse:
    """One more page of the library, for the script that shows it; with `only`, what is known now of these assets."""
    mine = find_membership(request.user, slug)
    if request.GET.get("members") == "1":
        return library_members(request, mine)
    view = View.read(request.GET, mine.project_id, mine.user_id)
    page = open_only(view, request.GET["only"]) if "only" in request.GET else open_page(view, request.GET)
    return private(JsonResponse(describe_page(page, draw(mine, view, page))))


def library_members(request: HttpRequest, mine: Membership) -> HttpResponse:
    """The pictures of one stack (`stack`, an id), the top first; whatever the view, and without other halves."""
    rows = Asset.objects.in_library().filter(project_id=mine.project_id, stack_id=read_id(request.GET.get("stack", "")))
    pictures = browsing.draw(rows.exclude(cover=Asset.Cover.JOINED)).order_by("stack_position", "pk")
    page = Page(list(pictures[:MOST_ONLY]))
    return private(JsonResponse(describe_page(page, draw(mine, View(mine.project_id), page))))


@require_safe
def library_ids(request: HttpRequest, slug: str) -> HttpResponse:
    """The ids of everything in a view, in its order: of the first MOST, and whether there are more."""
    mine = find_membership(request.user, slug)
    view = View.read(request.GET, mine.project_id, mine.user_id)
    ids = view.ids(MOST + 1)
    return private(JsonResponse({"ids": ids[:MOST], "more": len(ids) > MOST}))


@require_safe
def library_days(request: HttpRequest, slug: str) -> HttpResponse:
    """The days of a view, as a piece of the panel."""
    mine = find_membership(request.user, slug)
    view = View.read(request.GET, mine.project_id, mine.user_id)
    before = read_day(request.GET.get("before"))
    query = view.query(sort="capture", direction=view.direction if view.is_by_day else "")
    shown = {"project": mine.project, "days": list_days(view, before), "is_later": bool(before), "query": query}
    return private(render(request, "lighttable/_days.html", shown))


@require_safe
def library_facets(request: HttpRequest, slug: str) -> HttpResponse:
    """The numbers of the filter bar for a view: each value's, what is shown, of how many, and the filter in words."""
    mine = find_membership(request.user, slug)
    view = View.read(request.GET, mine.project_id, mine.user_id)
    found = count_facets(view)
    words = describe(view, found.shown)
    return private(
        JsonResponse(
            {
                "facets": {name: [asdict(value) for value in values] for name, values in found.values.items()},
                "shown": found.shown,
                "total": found.total,
                "words": {"count": words.count, "rest": words.rest, "all": found.words},
            }
        )
    )


def list_fields(query: str) -> list[tuple[str, str]]:
    """The fields of a query string, for a form that carries them along."""
    return [(name, value) for name, values in QueryDict(query).lists() for value in values]


def open_page(view: View, data: QueryDict) -> Page[Asset]:
    """The page that a query string asks for: around an asset, from a day on, the last, by a key, or the first."""
    at, day = parse_id(data.get("at", "")), read_day(data.get("day"))
    if at is not None:
        return view.around(at)
    if day and view.is_by_day:
        return view.from_day(day)
    if data.get("end") == "1":
        return view.end()
    return view.page(after=data.get("after", ""), before=data.get("before", ""))


def draw(mine: Membership, view: View, page: Page[Asset]) -> list[Item]:
    """The cells of a page as this member sees them."""
    may_see_all = may(mine, Role.CONTRIBUTOR)
    return make_items(page.rows, view.order, mine.project.slug, user_id=mine.user_id, with_pixels=may_see_all)


def tell_of_day(request: HttpRequest, view: View, page: Page[Asset]) -> None:
    """Says which day is shown instead of the one that was asked for, if that has nothing."""
    day = read_day(request.GET.get("day"))
    if not (day and view.is_by_day and page.rows) or parse_id(request.GET.get("at", "")) is not None:
        return
    shown = page.rows[0].captured_at
    words = {"day": date_format(day, "j M Y"), "shown": date_format(shown.astimezone(UTC), "j M Y") if shown else ""}
    if shown is None:
        tell(request, _("Nothing on %(day)s, and nothing else that has a capture time.") % words)
    elif shown.astimezone(UTC).date() != day:
        tell(request, _("Nothing on %(day)s; %(shown)s is shown.") % words)


def open_only(view: View, written: str) -> Page[Asset]:
    """Some assets of a view, by their ids and in the order of these; the first MOST_ONLY of them."""
    ids = dict.fromkeys([read_id(text) for text in written.split(",")][:MOST_ONLY])
    found = {asset.pk: asset for asset in view.shown().filter(pk__in=list(ids))}
    return Page([found[pk] for pk in ids if pk in found])


def describe_page(page: Page[Asset], items: list[Item]) -> dict[str, Any]:
    """A page as the script reads it."""
    return {"items": items, "next": page.next_key, "previous": page.previous_key, "days": name_days(items)}


def private(response: HttpResponse) -> HttpResponse:
    """An answer about somebody's material is nobody else's, and may be different the next time."""
    patch_cache_control(response, private=True, no_store=True)
    return response

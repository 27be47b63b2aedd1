"""How rows of material are shown in the admin's lists."""

from __future__ import annotations

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from media_library.delivery.links import version_of
from media_library.lighttable.items import THUMBNAIL
from media_library.models import Asset, Rendition
from media_library.models.asset import AssetQuerySet

LONGEST_TEXT = 90
"""Signs of a caption in a list."""


def isolate(text: str) -> SafeString:
    """Foreign text, escaped and in a direction of its own: it cannot turn the page around."""
    return format_html("<bdi>{}</bdi>", text)


def shorten(text: str) -> SafeString:
    """The beginning of a foreign text."""
    return isolate(Truncator(text).chars(LONGEST_TEXT))


def with_pictures(assets: AssetQuerySet) -> AssetQuerySet:
    """Loads what a list shows of assets, without all that was read from the files. One query more, for any number."""
    thumbnails = Prefetch("original__renditions", Rendition.objects.filter(spec=THUMBNAIL), to_attr="thumbnails_found")
    return assets.select_related("project", "original").defer("original__facts").prefetch_related(thumbnails)


def show_picture(asset: Asset) -> SafeString:
    """The whole thumbnail in a box of fixed size, or a word where there is none. No query, after `with_pictures`."""
    made = [each for each in asset.original.thumbnails_found if each.state == Rendition.State.DONE]  # type: ignore[attr-defined]
    if not made:
        return format_html('<span class="thumbnail" data-state="none">{}</span>', _("no picture"))
    return format_html(
        '<span class="thumbnail"><img src="{}" width="{}" height="{}" alt="{}" loading="lazy"></span>',
        reverse("admin:media_library_asset_thumbnail", args=[asset.pk], query={"v": version_of(made[0])}),
        made[0].width_px or "",
        made[0].height_px or "",
        asset.alt_text or asset.file_name,
    )

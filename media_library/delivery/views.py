"""Bytes out: renditions to be seen, clips to be played, originals to be kept. Reached only through a membership."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from collaborators.access import Role, find_membership, only_mine
from collaborators.models import Membership
from collaborators.telling import refuse
from media_library.lighttable.selection import read_selection
from media_library.models import Asset, Original, Rendition, Sidecar

from .archive import download_many
from .files import locate_original, locate_rendition
from .links import version_of
from .names import attachment, inline
from .sending import send
from .types import BYTES, PLAYED_AS, RENDITIONS, is_drawable, is_playable
from .watching import Permit

SAVED = ("image/", "video/", "audio/")
"""Types of originals that keep their name when they are saved; a web page or a script is never one of them."""

FOR_EVER = "private, max-age=31536000, immutable"
"""A year, which is what caches take for ever (RFC 9111, section 5.2.2.1, and RFC 8246)."""


@require_safe
def rendition(request: HttpRequest, slug: str, asset_id: int, spec: str) -> HttpResponseBase:
    """A rendition of an asset. With `?v=` of this very file the asker may keep it for ever. Two queries."""
    assets = only_mine(Asset.objects.filter(project__slug=slug), request.user)
    asset = get_object_or_404(assets.only("original_id", "project_id"), pk=asset_id)
    made = get_object_or_404(Rendition, original_id=asset.original_id, spec=spec, state=Rendition.State.DONE)
    return send_rendition(request, made, Permit(request.user.pk, asset.project_id))


@require_safe
def original(request: HttpRequest, slug: str, asset_id: int) -> HttpResponseBase:
    """The original of an asset, to be saved under its name as shot. For contributors and up; two queries."""
    mine = find_membership(request.user, slug, least=Role.CONTRIBUTOR)
    asset = find_asset(mine, asset_id)
    return save_original(request, mine, asset.original, asset.file_name)


@require_safe
def sidecar(request: HttpRequest, slug: str, sidecar_id: int) -> HttpResponseBase:
    """A file that travels with an asset or a card. For contributors and up; two queries."""
    mine = find_membership(request.user, slug, least=Role.CONTRIBUTOR)
    sidecars = Sidecar.objects.filter(project=mine.project).select_related("original")
    found = get_object_or_404(sidecars, pk=sidecar_id)
    return save_original(request, mine, found.original, found.path.rpartition("/")[2])


@require_safe
def play(request: HttpRequest, slug: str, asset_id: int) -> HttpResponseBase:
    """The original of a clip or a sound, for a player. For every member: who may not play it sees no clip at all."""
    mine = find_membership(request.user, slug)
    asset = find_asset(mine, asset_id)
    if not is_playable(asset.original):
        raise Http404(_("No browser plays this kind of file. Download it to open it."))
    return show_original(request, mine, Role.VIEWER, asset, PLAYED_AS[asset.original.mime])


@require_safe
def pixels(request: HttpRequest, slug: str, asset_id: int) -> HttpResponseBase:
    """The photograph in all its pixels, shown. For contributors and up: two queries.

    These are the bytes of the original, with all that a camera writes into them, the place among it. Who may not
    save an original may not have them under another address either; the largest rendition, 2560 pixels long and
    without such notes, is what viewers and reviewers see.
    """
    mine = find_membership(request.user, slug, least=Role.CONTRIBUTOR)
    asset = find_asset(mine, asset_id)
    if not is_drawable(asset.original):
        raise Http404(_("No browser draws this kind of file. Look at its preview, or download it."))
    return show_original(request, mine, Role.CONTRIBUTOR, asset, asset.original.mime)


@require_POST
def download(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The originals of what is selected, as one ZIP. For contributors and up; two queries."""
    mine = find_membership(request.user, slug, least=Role.CONTRIBUTOR)
    try:
        return download_many(mine, read_selection(request.POST, mine))
    except ValidationError as error:
        return refuse(request, " ".join(error.messages), back=redirect("library", slug))


def find_asset(mine: Membership, asset_id: int) -> Asset:
    """The asset with its original, in the member's project or not at all (Http404)."""
    assets = Asset.objects.filter(project_id=mine.project_id).select_related("original")
    return get_object_or_404(assets, pk=asset_id)


def send_rendition(request: HttpRequest, made: Rendition, permit: Permit) -> HttpResponseBase:
    """The file of a rendition that is done. With `?v=` of this very file the asker may keep it for ever."""
    lasting = request.GET.get("v") == version_of(made)
    return send(
        request,
        locate_rendition(made),
        permit,
        content_type=made.mime if made.mime in RENDITIONS else BYTES,
        etag=f'"{version_of(made)}"',
        gone=_("This picture is not in the store. It can be made again."),
        headers={"Cache-Control": FOR_EVER} if lasting else {},
    )


def save_original(request: HttpRequest, mine: Membership, sent: Original, name: str) -> HttpResponseBase:
    """The bytes as a file to be saved, whole or in part, for a contributor."""
    is_harmless = sent.mime.startswith(SAVED) and "svg" not in sent.mime
    permit = Permit(mine.user_id, mine.project_id, Role.CONTRIBUTOR)
    return send_original(request, permit, sent, sent.mime if is_harmless else BYTES, attachment(name))


def show_original(
    request: HttpRequest, mine: Membership, least: Membership.Role, asset: Asset, content_type: str
) -> HttpResponseBase:
    """The bytes as something a browser shows. `content_type` comes from our own lists, never from a file."""
    permit = Permit(mine.user_id, mine.project_id, least)
    return send_original(request, permit, asset.original, content_type, inline(asset.file_name))


def send_original(
    request: HttpRequest, permit: Permit, sent: Original, content_type: str, disposition: str
) -> HttpResponseBase:
    """Their SHA-256 is the ETag: the same bytes have the same one wherever they are asked for."""
    return send(
        request,
        locate_original(sent),
        permit,
        content_type=content_type,
        etag=f'"{sent.sha256}"',
        gone=_("The original is missing. Connect the disk it lies on, then open this again."),
        headers={"Content-Disposition": disposition},
    )

"""Bytes out: renditions to be seen, originals to be kept. Reached only through a membership."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from collaborators.access import Role, find_membership, only_mine
from media_library.models import Asset, Original, Rendition, Sidecar

from .files import measure, open_original, open_rendition
from .links import version_of
from .names import attachment
from .ranges import ranged

SHOWN = ("image/jpeg", "image/png", "image/webp", "image/avif", "application/json")
"""Types of renditions that a browser may show; anything else goes out as plain bytes."""

PLAYED = ("image/", "video/", "audio/")
"""Types of originals that keep their name; a web page or a script is never one of them."""

A_YEAR = 31_536_000
"""Seconds."""


@require_safe
def rendition(request: HttpRequest, slug: str, asset_id: int, spec: str) -> HttpResponseBase:
    """A rendition of an asset. With `?v=` of this very file the asker may keep it for ever. Two queries."""
    assets = only_mine(Asset.objects.filter(project__slug=slug), request.user)
    asset = get_object_or_404(assets.only("original_id"), pk=asset_id)
    made = get_object_or_404(Rendition, original_id=asset.original_id, spec=spec, state=Rendition.State.DONE)
    file = open_rendition(made)
    content_type = made.mime if made.mime in SHOWN else "application/octet-stream"
    response = ranged(request, file, size_bytes=measure(file), etag=f'"{version_of(made)}"', content_type=content_type)
    lasting = request.GET.get("v") == version_of(made)
    response["Cache-Control"] = f"private, max-age={A_YEAR}, immutable" if lasting else "private, no-cache"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_safe
def original(request: HttpRequest, slug: str, asset_id: int) -> HttpResponseBase:
    """The original of an asset, under its name as shot. For contributors and up; two queries."""
    mine = find_membership(request.user, slug, least=Role.CONTRIBUTOR)
    assets = Asset.objects.filter(project=mine.project).select_related("original")
    asset = get_object_or_404(assets, pk=asset_id)
    return send_original(request, asset.original, asset.file_name)


@require_safe
def sidecar(request: HttpRequest, slug: str, sidecar_id: int) -> HttpResponseBase:
    """A file that travels with an asset or a card. For contributors and up; two queries."""
    mine = find_membership(request.user, slug, least=Role.CONTRIBUTOR)
    sidecars = Sidecar.objects.filter(project=mine.project).select_related("original")
    found = get_object_or_404(sidecars, pk=sidecar_id)
    return send_original(request, found.original, found.path.rpartition("/")[2])


def send_original(request: HttpRequest, sent: Original, name: str) -> HttpResponseBase:
    """The bytes as a file to be saved, whole or in part. Their SHA-256 is the ETag."""
    file = open_original(sent)
    content_type = sent.mime if sent.mime.startswith(PLAYED) and "svg" not in sent.mime else "application/octet-stream"
    response = ranged(request, file, size_bytes=measure(file), etag=f'"{sent.sha256}"', content_type=content_type)
    response["Content-Disposition"] = attachment(name)
    response["Cache-Control"] = "private, no-cache"
    response["X-Content-Type-Options"] = "nosniff"
    return response

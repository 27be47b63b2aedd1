"""The pictures in the admin's lists."""

from __future__ import annotations

from django.core.files.storage import storages
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from media_library.delivery.links import version_of
from media_library.lighttable.items import THUMBNAIL
from media_library.models import Rendition

FOR_EVER = "private, max-age=31536000, immutable"


def send_thumbnail(request: HttpRequest, original_id: int) -> HttpResponseBase:
    """The thumbnail of an original. With `?v=` of this very file the asker may keep it for ever. One query."""
    made = get_object_or_404(Rendition, original_id=original_id, spec=THUMBNAIL, state=Rendition.State.DONE)
    try:
        file = storages["renditions"].open(made.storage_name)
    except OSError:
        raise Http404(_("This picture is not in the store. It can be made again.")) from None
    is_picture = made.mime.startswith("image/") and "svg" not in made.mime
    response = FileResponse(file, content_type=made.mime if is_picture else "application/octet-stream")
    response["Cache-Control"] = FOR_EVER if request.GET.get("v") == version_of(made) else "private, no-cache"
    response["X-Content-Type-Options"] = "nosniff"
    return response

"""The pictures in the admin's lists."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404

from collaborators.models import User
from media_library.delivery.views import send_rendition
from media_library.delivery.watching import Permit
from media_library.lighttable.items import THUMBNAIL
from media_library.models import Asset, Rendition


@dataclass(frozen=True)
class StaffPermit(Permit):
    """A member of staff's right to look: that of a member of the project, or of a superuser."""

    def holds(self) -> bool:
        superusers = User.objects.filter(is_active=True, is_staff=True, is_superuser=True)
        return super().holds() or (self.user_id is not None and superusers.filter(pk=self.user_id).exists())


def send_thumbnail(request: HttpRequest, asset: Asset) -> HttpResponseBase:
    """The thumbnail of an asset. With `?v=` of this very file the asker may keep it for ever. One query."""
    made = get_object_or_404(Rendition, original_id=asset.original_id, spec=THUMBNAIL, state=Rendition.State.DONE)
    return send_rendition(request, made, StaffPermit(request.user.pk, asset.project_id))

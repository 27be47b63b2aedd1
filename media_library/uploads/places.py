"""Whether there is room for what is sent."""

from __future__ import annotations

import shutil
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from media_library.ingest.sent_files import uploads_folder
from media_library.sizes import format_size

GB = 1_000_000_000
KEPT_FREE_BYTES = 200_000_000
"""What is left to the database and everybody else."""


class CannotTake(Exception):
    """What is sent cannot be taken; the text says why and what to do, `status` is that of HTTP."""

    def __init__(self, text: str, status: int) -> None:
        super().__init__(text)
        self.status = status


def check_size(size_bytes: int) -> None:
    """Raises CannotTake for a file that is larger than the operator allows."""
    if size_bytes > settings.KADR_MAX_UPLOAD_GB * GB:
        told = _("The file has %(size)s, and %(most)s is the most that is taken here. Bring it in from a card or disk.")
        most = format_size(settings.KADR_MAX_UPLOAD_GB * GB)
        raise CannotTake(told % {"size": format_size(size_bytes), "most": most}, 413)


def check_room(size_bytes: int) -> None:
    """Raises CannotTake when the disk has no room: for the upload, and for the copy in the store beside it."""
    folder = uploads_folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    on_one_disk = _device_of(Path(settings.MEDIA_ROOT)) == _device_of(folder)
    wanted = size_bytes * (2 if on_one_disk else 1) + KEPT_FREE_BYTES
    free = shutil.disk_usage(folder).free
    if wanted > free:
        told = _(
            "Kadr's disk has room for %(free)s, and this takes %(wanted)s until it is in the store. "
            "Make room on the server, or send less at once."
        )
        raise CannotTake(told % {"free": format_size(free), "wanted": format_size(wanted)}, 507)


def _device_of(folder: Path) -> int:
    """The disk of a folder that need not be there yet."""
    nearest = next(place for place in (folder, *folder.parents) if place.exists())
    return nearest.stat().st_dev

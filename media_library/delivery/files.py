"""Opening what is stored. A file that is gone is Http404, with a sentence."""

from __future__ import annotations

import os
from pathlib import Path
from typing import IO

from django.core.files import File
from django.core.files.storage import storages
from django.http import Http404
from django.utils.translation import gettext as _

from media_library.models import Original, Rendition


def open_rendition(rendition: Rendition) -> IO[bytes]:
    """The file of a rendition that is done."""
    try:
        return storages["renditions"].open(rendition.storage_name)
    except OSError:
        raise Http404(_("This picture is not in the store. It can be made again.")) from None


def open_original(original: Original) -> IO[bytes]:
    """The bytes of an original, from the store or from where they stay."""
    try:
        if original.storage_name:
            return storages["originals"].open(original.storage_name)
        return Path(original.reference_path).open("rb")
    except OSError:
        raise Http404(_("The original is missing. Connect the disk it lies on, then open this again.")) from None


def measure(file: IO[bytes]) -> int:
    """The size of an open file in bytes, as it is, whatever the row says."""
    return file.size if isinstance(file, File) else os.fstat(file.fileno()).st_size

"""The plain form behind the page for bringing in: all files in one request, written to disk as they come."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.utils.translation import gettext as _

from media_library.models import Import
from media_library.sizes import format_size

from .places import GB
from .receiving import PIECE_BYTES, Sent, open_part, say_not_stored, take_in


@contextmanager
def saying_why() -> Iterator[None]:
    """Raises CannotTake, with a sentence, when the disk refuses."""
    try:
        yield
    except OSError as error:
        raise say_not_stored(error) from error


class IntoUpload(FileUploadHandler):
    """Lays the files of a form into the folder of an upload; nothing of them is in memory or in `request.FILES`.

    `left_out` are sentences for the person. A form sends no folders and no times: names only.
    """

    chunk_size = PIECE_BYTES

    def __init__(self, run: Import) -> None:
        super().__init__()
        self.run = run
        self.left_out: list[str] = []
        self._context: Any = None
        self._part: IO[bytes] | None = None
        self._received = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self._close()
        self._context = open_part(self.run)
        self._part = self._context.__enter__()
        self._received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self._received += len(raw_data)
        if self._received > settings.KADR_MAX_UPLOAD_GB * GB:
            self._leave_out()
            raise SkipFile
        with saying_why():
            if self._part is not None:
                self._part.write(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile[Any] | None:
        with saying_why():
            if self._part is not None:
                self._part.close()
                take_in(self.run, Path(self._part.name), Sent(self.file_name or "", file_size))
                self._close()
        return None

    def upload_interrupted(self) -> None:
        self._close()

    def upload_complete(self) -> None:
        self._close()

    def _leave_out(self) -> None:
        most = format_size(settings.KADR_MAX_UPLOAD_GB * GB)
        told = _("%(name)s was left out: %(most)s is the most that is taken here.")
        self.left_out.append(told % {"name": self.file_name, "most": most})
        self._close()

    def _close(self) -> None:
        context, self._context, self._part = self._context, None, None
        if context is not None:
            context.__exit__(None, None, None)

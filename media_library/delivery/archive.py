"""Many originals as one download: a ZIP that is made while it is sent, and never lies anywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import StreamingHttpResponse
from django.utils.translation import gettext as _
from zipstream import ZipStream

from collaborators.access import Role
from collaborators.models import Membership
from media_library.models import Asset
from media_library.models.asset import fold_name

from .files import Stored, locate_original, measure
from .names import attachment, make_harmless, number_name
from .ranges import Slice
from .sending import HEADERS
from .watching import Permit, ask_again


def download_many(mine: Membership, assets: QuerySet[Asset]) -> StreamingHttpResponse:
    """The originals of these assets under their names as shot, in one uncompressed ZIP of a known length. One query.

    What is missing is told in a text inside. A file that goes while the ZIP is on its way ends it before its length:
    better a download that has visibly failed than one that holds less than it should. Raises ValidationError when no
    asset is there.
    """
    go_on = ask_again(Permit(mine.user_id, mine.project_id, Role.CONTRIBUTOR))
    archive = pack(assets.select_related("original").defer("original__facts").order_by("name_key", "pk"))
    if archive.is_empty():
        raise ValidationError(_("What was selected is no longer here. Load the page again."))
    response = StreamingHttpResponse(watch(archive, go_on), content_type="application/zip", headers=HEADERS)
    response["Content-Disposition"] = attachment(f"{mine.project.title}.zip")
    response["Content-Length"] = str(len(archive))
    return response


def watch(pieces: Iterable[bytes], go_on: Callable[[], None]) -> Iterator[bytes]:
    """The pieces, with the question before each whether it may still go out."""
    for piece in pieces:
        go_on()
        yield piece


def pack(assets: Iterable[Asset]) -> ZipStream:
    """The ZIP before its first byte. Each file is opened once to be measured, and none is kept open."""
    archive, names, missing = ZipStream(sized=True), Names(), []
    for asset in assets:
        content = Content(locate_original(asset.original))
        try:
            size_bytes = content.measure()
        except OSError:
            missing.append(asset.file_name)
        else:
            archive.add(content, names.give(asset.file_name), size=size_bytes)
    if missing:
        archive.add(write_missing(missing), names.give(_("Missing originals.txt")))
    return archive


@dataclass
class Content:
    """The bytes of a file, opened when they are asked for: as many as were measured, whatever has been added since."""

    stored: Stored
    size_bytes: int = 0

    def measure(self) -> int:
        """Raises OSError when the file cannot be opened."""
        with self.stored.open() as file:
            self.size_bytes = measure(file)
        return self.size_bytes

    def __iter__(self) -> Iterator[bytes]:
        with self.stored.open() as file:
            yield from Slice(file, self.size_bytes)


@dataclass
class Names:
    """Names that differ from each other on any disk: `DSC_1.JPG`, then `DSC_1 (2).JPG`."""

    given: set[str] = field(default_factory=set)
    last: dict[str, int] = field(default_factory=dict)

    def give(self, name: str) -> str:
        """The name made harmless, with a number if another has it, whatever its capitals."""
        name = make_harmless(name)
        key, wanted = fold_name(name), name
        while fold_name(wanted) in self.given:
            self.last[key] = self.last.get(key, 1) + 1
            wanted = number_name(name, self.last[key])
        self.given.add(fold_name(wanted))
        return wanted


def write_missing(names: list[str]) -> str:
    """The text that says what is not in the ZIP, and what to do."""
    head = _("These originals are missing. Connect the disk they lie on, then download them again.")
    return "\n".join([head, "", *map(make_harmless, names), ""])

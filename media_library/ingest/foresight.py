"""What an import would do, told without writing anything."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from media_library.formats import UnreadableFile
from media_library.formats.identify import identify
from media_library.ingest.facts_to_rows import readable_path
from media_library.ingest.record import Outcome
from media_library.ingest.seen import look_up
from media_library.ingest.sources import Role, SourceFile, Survey
from media_library.models import Import


@dataclass(frozen=True)
class Foreseen:
    """What would become of one file."""

    path: str
    outcome: str
    reason: str = ""


def foresee(found: Survey, *, project_id: int | None) -> Iterator[Foreseen]:
    """Reads names, sizes and the first bytes of each file; whether the content is here already it cannot know."""
    known = look_up(Import(project_id=project_id), found.place) if project_id else {}
    for file in found.files:
        seen = known.get(readable_path(file.path))
        if seen is not None and seen.still_holds(file):
            again = seen.again()
            yield Foreseen(readable_path(file.path), again.outcome, again.reason)
        else:
            yield _foresee_new(file)


def _foresee_new(file: SourceFile) -> Foreseen:
    path = readable_path(file.path)
    if file.role is Role.RUBBISH:
        return Foreseen(path, Outcome.IGNORED, file.why)
    if file.role is not Role.MATERIAL:
        return Foreseen(path, Outcome.SIDECAR)
    try:
        file_type = identify(file.full_path)
    except UnreadableFile as refusal:
        return Foreseen(path, Outcome.REFUSED, str(refusal))
    except OSError as error:
        return Foreseen(path, Outcome.FAILED, str(error.strerror))
    return Foreseen(path, Outcome.ADDED, file_type.name)

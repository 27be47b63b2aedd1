"""What an import would do, told without writing anything."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from media_library.formats import UnreadableFile
from media_library.formats.identify import identify
from media_library.ingest.facts_to_rows import readable_path
from media_library.ingest.incoming import say_alone
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


def foresee(found: Survey, *, project_id: int | None, mode: str = Import.Mode.COPY) -> Iterator[Foreseen]:
    """Reads names, sizes and the first bytes of each file; whether the content is here already it cannot know."""
    known = look_up(Import(project_id=project_id, mode=mode), found.place) if project_id else {}
    comes_in: set[str] = set()
    for file in found.files:
        seen = known.get(readable_path(file.path))
        if seen is not None and seen.still_holds(file):
            again = seen.again()
            one = Foreseen(readable_path(file.path), again.outcome, again.reason)
        else:
            one = _foresee_new(file, comes_in)
        if one.outcome in (Outcome.ADDED, Outcome.DUPLICATE):
            comes_in.add(file.path)
        yield one


def _foresee_new(file: SourceFile, comes_in: set[str]) -> Foreseen:
    path = readable_path(file.path)
    if file.role is Role.RUBBISH:
        return Foreseen(path, Outcome.IGNORED, file.why)
    if file.role is not Role.MATERIAL:
        if file.belongs_to in comes_in or file.card is not None:
            return Foreseen(path, Outcome.SIDECAR)
        return Foreseen(path, Outcome.IGNORED, say_alone(file))
    try:
        file_type = identify(file.full_path)
    except UnreadableFile as refusal:
        return Foreseen(path, Outcome.REFUSED, str(refusal))
    except OSError as error:
        return Foreseen(path, Outcome.FAILED, str(error.strerror))
    if file_type.reader == "sidecar":
        return Foreseen(path, Outcome.IGNORED, say_alone(file))
    return Foreseen(path, Outcome.ADDED, file_type.name)

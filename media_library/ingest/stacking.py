"""Assets that are one moment, found by hard rules after a run: RAW+JPEG, and the chapters of one recording."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from media_library.ingest.facts_to_rows import is_same_second, readable_path
from media_library.ingest.record import Outcome
from media_library.ingest.sources import SourceFile
from media_library.marking.sharing import share_marks
from media_library.marking.standing import lock_clock
from media_library.models import Asset, Import, Stack
from media_library.stacks.arrangement import hold_project
from media_library.stacks.covering import cover_stack, hold_stacks

RULES = {Stack.Kind.RAW_JPEG: "raw-jpeg", Stack.Kind.CHAPTERS: "chapters"}
"""What the rules here are called, by the kind of stack they make; see `media_library.stacks.rules`."""


@dataclass(frozen=True)
class Frame:
    """What the rule for RAW+JPEG looks at."""

    asset_id: int
    place: str
    path: str
    reader: str
    captured_at: datetime | None
    body: tuple[str, str, str]
    stacked: bool
    added: bool

    @property
    def name(self) -> tuple[str, str]:
        """Place and path without the extension, whatever its capitals."""
        return self.place, self.path.rpartition(".")[0].casefold()


@dataclass(frozen=True)
class Moment:
    """Assets that a rule has found to be one moment, in their order; `added` are those that came in with this run."""

    key: str
    asset_ids: list[int]
    added: frozenset[int]


def make_stacks(run: Import, chapters: Sequence[SourceFile]) -> None:
    """Stacks what came in with this run. Twice the same outcome; a stack that a person has parted stays parted."""
    if not run.files.filter(outcome=Outcome.ADDED).exists():
        return
    for key, frames in _pair_up(_frames(run)):
        added = frozenset(frame.asset_id for frame in frames if frame.added)
        _stack(run, Stack.Kind.RAW_JPEG, Moment(key, [frame.asset_id for frame in frames], added))
    for key, files in _recordings(chapters):
        _stack(run, Stack.Kind.CHAPTERS, _find_chapters(run, key, files))


def _frames(run: Import) -> list[Frame]:
    rows = run.files.filter(asset__isnull=False, asset__original__reader__in=("photo", "raw")).values_list(
        "asset_id",
        "place",
        "path",
        "asset__original__reader",
        "asset__captured_at",
        "asset__make",
        "asset__model",
        "asset__original__facts__camera_serial",
        "asset__stack_id",
        "outcome",
    )
    return [
        Frame(
            asset, place, path, reader, when, (make, model, serial or ""), stack is not None, outcome == Outcome.ADDED
        )
        for asset, place, path, reader, when, make, model, serial, stack, outcome in rows.iterator()
    ]


def _pair_up(frames: Iterable[Frame]) -> list[tuple[str, list[Frame]]]:
    """Groups of a RAW and its JPEG: same folder and name, same second, same body. The RAW comes first."""
    groups: dict[tuple[str, str], list[Frame]] = defaultdict(list)
    for frame in frames:
        groups[frame.name].append(frame)
    return [
        (f"{place}/{path}", sorted(group, key=lambda frame: frame.reader != "raw"))
        for (place, path), group in groups.items()
        if _is_one_frame(group)
    ]


def _is_one_frame(group: Sequence[Frame]) -> bool:
    if sorted(frame.reader for frame in group) != ["photo", "raw"]:
        return False
    raw, photo = sorted(group, key=lambda frame: frame.reader != "raw")
    if any(frame.stacked for frame in group) or not (raw.added or photo.added):
        return False
    if _tells_nothing(photo):
        return True
    return is_same_second(raw.captured_at, photo.captured_at) and _same_body(raw.body, photo.body)


def _tells_nothing(frame: Frame) -> bool:
    """Whether the file was saved without metadata: its name and folder are all there is, and contradict nothing."""
    return frame.captured_at is None and not any(frame.body)


def _same_body(one: tuple[str, str, str], other: tuple[str, str, str]) -> bool:
    """Make and model agree, and the serial numbers where both tell one."""
    (_, model, serial), (_, other_model, other_serial) = one, other
    return model == other_model and (not serial or not other_serial or serial == other_serial)


def _recordings(chapters: Sequence[SourceFile]) -> list[tuple[str, list[SourceFile]]]:
    groups: dict[str, list[SourceFile]] = defaultdict(list)
    for file in chapters:
        groups[f"{readable_path(str(file.place))}/{file.chapter_of}"].append(file)
    return [(key, sorted(files, key=lambda file: file.chapter)) for key, files in groups.items() if len(files) > 1]


def _find_chapters(run: Import, key: str, files: Sequence[SourceFile]) -> Moment:
    """The assets that this run has found for the files of one recording, which lie in one place."""
    paths = [readable_path(file.path) for file in files]
    rows = run.files.filter(place=readable_path(str(files[0].place)), path__in=paths, asset__isnull=False)
    found = {path: (asset, outcome) for path, asset, outcome in rows.values_list("path", "asset_id", "outcome")}
    assets = [found[path] for path in paths if path in found]
    added = frozenset(asset for asset, outcome in assets if outcome == Outcome.ADDED)
    return Moment(key, [asset for asset, _ in assets], added)


def _stack(run: Import, kind: str, moment: Moment) -> None:
    """Puts a moment into a stack, or what is new of it into the stack that the others are in already.

    The key begins with the first asset: a camera gives the same names again, and cards are read at the same place.
    """
    asset_ids = moment.asset_ids
    if len(asset_ids) < 2 or not moment.added:
        return
    with transaction.atomic():
        hold_project(run.project_id)
        lock_clock(run.project_id)
        hold_stacks(asset_ids)
        stack, joining = Stack.objects.filter(kind=kind, assets__in=asset_ids).order_by("id").first(), moment.added
        if stack is None:
            key = f"{asset_ids[0]} {moment.key}"[:2200]
            stack, made = Stack.objects.get_or_create(
                project_id=run.project_id,
                kind=kind,
                key=key,
                defaults={"made_by": run, "rule": RULES[Stack.Kind(kind)]},
            )
            joining = frozenset(asset_ids) if made else moment.added
        Asset.objects.filter(pk__in=joining, stack=None).update(stack=stack)
        for position, asset_id in enumerate(asset_ids):
            Asset.objects.filter(pk=asset_id, stack=stack).update(stack_position=position)
        cover_stack([stack.pk])
        if kind == Stack.Kind.RAW_JPEG:
            share_marks(run.project_id, stack.assets.values_list("pk", flat=True))

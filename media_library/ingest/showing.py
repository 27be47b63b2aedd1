"""What the pages of imports show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil

from django.db.models import Count, OuterRef, Prefetch, Subquery
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from media_library.lighttable.items import ICONS
from media_library.lighttable.paging import Page, page_by_id, read_id
from media_library.lighttable.thumbnails import SPEC, Thumbnail, find_thumbnails, make_thumbnail
from media_library.models import Asset, Import, ImportedFile, Rendition
from media_library.models.imports import ImportedFileQuerySet

from .verdict import Facts, Verdict, judge

State, Outcome = Import.State, ImportedFile.Outcome
FILES_ON_A_PAGE = 100
IMPORTS_ON_A_PAGE = 50
PICTURES_IN_A_ROW = 4
UNSHOWN = "unshown"
"""Not an outcome, but shown beside them: the files of which a picture could not be made."""
ALWAYS_TOLD = (Outcome.ADDED, Outcome.DUPLICATE, Outcome.REFUSED)


@dataclass(frozen=True)
class Chip:
    """One choice of the filter: the outcome ("" for all), its word, and how many files have come to it."""

    outcome: str
    word: str
    count: int


@dataclass(frozen=True)
class Live:
    """How a run stands now: its verdict, its counts, and how far it is."""

    run: Import
    verdict: Verdict
    chips: list[Chip]
    failed: int
    unshown: int
    is_going_on: bool
    seconds_left: int | None

    @property
    def added(self) -> int:
        return next(chip.count for chip in self.chips if chip.outcome == Outcome.ADDED)

    @property
    def settled(self) -> int:
        return sum(chip.count for chip in self.chips if chip.outcome not in ("", UNSHOWN))

    @property
    def to_come(self) -> int:
        return max(0, self.run.files_found - self.settled)

    @property
    def figures(self) -> list[Chip]:
        """The counts that stand in large figures, and what is still to come."""
        told = [chip for chip in self.chips if chip.outcome in ALWAYS_TOLD or (chip.outcome and chip.count)]
        return [*told, Chip("", _("To come"), self.to_come)] if self.is_going_on or self.to_come else told

    @property
    def time_left(self) -> str:
        return say_time(self.seconds_left) if self.seconds_left is not None else ""


@dataclass(frozen=True)
class FileRow:
    """One file of an import. Only an asset that is in the library has a link."""

    file: ImportedFile
    picture: Thumbnail | None
    asset_id: int | None
    is_in_trash: bool
    is_being_drawn: bool = False

    @property
    def word(self) -> str:
        return short_words()[self.file.outcome] if self.file.outcome != Outcome.SIDECAR else _("Goes with another")

    @property
    def state(self) -> str:
        """How the outcome is drawn."""
        return "troubled" if self.file.trouble else self.file.outcome

    @property
    def icon(self) -> str:
        """What stands where there is no picture."""
        if self.file.outcome in ImportedFile.BAD:
            return "file-x"
        return ICONS[self.file.original.kind] if self.file.original else "file"

    @property
    def may_be_tried_again(self) -> bool:
        """What was refused is what it is: only other bytes would help, and those are read anyway."""
        return self.file.outcome == Outcome.FAILED


@dataclass(frozen=True)
class RunRow:
    """One import in the list, with its first pictures."""

    run: Import
    bad: int
    pictures: list[Thumbnail] = field(default_factory=list)


def show_live(run: Import, *, tells_places: bool = True) -> Live:
    """How the run stands. Four queries at the most; while it goes on it is asked for again and again, and two will do.

    `tells_places`: whether the person may see where things lie on the server.
    """
    is_going_on = run.state in Import.GOING_ON
    counts = dict(run.files.order_by().values_list("outcome").annotate(Count("pk")))
    unshown = list_unshown(run).count() if counts and not is_going_on else 0
    facts = Facts(counts, unshown, _is_proven(run), _others_run(run), tells_places)
    words = short_words()
    chips = [Chip(each.value, words[each.value], counts.get(each.value, 0)) for each in Outcome]
    chips.insert(0, Chip("", _("All"), sum(counts.values())))
    chips.append(Chip(UNSHOWN, words[UNSHOWN], unshown))
    return Live(
        run,
        judge(run, facts),
        chips,
        failed=facts.failed,
        unshown=unshown,
        is_going_on=is_going_on,
        seconds_left=tell_seconds_left(run),
    )


def short_words() -> dict[str, str]:
    """The outcomes in a word or two."""
    return {
        Outcome.ADDED: _("Added"),
        Outcome.DUPLICATE: _("Here already"),
        Outcome.SIDECAR: _("Go with others"),
        Outcome.IGNORED: _("Left out"),
        Outcome.REFUSED: _("Refused"),
        Outcome.FAILED: _("Failed"),
        UNSHOWN: _("Without a picture"),
    }


def tell_seconds_left(run: Import) -> int | None:
    """By the rate of the last seconds; None while there is none."""
    if run.state != State.RUNNING or not run.bytes_per_second:
        return None
    return ceil(max(0, run.bytes_found - run.bytes_done) / run.bytes_per_second)


def say_time(seconds: int) -> str:
    """`less than a minute`, `3 min`, `2 h 5 min`."""
    minutes = ceil(seconds / 60)
    if seconds < 60:
        return _("less than a minute")
    if minutes < 60:
        return _("%(minutes)d min") % {"minutes": minutes}
    return _("%(hours)d h %(minutes)d min") % {"hours": minutes // 60, "minutes": minutes % 60}


def list_unshown(run: Import) -> ImportedFileQuerySet:
    """The files of which something could not be made."""
    # From what has failed, which is little and has an index, to the files: not the other way round.
    failed = Rendition.objects.unmade().filter(state=Rendition.State.FAILED)
    return run.files.filter(original__in=failed.values("original_id"))


def show_files(run: Import, chosen: str, after: str) -> Page[ImportedFile]:
    """One page of the files of a run, narrowed to an outcome, for `make_file_rows`. Three queries."""
    files = list_unshown(run) if chosen == UNSHOWN else run.files.all()
    if chosen and chosen != UNSHOWN:
        files = files.filter(outcome=chosen)
    thumbnails = Rendition.objects.filter(spec=SPEC)
    rows = (
        files.with_trouble()
        .select_related("asset")
        .defer("original__facts")
        .prefetch_related(Prefetch("original__renditions", thumbnails, to_attr="thumbnails_found"))
    )
    return page_by_path(rows, run, after)


def page_by_path(rows: ImportedFileQuerySet, run: Import, after: str) -> Page[ImportedFile]:
    """Files in the order of their paths. `after` is the id of the last one on the page before.

    What is left of its place comes first, then the places after it: each is entered by the unique index of a run.
    """
    wanted = FILES_ON_A_PAGE + 1
    parts = [rows.order_by("place", "path")]
    if after:
        last = get_object_or_404(run.files.only("place", "path"), pk=read_id(after))
        rest = rows.filter(place=last.place, path__gt=last.path).order_by("path")
        parts = [rest, rows.filter(place__gt=last.place).order_by("place", "path")]
    found: list[ImportedFile] = []
    for part in parts:
        found += part[: wanted - len(found)] if len(found) < wanted else ()
    next_key = str(found[FILES_ON_A_PAGE - 1].pk) if len(found) == wanted else ""
    return Page(found[:FILES_ON_A_PAGE], next_key, after)


def make_file_rows(files: Sequence[ImportedFile], slug: str) -> list[FileRow]:
    """Files of `show_files` as they are shown. No query."""
    return [_make_file_row(file, slug) for file in files]


def _make_file_row(file: ImportedFile, slug: str) -> FileRow:
    asset = file.asset
    if asset is None or asset.trashed_at is not None:
        return FileRow(file, None, None, is_in_trash=asset is not None)
    # A sidecar has its asset too, but is not what the picture shows.
    found: list[Rendition] = getattr(file.original, "thumbnails_found", []) if file.original else []
    drawn = [one for one in found if one.state == Rendition.State.DONE]
    awaited = any(one.state in (Rendition.State.PENDING, Rendition.State.RUNNING) for one in found)
    picture = make_thumbnail(slug, asset.pk, asset.file_name, drawn[0]) if drawn else None
    return FileRow(file, picture, asset.pk, is_in_trash=False, is_being_drawn=awaited)


def show_runs(project_id: int, after: str) -> Page[Import]:
    """One page of the imports of a project, the latest first, with the ids of their first assets. One query."""
    first = Asset.objects.in_library().filter(first_import=OuterRef("pk")).order_by("captured_at", "pk").values("pk")
    pictures = {f"asset_{index}": Subquery(first[index : index + 1]) for index in range(PICTURES_IN_A_ROW)}
    runs = Import.objects.filter(project_id=project_id).select_related("by").annotate(**pictures)
    return page_by_id(runs, after, size=IMPORTS_ON_A_PAGE)


def make_run_rows(runs: Sequence[Import]) -> list[RunRow]:
    """Runs of `show_runs` with their pictures and what went wrong. Two queries."""
    names = [f"asset_{index}" for index in range(PICTURES_IN_A_ROW)]
    wanted = {run.pk: [pk for name in names if (pk := getattr(run, name)) is not None] for run in runs}
    pictures = find_thumbnails({pk for pks in wanted.values() for pk in pks})
    bad = _count_bad([run.pk for run in runs])
    return [RunRow(run, bad.get(run.pk, 0), [pictures[pk] for pk in wanted[run.pk] if pk in pictures]) for run in runs]


def _count_bad(import_ids: list[int]) -> dict[int, int]:
    bad = ImportedFile.objects.filter(run__in=import_ids, outcome__in=ImportedFile.BAD)
    return dict(bad.order_by().values_list("run").annotate(Count("pk")))


def _is_proven(run: Import) -> bool:
    """Whether every copy was read back past the cache; asked only when the run has ended well."""
    if run.state != State.FINISHED or run.mode != Import.Mode.COPY:
        return True
    return not run.files.filter(outcome=Outcome.ADDED, original__read_back=False).exists()


def _others_run(run: Import) -> bool:
    if run.state != State.WAITING:
        return False
    return Import.objects.filter(state=State.RUNNING, in_background=True).exists()

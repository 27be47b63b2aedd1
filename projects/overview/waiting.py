"""What waits for somebody in one project or in many: each thing as a sentence, with the place where it is mended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

from django.db.models import Case, Exists, F, IntegerField, Max, OuterRef, Q, QuerySet, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from media_library.lighttable.counting import CAP, CountOf, group_digits, write_count
from media_library.models import Asset, Import, ImportedFile, Original, Rendition
from projects.models import Project

RUNS_TOLD = 100
"""Imports of which it is told one by one that they run or went wrong; that there are more is told in one line."""

REFUSED_FOR = timedelta(days=14)
"""How long it is told that files were refused: many of them are no material, and nobody brings them in again."""

LOOK_AGAIN_S = {"running": 5, "wait": 30}
"""Seconds between two looks at what goes on by itself: an import, or renditions alone, which tell only how many."""

AT_FAULT = (Original.State.MISSING, Original.State.DAMAGED)


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """One thing that waits. `done` of `of` is how far it has come by itself, if it goes on by itself."""

    project: Project
    about: str
    """`import`, `missing`, `damaged`, `failed` or `unmade`."""
    icon: str
    text: str
    url: str
    detail: str = ""
    name: str = ""
    """What the text is about, as its people call it, in whatever language."""
    state: str = ""
    count: str = ""
    done: int = 0
    of: int = 0


def list_waiting(projects: Iterable[Project]) -> list[Waiting]:
    """Everything that waits in these projects: what runs, then what went wrong. Four queries for any number."""
    by_id = {project.pk: project for project in projects}
    if not by_id:
        return []
    return [
        *_wait_for_imports(by_id),
        *_wait_for_originals(by_id),
        *_wait_for_failed_renditions(by_id),
        *_wait_for_renditions(by_id),
    ]


def tell_next_look(waiting: Iterable[Waiting]) -> int:
    """In how many seconds it is worth looking again; 0 when nothing goes on by itself."""
    return min((LOOK_AGAIN_S[one.state] for one in waiting if one.state in LOOK_AGAIN_S), default=0)


def _wait_for_imports(projects: dict[int, Project]) -> Iterator[Waiting]:
    runs = list(count_bad(find_telling(projects)).select_related("by")[: RUNS_TOLD + 1])
    for run in runs[:RUNS_TOLD]:
        tell = _tell_progress if run.state in Import.GOING_ON else _tell_faults
        yield from tell(run, projects[run.project_id])
    if len(runs) > RUNS_TOLD:
        yield _tell_more(projects[runs[-1].project_id])


def find_telling(projects: Iterable[int]) -> QuerySet[Import]:
    """The runs that have something to tell: those under way, then what stopped or failed, then what refused of late.

    Of each source only the last run counts: what was brought in again without a fault is mended. All runs are looked
    through, so that a fault in a quiet project is not forgotten over what is done elsewhere.
    """
    runs = Import.objects.filter(project_id__in=list(projects)).order_by()
    last = runs.values("project_id", "upload", "source").annotate(last=Max("pk")).values("last")
    failed, refused = (
        Exists(ImportedFile.objects.filter(run=OuterRef("pk"), outcome=outcome))
        for outcome in (ImportedFile.Outcome.FAILED, ImportedFile.Outcome.REFUSED)
    )
    rank = Case(
        When(state__in=Import.GOING_ON, then=0),
        When(~Q(pk__in=last), then=None),
        When(Q(state=Import.State.STOPPED) | failed, then=1),
        When(Q(started_at__gt=timezone.now() - REFUSED_FOR) & refused, then=2),
        output_field=IntegerField(),
    )
    return runs.annotate(rank=rank).filter(rank__isnull=False).order_by("rank", "-pk")


def count_bad(runs: QuerySet[Import]) -> QuerySet[Import]:
    """Adds to each run that is not under way how many of its files failed and were refused, as far as is told."""
    counts = {
        f"files_{outcome.value}": Coalesce(
            Case(
                When(
                    state__in=[Import.State.FINISHED, Import.State.STOPPED],
                    then=CountOf(ImportedFile.objects.filter(run=OuterRef("pk"), outcome=outcome)),
                )
            ),
            0,
        )
        for outcome in ImportedFile.BAD
    }
    return runs.annotate(**counts)


def _tell_progress(run: Import, project: Project) -> Iterator[Waiting]:
    words = {
        Import.State.RECEIVING: _("Upload under way"),
        Import.State.WAITING: _("Import waits for its turn"),
        Import.State.RUNNING: _("Import under way"),
    }
    counted = {"done": group_digits(run.files_done), "found": group_digits(run.files_found)}
    yield Waiting(
        project=project,
        about="import",
        icon="hard-drive-download",
        text=words[Import.State(run.state)],
        url=reverse("import", args=(project.slug, run.pk)),
        detail=_("%(done)s of %(found)s files") % counted if run.files_found else "",
        name=run.title,
        state="running",
        done=min(run.bytes_done, run.bytes_found),
        of=run.bytes_found,
    )


def _tell_faults(run: Import, project: Project) -> Iterator[Waiting]:
    page = reverse("import", args=(project.slug, run.pk))
    tell = partial(Waiting, project=project, about="import", name=run.title)
    if run.state == Import.State.STOPPED:
        text, detail = _("Import stopped before its end"), _("Go on with it: what is here already is not copied twice.")
        yield tell(icon="circle-pause", text=text, url=page, detail=detail, state="flag")
    failed, refused = run.files_failed, run.files_refused  # type: ignore[attr-defined]  # by count_bad
    if failed:
        text = ngettext("%(count)s file failed", "%(count)s files failed", failed) % {"count": write_count(failed)}
        detail = _("Try again; do not format the card before.")
        yield tell(icon="octagon-x", text=text, url=f"{page}?outcome=failed", detail=detail, state="block")
    if refused and run.started_at > timezone.now() - REFUSED_FOR:
        text = ngettext("%(count)s file was refused", "%(count)s files were refused", refused)
        text, detail = text % {"count": write_count(refused)}, _("The import tells why, file by file.")
        yield tell(icon="triangle-alert", text=text, url=f"{page}?outcome=refused", detail=detail, state="flag")


def _tell_more(project: Project) -> Waiting:
    return Waiting(
        project=project,
        about="import",
        icon="ellipsis",
        text=_("More imports wait"),
        url=reverse("imports", args=(project.slug,)),
        detail=_("They stand here when those above are done."),
        state="flag",
    )


def _wait_for_originals(projects: dict[int, Project]) -> Iterator[Waiting]:
    found = count_up_to(list_at_fault(projects).values_list("project_id", "original__state"))
    for (project_id, state), count in sorted(found.items()):
        yield _tell_originals(projects[project_id], state, count)


def _tell_originals(project: Project, state: str, count: int) -> Waiting:
    tell = partial(Waiting, project=project, about=state, url=reverse("mend", args=(project.slug,)))
    told = {"count": write_count(count)}
    if state == Original.State.MISSING:
        text = ngettext("%(count)s original is missing", "%(count)s originals are missing", count) % told
        detail = _("Connect the disk it was on, or bring it in again.")
        return tell(icon="unplug", text=text, detail=detail, state="flag")
    text = ngettext("%(count)s original is damaged", "%(count)s originals are damaged", count) % told
    return tell(icon="octagon-x", text=text, detail=_("Bring in a good copy: it takes its place."), state="block")


def _wait_for_failed_renditions(projects: dict[int, Project]) -> Iterator[Waiting]:
    failed = list_unmade(projects, [Rendition.State.FAILED])
    files = Counter(project_id for project_id, __ in set(failed[: CAP + 1]))
    for project_id, count in sorted(files.items()):
        text = ngettext("A rendition of %(count)s file failed", "Renditions of %(count)s files failed", count)
        yield Waiting(
            project=projects[project_id],
            about="failed",
            icon="image-off",
            text=text % {"count": write_count(count)},
            url=reverse("mend", args=(projects[project_id].slug,)),
            detail=_("The originals are safe. See why, and try again."),
            state="flag",
        )


def _wait_for_renditions(projects: dict[int, Project]) -> Iterator[Waiting]:
    waiting = list_unmade(projects, [Rendition.State.PENDING, Rendition.State.RUNNING])
    renditions = Counter(project_id for project_id, __ in waiting[: CAP + 1])
    for project_id, count in sorted(renditions.items()):
        text = ngettext("%(count)s rendition is still to be made", "%(count)s renditions are still to be made", count)
        yield Waiting(
            project=projects[project_id],
            about="unmade",
            icon="images",
            text=text % {"count": write_count(count)},
            url=reverse("project", args=(projects[project_id].slug,)),
            detail=_("Kadr goes on by itself."),
            state="wait",
            count=write_count(count),
        )


def list_at_fault(projects: Iterable[int]) -> QuerySet[Asset]:
    """What is in the libraries of these projects and has a missing or damaged original.

    The sum with 0 keeps a planner without statistics from going through all assets of a project: those at fault are
    few, and have an index.
    """
    library = Asset.objects.in_library().annotate(of_project=F("project_id") + 0)
    return library.filter(of_project__in=list(projects), original__state__in=AT_FAULT)


def list_unmade(projects: Iterable[int], states: Iterable[str]) -> QuerySet[Rendition, tuple[int, int]]:
    """Renditions in one of these states, as a project and an original: once for each of these projects that has it.

    For the sum see `list_at_fault`. All that is asked of an asset stands in one `filter` before the annotation: then
    they share a join, and it is the same asset.
    """
    unmade = Rendition.objects.unmade().filter(
        original__assets__isnull=False, original__assets__trashed_at__isnull=True, state__in=list(states)
    )
    of_project = F("original__assets__project_id") + 0
    within = unmade.annotate(of_project=of_project).filter(of_project__in=list(projects)).order_by()
    return within.values_list("of_project", "original_id")


def count_up_to(rows: QuerySet[Any, Any]) -> Counter[Any]:
    """How often each row of values is there, among the first CAP + 1. One query."""
    return Counter(rows.order_by()[: CAP + 1])

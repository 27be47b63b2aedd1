"""What a person reads first of an import: is everything here, and may the card be formatted?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from media_library.models import Import, ImportedFile

State, Outcome = Import.State, ImportedFile.Outcome
NOT_TAKEN_AFTER = timedelta(minutes=1)
"""A worker that runs and is free takes a run within a second or two."""


@dataclass(frozen=True)
class Verdict:
    """`state` is clear, flag (look at it), block, running or waiting; `icon` a Lucide name."""

    state: str
    icon: str
    heading: str
    text: str


@dataclass(frozen=True)
class Facts:
    """What the verdict is told from: how many files came to each outcome, and what else is known of the run.

    `unshown` counts the files of which no picture could be made; `is_proven` says that every copy was read back;
    `others_run` that a worker has another import in hand; `tells_places` that the person may see where things lie on
    the server, which the fault of a run may name.
    """

    counts: Mapping[str, int]
    unshown: int = 0
    is_proven: bool = True
    others_run: bool = False
    tells_places: bool = True

    @property
    def refused(self) -> int:
        return self.counts.get(Outcome.REFUSED, 0)

    @property
    def failed(self) -> int:
        return self.counts.get(Outcome.FAILED, 0)

    @property
    def here(self) -> int:
        return sum(self.counts.get(outcome, 0) for outcome in (Outcome.ADDED, Outcome.DUPLICATE, Outcome.SIDECAR))

    @property
    def told(self) -> int:
        return sum(self.counts.values())


def judge(run: Import, facts: Facts) -> Verdict:
    """The verdict on a run as it stands now."""
    if run.state == State.RECEIVING:
        return judge_receiving(run)
    if run.state == State.WAITING:
        return judge_waiting(run, facts)
    if run.state == State.RUNNING:
        return judge_running(run, facts)
    if run.state == State.STOPPED:
        return judge_stopped(run, facts)
    return judge_finished(run, facts)


def judge_receiving(run: Import) -> Verdict:
    text = _(
        "%(done)d of %(files)d files have arrived. Keep the page that sends them open until all are here; "
        "if it was closed, bring in what has arrived, and send the rest again."
    )
    said = text % {"done": run.files_done, "files": max(run.files_found, run.files_done)}
    return Verdict("running", "upload", _("The files are being sent"), said)


def judge_waiting(run: Import, facts: Facts) -> Verdict:
    if facts.others_run:
        text = _("Another import is in hand. This one begins after it.")
    elif run.nudged_at is not None and timezone.now() - run.nudged_at > NOT_TAKEN_AFTER:
        text = _("No worker has taken it yet. `manage.py work` starts one; `make run` has one with it.")
    else:
        text = _("It begins in a moment. This page may be closed.")
    return Verdict("waiting", "clock", _("Waiting for its turn"), text)


def judge_running(run: Import, facts: Facts) -> Verdict:
    heading = _("Do not format this card yet") if _is_a_card(run) else _("The files are being read")
    if run.stop_asked:
        return Verdict("running", "clock", heading, _("It stops after the files that are in hand."))
    parts = [_("Not every file is settled.") if _is_a_card(run) else _("This page may be closed.")]
    if facts.refused + facts.failed:
        parts.append(say_bad(facts))
    return Verdict("block" if facts.refused + facts.failed else "running", "clock", heading, " ".join(parts))


def judge_stopped(run: Import, facts: Facts) -> Verdict:
    heading = _("Do not format this card yet") if _is_a_card(run) else _("Stopped before its end")
    if run.fault:
        told = run.fault if facts.tells_places else _("It broke off. Contributors see why.")
        return Verdict("block", "octagon-x", heading, told)
    text = _("It stopped before its end. What came in is safe; “Go on” brings in the rest.")
    return Verdict("flag", "triangle-alert", heading, text)


def judge_finished(run: Import, facts: Facts) -> Verdict:
    if not run.files_found:
        text = _("The folder held no files. Is the card or disk mounted?")
        return Verdict("flag", "triangle-alert", _("There was nothing to bring in"), text)
    if facts.refused or facts.failed:
        heading = _("Do not format this card yet") if _is_a_card(run) else _("Not every file came in")
        return Verdict("block", "octagon-x", heading, f"{say_bad(facts)} {_('Why stands beside each.')}")
    if not facts.here:
        text = _("Only files of the system lay there. Nothing was brought in.")
        return Verdict("flag", "triangle-alert", _("There was nothing to bring in"), text)
    if facts.told < run.files_found:
        return judge_untold(run, run.files_found - facts.told)
    return judge_whole(run, facts)


def judge_untold(run: Import, untold: int) -> Verdict:
    """Fewer files were settled than were found: what came in is safe, but nobody may rely on that being all."""
    heading = _("Do not format this card yet") if _is_a_card(run) else _("Not every file is settled")
    told = ngettext(
        "Of %(count)d file that was there nothing is known. "
        "Bring it in again; what is here already does not come twice.",
        "Of %(count)d files that were there nothing is known. "
        "Bring them in again; what is here already does not come twice.",
        untold,
    )
    return Verdict("flag", "triangle-alert", heading, told % {"count": untold})


def judge_whole(run: Import, facts: Facts) -> Verdict:
    """Every file is here; what that means for the source hangs on how it was brought in."""
    is_verified = run.mode == Import.Mode.COPY and facts.is_proven
    heading = _("Every file is here and verified") if is_verified else _("Every file is here")
    parts = [say_what_to_keep(run, is_verified)]
    if facts.unshown:
        told = ngettext(
            "Of %(count)d file no picture could be made; its bytes are safe.",
            "Of %(count)d files no picture could be made; their bytes are safe.",
            facts.unshown,
        )
        parts.insert(0, told % {"count": facts.unshown})
        return Verdict("flag", "triangle-alert", heading, " ".join(parts))
    return Verdict("clear", "circle-check", heading, " ".join(parts))


def say_what_to_keep(run: Import, is_verified: bool) -> str:
    if run.mode == Import.Mode.REFERENCE:
        return _("The files stay where they are: leave them and their disk in their place.")
    if run.mode == Import.Mode.LINK:
        return _("They are linked, which is no second copy: keep another on another disk.")
    if not is_verified:
        return _(
            "Some copies could not be read back past the cache of the system: keep the source until they are checked."
        )
    if run.also_to:
        return _("There are two copies. If they lie on two different disks, the card may be formatted.")
    return _("This is one copy: keep the source until there is a second one on another disk.")


def say_bad(facts: Facts) -> str:
    """`3 files were refused. 1 file has failed.`"""
    parts = []
    if facts.refused:
        told = ngettext("%(count)d file was refused.", "%(count)d files were refused.", facts.refused)
        parts.append(told % {"count": facts.refused})
    if facts.failed:
        told = ngettext("%(count)d file has failed.", "%(count)d files have failed.", facts.failed)
        parts.append(told % {"count": facts.failed})
    return " ".join(parts)


def _is_a_card(run: Import) -> bool:
    """Whether somebody may want to format what was read: not what was sent, and not what stays where it is."""
    return not run.upload and run.mode != Import.Mode.REFERENCE

"""A run as a terminal shows it: a bar where there is one, plain lines where there is none."""

from __future__ import annotations

import io
import os
import time
from types import TracebackType
from typing import TextIO

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from media_library.ingest.facts_to_rows import readable_path
from media_library.ingest.render import Tally
from media_library.ingest.runs import Progress
from media_library.models import Import, ImportedFile, Rendition
from media_library.sizes import format_size

Outcome = ImportedFile.Outcome
SECONDS_BETWEEN_BARS, SECONDS_BETWEEN_LINES = 0.1, 10.0
BAR_WIDTH, NARROWEST_BAR = 24, 5


class TerminalProgress(Progress):
    """Files, bytes, rate, time left, successes and failures apart. A context manager."""

    def __init__(self, stream: TextIO, *, quiet: bool = False) -> None:
        self._stream, self._quiet = stream, quiet
        self._live = stream.isatty()
        self._begun = self._shown = time.monotonic()
        self._read_of_done = 0
        self.files = self.size_bytes = self.files_done = self.bytes_done = self.bytes_read = self.bad = 0

    def __enter__(self) -> TerminalProgress:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.files:
            self._show(last=True)

    def found(self, files: int, size_bytes: int) -> None:
        self.files, self.size_bytes = files, size_bytes

    def read(self, size_bytes: int) -> None:
        self.bytes_read += size_bytes
        self._show()

    def done(self, path: str, outcome: str, reason: str, size_bytes: int) -> None:
        self.files_done += 1
        self.bytes_done += size_bytes
        if self.bytes_read:  # what needs no reading is done before the first byte is read
            self._read_of_done += size_bytes
        if outcome in ImportedFile.BAD:
            self.bad += 1
        if outcome in ImportedFile.BAD and reason:
            self._say(f"{outcome}: {printable(path)}: {printable(reason)}")
        self._show()

    def _show(self, *, last: bool = False) -> None:
        now = time.monotonic()
        pause = SECONDS_BETWEEN_BARS if self._live else SECONDS_BETWEEN_LINES
        if self._quiet or (now - self._shown < pause and not last):
            return
        self._shown = now
        told = self._describe(max(now - self._begun, 0.001))
        if self._live:
            self._stream.write(f"\r\x1b[K{self._draw_bar(told)}" + ("\n" if last else ""))
        else:
            self._stream.write(f"{self._share():.0%}  {told}\n")
        self._stream.flush()

    def _draw_bar(self, told: str) -> str:
        """The whole line, no longer than the terminal is wide: a line that wraps cannot be drawn over."""
        share, room = self._share(), self._columns() - 1
        width = min(BAR_WIDTH, room - len(told) - len(" 100%  "))
        if width < NARROWEST_BAR:
            return f"{share:4.0%}  {told}"[:room]
        filled = round(share * width)
        return f"{'━' * filled}{'·' * (width - filled)} {share:4.0%}  {told}"

    def _columns(self) -> int:
        try:
            return os.get_terminal_size(self._stream.fileno()).columns or 80
        except (OSError, ValueError):
            return 80

    def _describe(self, seconds: float) -> str:
        parts = [
            f"{self.files_done}/{self.files}",
            f"{format_size(self._bytes_in())}/{format_size(self.size_bytes)}" if self.size_bytes else "",
            f"{format_size(self.bytes_read / seconds)}/s" if self.bytes_read else f"{self.files_done / seconds:.1f}/s",
            _("left %(time)s") % {"time": self._foretell_end(seconds)},
            _("%(good)d well, %(bad)d not") % {"good": self.files_done - self.bad, "bad": self.bad},
        ]
        return "  ".join(part for part in parts if part)

    def _foretell_end(self, seconds: float) -> str:
        """The time left: by the rate of reading where bytes are read, else by the files that are done."""
        if self.bytes_read and self.size_bytes:
            left = (self.size_bytes - self._bytes_in()) * seconds / self.bytes_read
        elif 0.01 < self._share() <= 1:
            left = seconds / self._share() - seconds
        else:
            return "–"
        return format_seconds(max(left, 0.0))

    def _bytes_in(self) -> int:
        """Bytes of what is done, and of what has been read of the files in hand."""
        return min(self.size_bytes, self.bytes_done + max(0, self.bytes_read - self._read_of_done))

    def _share(self) -> float:
        if self.size_bytes:
            return self._bytes_in() / self.size_bytes
        return min(1.0, self.files_done / self.files) if self.files else 0.0

    def clear(self) -> None:
        """Takes the bar away, for somebody else's line; the next sign of progress draws it again."""
        if self._live and not self._quiet:
            self._stream.write("\r\x1b[K")
            self._stream.flush()

    def _say(self, line: str) -> None:
        if not self._quiet:
            self._stream.write(("\r\x1b[K" if self._live else "") + line + "\n")


def make_forgiving(stream: TextIO) -> None:
    """Lets the stream write what its encoding has no sign for as an escape, instead of breaking off."""
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(errors="backslashreplace")


def summarise(run: Import, renditions: Tally | None = None) -> str:
    """At the end, what happened, in five lines."""
    counts = dict(run.files.order_by().values_list("outcome").annotate(number=Count("id")))
    seconds = (run.finished_at - run.started_at).total_seconds() if run.finished_at else 0.0
    lines = [
        _("%(number)d added, %(duplicates)d already here, %(sidecars)d go with others")
        % {
            "number": counts.get(Outcome.ADDED, 0),
            "duplicates": counts.get(Outcome.DUPLICATE, 0),
            "sidecars": counts.get(Outcome.SIDECAR, 0),
        },
        _describe_left_out(counts),
        _("%(files)d files, %(size)s, in %(time)s")
        % {"files": run.files_found, "size": format_size(run.bytes_found), "time": format_seconds(seconds)},
        _describe_notices(run),
        _describe_renditions(run, renditions),
    ]
    return "\n".join(lines)


def _describe_left_out(counts: dict[str, int]) -> str:
    line = _("%(ignored)d ignored, %(refused)d refused, %(failed)d failed") % {
        "ignored": counts.get(Outcome.IGNORED, 0),
        "refused": counts.get(Outcome.REFUSED, 0),
        "failed": counts.get(Outcome.FAILED, 0),
    }
    if any(counts.get(outcome) for outcome in ImportedFile.BAD):
        line += _(": what was refused or has failed is not in Kadr")
    return line


def _describe_notices(run: Import) -> str:
    if not run.files_found:
        return _("There was nothing to bring in. Is the card or disk mounted?")
    if not run.notices:
        return _("No notices.")
    number = len(run.notices)
    head = ngettext("%(number)d notice", "%(number)d notices", number) % {"number": number}
    more = _(" (the others are on the import's page)") if number > 1 else ""
    return f"{head}: {printable(run.notices[0])}{more}"


def _describe_renditions(run: Import, tally: Tally | None) -> str:
    if tally is None:
        return _("The renditions are left to the worker.")
    line = _("%(made)d renditions made, %(failed)d failed") % {"made": tally.made, "failed": tally.failed}
    troubled = (
        Rendition.objects.filter(original__imported_files__run=run)
        .exclude(reason="")
        .aggregate(number=Count("original", distinct=True))["number"]
    )
    if troubled:
        line += ngettext(
            ": %(number)d file is damaged or cannot be shown",
            ": %(number)d files are damaged or cannot be shown",
            troubled,
        ) % {"number": troubled}
    return line


def printable(text: str) -> str:
    """Text from a file, harmless on a terminal: control signs and direction marks appear as escapes."""
    shown = readable_path(text)
    return "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in shown)


def format_seconds(seconds: float) -> str:
    """`7 s`, `3:05`, `2:03:05`."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    minutes, rest = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"

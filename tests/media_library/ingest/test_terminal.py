from __future__ import annotations

import fcntl
import io
import os
import re
import struct
import termios
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TextIO

import pytest

from media_library.ingest import terminal
from media_library.ingest.terminal import (
    TerminalProgress,
    format_seconds,
    format_size,
    make_forgiving,
    printable,
)


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 1000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(terminal, "time", clock)
    return clock


@dataclass
class Screen:
    stream: TextIO
    master: int

    def read(self, end: str) -> str:
        """What has been written, as far as `end`, which must come."""
        self.stream.flush()
        shown = b""
        while not shown.endswith(end.encode()):
            shown += os.read(self.master, 1 << 16)
        return shown.decode()


@contextmanager
def open_screen(columns: int) -> Iterator[Screen]:
    """A terminal of so many columns."""
    master, slave = os.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    with os.fdopen(slave, "w", encoding="utf-8") as stream:
        yield Screen(stream, master)
    os.close(master)


def test_without_a_terminal_there_are_plain_lines_now_and_then(clock: Clock) -> None:
    stream = io.StringIO()
    with TerminalProgress(stream) as progress:
        progress.found(4, 4_000_000)
        for number in range(4):
            clock.now += 6
            progress.read(1_000_000)
            progress.done(f"{number}.jpg", "refused" if number == 2 else "added", "It is no picture.", 1_000_000)
    assert stream.getvalue().splitlines() == [
        # After 12 s two megabytes are read and one file is done: 2 MB / 12 s, and 2 MB are left at that rate.
        "50%  1/4  2.0 MB/4.0 MB  167 kB/s  left 12 s  1 well, 0 not",
        "refused: 2.jpg: It is no picture.",
        "100%  3/4  4.0 MB/4.0 MB  167 kB/s  left 0 s  2 well, 1 not",
        "100%  4/4  4.0 MB/4.0 MB  167 kB/s  left 0 s  3 well, 1 not",
    ]


def test_on_a_terminal_there_is_a_bar_that_is_drawn_over(clock: Clock) -> None:
    with open_screen(120) as screen, TerminalProgress(screen.stream) as progress:
        progress.found(2, 2_000_000)
        clock.now += 1
        progress.read(500_000)
        assert (
            screen.read("0 not")
            == "\r\x1b[K━━━━━━··················  25%  0/2  500 kB/2.0 MB  500 kB/s  left 3 s  0 well, 0 not"
        )


@pytest.mark.parametrize("columns", [40, 60, 80, 100, 200])
def test_a_line_is_never_longer_than_the_terminal_is_wide(clock: Clock, columns: int) -> None:
    with open_screen(columns) as screen, TerminalProgress(screen.stream) as progress:
        progress.found(123_456, 123_456_789_012)
        for _ in range(5):
            clock.now += 1
            progress.read(123_456_789)
        screen.stream.write("end")
        lines = [line for line in re.split(r"\r\x1b\[K|end", screen.read("end")) if line]
    assert len(lines) == 5
    assert max(map(len, lines)) < columns


def test_what_went_wrong_is_told_on_a_line_of_its_own(clock: Clock) -> None:
    with open_screen(80) as screen, TerminalProgress(screen.stream) as progress:
        progress.found(1, 10)
        progress.done("\x1b[2Jbad.jpg", "refused", "It is empty.", 10)
        assert screen.read("\n") == "\r\x1b[Krefused: \\x1b[2Jbad.jpg: It is empty.\r\n"


def test_what_needed_no_reading_does_not_count_as_read(clock: Clock) -> None:
    """Nine of ten files are known; then one is read halfway: 9.5 of 10 bytes are done, at 0.5 bytes a second."""
    progress = TerminalProgress(io.StringIO())
    progress.found(10, 10_000)
    for _ in range(9):
        progress.done("a.jpg", "duplicate", "", 1_000)
    clock.now += 1
    progress.read(500)
    assert progress._describe(1.0) == "9/10  10 kB/10 kB  500 B/s  left 1 s  9 well, 0 not"
    assert progress._share() == pytest.approx(0.95)


def test_without_sizes_the_files_are_counted(clock: Clock) -> None:
    progress = TerminalProgress(io.StringIO())
    progress.found(8, 0)
    for _ in range(2):
        progress.done("max-320", "done", "", 0)
    assert progress._describe(4.0) == "2/8  0.5/s  left 12 s  2 well, 0 not"


def test_nothing_is_printed_where_silence_is_asked_for() -> None:
    stream = io.StringIO()
    with TerminalProgress(stream, quiet=True) as progress:
        progress.found(1, 10)
        progress.done("a.jpg", "refused", "It is empty.", 10)
    assert stream.getvalue() == ""


def test_names_are_printed_harmlessly_and_cyrillic_stays_as_it_is() -> None:
    assert printable("Алтай қой.jpg") == "Алтай қой.jpg"
    assert printable("\x1b]0;own\x07") == "\\x1b]0;own\\x07"
    assert printable("a\u202egpj.exe") == "a\\u202egpj.exe"
    assert printable("\udcff.jpg") == "\\xff.jpg"


def test_a_stream_of_few_signs_gets_escapes_instead_of_breaking_off() -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="ascii")
    make_forgiving(stream)
    stream.write("қой")
    stream.flush()
    assert raw.getvalue() == b"\\u049b\\u043e\\u0439"


@pytest.mark.parametrize(
    ("size_bytes", "told"),
    [(0, "0 B"), (999, "999 B"), (1_000, "1 kB"), (64_000_000_000, "64.0 GB"), (2_500_000_000_000, "2.50 TB")],
)
def test_sizes_are_told_in_decimal_units(size_bytes: int, told: str) -> None:
    assert format_size(size_bytes) == told


@pytest.mark.parametrize(("seconds", "told"), [(7.2, "7 s"), (185, "3:05"), (7385, "2:03:05"), (59.6, "1:00")])
def test_times_are_told_as_people_do(seconds: float, told: str) -> None:
    assert format_seconds(seconds) == told

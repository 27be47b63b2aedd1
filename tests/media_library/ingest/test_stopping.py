from __future__ import annotations

import threading
import time
from typing import Any

import pytest

from media_library.formats import FileType, Kind
from media_library.formats.child import Decoder
from media_library.ingest.stopping import Stop, Stopped, work_in_threads

JPEG = FileType(Kind.PHOTO, "photo", "JPEG", "image/jpeg", "jpg")


@pytest.fixture
def busy_decoder(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """A decoder whose child is asked nothing and so answers nothing; set when it has been called."""
    called = threading.Event()

    def send(self: Decoder, call: dict[str, Any]) -> Any:
        process = self._start()
        called.set()
        return process

    monkeypatch.setattr(Decoder, "_send", send)
    return called


def test_one_job_is_done_in_the_calling_thread() -> None:
    threads: list[threading.Thread] = []
    work_in_threads(1, lambda: threads.append(threading.current_thread()), stop=Stop(), name="test")
    assert threads == [threading.current_thread()]


def test_several_jobs_are_done_in_as_many_threads() -> None:
    meeting = threading.Barrier(3, timeout=10)
    work_in_threads(3, lambda: meeting.wait() and None, stop=Stop(), name="test")
    assert not meeting.broken


def test_what_ends_one_thread_stops_the_others_and_is_raised() -> None:
    stop, first = Stop(), threading.Lock()

    def work() -> None:
        if first.acquire(blocking=False):
            raise ValueError("a bug")
        while True:
            stop.check()

    with pytest.raises(ValueError, match="a bug"):
        work_in_threads(3, work, stop=stop, name="test")


def test_an_interruption_of_the_caller_stops_all_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    from media_library.ingest import stopping

    stop, real, ended = Stop(), stopping._wait, []

    def interrupted(threads: list[threading.Thread], *, most: int | None = None) -> None:
        if most is None:
            raise KeyboardInterrupt
        real(threads, most=most)

    def work() -> None:
        try:
            while True:
                stop.check()
        finally:
            ended.append(1)

    monkeypatch.setattr(stopping, "_wait", interrupted)
    with pytest.raises(KeyboardInterrupt):
        work_in_threads(2, work, stop=stop, name="test")
    assert len(ended) == 2


def test_what_is_being_decoded_is_ended(tmp_path: Any, busy_decoder: threading.Event) -> None:
    stop, raised = Stop(), []

    def decode() -> None:
        with stop.decoder() as decoder:
            try:
                decoder.read_facts(tmp_path / "a.jpg", JPEG)
            except Stopped as stopped:
                raised.append(stopped)

    thread = threading.Thread(target=decode)
    thread.start()
    assert busy_decoder.wait(10)
    started = time.monotonic()
    stop.ask()
    thread.join(10)
    assert not thread.is_alive()
    assert len(raised) == 1
    assert time.monotonic() - started < 5


def test_a_decoder_that_is_asked_for_later_does_not_begin(tmp_path: Any) -> None:
    stop = Stop()
    stop.ask()
    with stop.decoder() as decoder, pytest.raises(Stopped):
        decoder.read_facts(tmp_path / "a.jpg", JPEG)

"""Being asked to stop: Ctrl-C in the middle of a run, SIGTERM to the worker.

What is in hand is put back as if it had not been begun; no file is blamed for it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection

from media_library.formats.child import Decoder, Stopped
from media_library.ingest.decoding import make_decoder

__all__ = ["THIS_PROCESS", "Stop", "Stopped", "work_in_threads"]

SECONDS_BETWEEN_LOOKS = 0.2


class Stop:
    """One person's wish to stop, known to all threads of a run and to their decoders. May be asked for in a signal."""

    def __init__(self) -> None:
        self.asked = False
        self._decoders: list[Decoder] = []
        self._followers: list[Stop] = []

    def ask(self) -> None:
        """Lets every thread end at its next step, and ends what is being decoded."""
        self.asked = True
        for decoder in list(self._decoders):
            decoder.stop()
        for follower in list(self._followers):
            follower.ask()

    @contextmanager
    def heeded_by(self, follower: Stop) -> Iterator[None]:
        """While this lasts, what is asked here is asked of the follower too, but not the other way round."""
        self._followers.append(follower)
        try:
            if self.asked:
                follower.ask()
            yield
        finally:
            self._followers.remove(follower)

    def check(self) -> None:
        """Raises Stopped when it has been asked for."""
        if self.asked:
            raise Stopped

    @contextmanager
    def decoder(self) -> Iterator[Decoder]:
        """A child process for one thread, which is ended when it is asked to stop."""
        with make_decoder() as decoder:
            self._decoders.append(decoder)
            try:
                if self.asked:
                    decoder.stop()
                yield decoder
            finally:
                self._decoders.remove(decoder)


THIS_PROCESS = Stop()
"""Asked for when the whole process is to end: the worker's background work heeds it."""


def work_in_threads(number: int, work: Callable[[], None], *, stop: Stop, name: str) -> None:
    """Does the work in so many threads (one is the calling thread itself); comes back when all have ended.

    Raises what ended one of them. What ends one, or interrupts the caller, stops the others too.
    """
    if number <= 1:
        _work_here(work)
        return
    faults: list[BaseException] = []

    def guarded() -> None:
        try:
            _work_here(work)
        except BaseException as fault:
            faults.append(fault)
            stop.ask()
        finally:
            connection.close()

    threads = [threading.Thread(target=guarded, name=f"{name}-{index}") for index in range(number)]
    for thread in threads:
        thread.start()
    try:
        _wait(threads)
    except BaseException:
        while any(thread.is_alive() for thread in threads):
            stop.ask()
            _wait(threads, most=1)
        raise
    if faults:
        raise faults[0]


def _work_here(work: Callable[[], None]) -> None:
    try:
        work()
    except Stopped:
        return


def _wait(threads: list[threading.Thread], *, most: int | None = None) -> None:
    """Waits for the threads in short steps, so that a signal is heard; at most so many steps for each."""
    for thread in threads:
        steps = 0
        while thread.is_alive() and steps != most:
            thread.join(SECONDS_BETWEEN_LOOKS)
            steps += 1

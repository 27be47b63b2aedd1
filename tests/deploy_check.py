"""Django's deployment checks, for a copy on the open internet: `python -m tests.deploy_check`."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
import tempfile
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="kadr-check-") as folder:
        environment = {
            **os.environ,
            "DATA_DIR": folder,
            "DATABASE_URL": f"sqlite:///{folder}/kadr.sqlite3",
            "SECRET_KEY": secrets.token_urlsafe(64),
            "DEBUG": "false",
            "HTTPS": "true",
            "ALLOWED_HOSTS": "kadr.example.org",
        }
        command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
        return subprocess.run(command, cwd=PROJECT, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())

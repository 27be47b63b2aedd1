"""Runs every benchmark of this folder that has a `main()`: `python -m tests.performance [name ...]`."""

from __future__ import annotations

import pkgutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def list_benchmarks() -> list[str]:
    """The names of the modules that have a `main()`, in the order of the alphabet."""
    names = sorted(module.name for module in pkgutil.iter_modules([str(HERE)]) if module.name != "__main__")
    return [name for name in names if "def main(" in (HERE / f"{name}.py").read_text()]


def main(chosen: list[str]) -> int:
    """Each in a process of its own, so that one's memory is not another's. Gives the number of those that failed."""
    failed = 0
    for name in chosen or list_benchmarks():
        print(f"== {name} ==", flush=True)
        command = [sys.executable, "-m", f"tests.performance.{name}"]
        failed += subprocess.run(command, cwd=HERE.parent.parent, check=False).returncode != 0
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

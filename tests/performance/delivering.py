"""What the server takes to answer with a thumbnail, against a bare Django view that answers with the same bytes.

Both under gunicorn as `manage.py serve` starts it, over connections that are kept open, in turns: first one asker, then
six at once, as a browser asks for a page of pictures. Then how fast a clip goes out, whole.
"""

from __future__ import annotations

import http.client
import os
import signal
import statistics
import struct
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import django

from config.serving import listen, web_server
from tests.media_library.formats.made_media import make_film
from tests.own_copy import MANAGE, PROJECT
from tests.performance.importing import make_copy, paint_photographs

ASKS = 400
TURNS = 5
AT_ONCE = 6
CLIP_BYTES = 1 << 30


@dataclass(frozen=True)
class Asked:
    """Where a file is to be had, and what goes with the question."""

    port: int
    path: str
    cookie: str = ""


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="kadr-bench-") as name:
        folder = Path(name)
        environment = make_copy(folder / "copy")
        (folder / "copy" / "static").mkdir()
        bring_in(folder, environment)
        thumbnail, clip, cookie, file = look_up()
        bare = {**os.environ, "BARE_FILE": str(file)}
        with serve("config.wsgi:application", environment) as port, serve("tests.performance.bare_view", bare) as other:
            report(Asked(port, thumbnail, cookie), Asked(other, "/"), file.stat().st_size)
            rate = CLIP_BYTES / 1e6 / min(ask_whole(Asked(port, clip, cookie)) for _ in range(3))
            print(f"a clip of 1 GiB, whole          {rate:.0f} MB a second")


def report(ours: Asked, bare: Asked, size_bytes: int) -> None:
    """Prints the middle of all answers, and how it stands to the bare view."""
    print(f"a thumbnail of {size_bytes / 1000:.0f} kB, permission asked each time")
    for at_once in (1, AT_ONCE):
        times: dict[Asked, list[float]] = {ours: [], bare: []}
        for _ in range(TURNS):
            for asked in times:
                times[asked] += ask_at_once(asked, at_once)
        middle, least = statistics.median(times[ours]), statistics.median(times[bare])
        slow = statistics.quantiles(times[ours], n=20)[-1]
        print(
            f"  {at_once} at once: half within        {middle * 1000:.1f} ms, 95 % within {slow * 1000:.1f} ms", end=""
        )
        print("   (goal: half within 10)" if at_once == 1 else "")
        print(f"    against the bare view         {middle / least:.1f} x")


def ask_at_once(asked: Asked, number: int) -> list[float]:
    """Seconds of each answer, of so many askers together."""
    times: list[float] = []
    askers = [threading.Thread(target=lambda: times.extend(ask(asked, ASKS // number))) for _ in range(number)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    return times


def ask(asked: Asked, number: int) -> list[float]:
    """Seconds of each answer over one connection."""
    line = http.client.HTTPConnection("127.0.0.1", asked.port)
    times = []
    for _ in range(number):
        start = time.perf_counter()
        line.request("GET", asked.path, headers={"Cookie": asked.cookie})
        answer = line.getresponse()
        answer.read()
        times.append(time.perf_counter() - start)
        if answer.status != 200:
            raise SystemExit(f"{asked.path} gave {answer.status}")
    line.close()
    return times


def ask_whole(asked: Asked) -> float:
    """Seconds until the last byte."""
    line = http.client.HTTPConnection("127.0.0.1", asked.port)
    start = time.perf_counter()
    line.request("GET", asked.path, headers={"Cookie": asked.cookie})
    answer, left = line.getresponse(), CLIP_BYTES
    while piece := answer.read(1 << 20):
        left -= len(piece)
    line.close()
    if left:
        raise SystemExit(f"{asked.path} came without {left} bytes")
    return time.perf_counter() - start


def bring_in(folder: Path, environment: dict[str, str]) -> None:
    """A photograph with its renditions, and a clip that is mostly a hole; the process goes on in their copy."""
    card = folder / "card"
    paint_photographs(card, 1)
    with make_film(card / "clip.mp4", codec="libx264").open("ab") as file:
        rest = CLIP_BYTES - file.tell()
        file.write(struct.pack(">I4s", rest, b"free"))  # ISO/IEC 14496-12, 8.1.2: room that means nothing
        file.truncate(CLIP_BYTES)
    words = ["import_media", str(card), "--create", "archive", "--project", "bench", "--link", "--wait", "-v0"]
    subprocess.run([sys.executable, str(MANAGE), *words], env=environment, cwd=PROJECT, check=True)
    os.environ.update(environment, DJANGO_SETTINGS_MODULE="config.settings")
    django.setup()


def look_up() -> tuple[str, str, str, Path]:
    """Addresses of the thumbnail and of the clip, the cookie of a viewer, and the file of the thumbnail."""
    from django.conf import settings
    from django.core.files.storage import storages
    from django.test import Client

    from collaborators.models import Membership, User
    from media_library.delivery.links import play_url, rendition_url
    from media_library.models import Asset, Rendition

    photograph, clip = (Asset.objects.select_related("project").get(kind=kind) for kind in ("photo", "video"))
    made = Rendition.objects.get(original=photograph.original_id, spec="max-320")
    viewer = User.objects.create_user("viewer@example.org", name="Viewer")
    Membership.objects.create(project=photograph.project, user=viewer, role=Membership.Role.VIEWER)
    client = Client()
    client.force_login(viewer)
    return (
        rendition_url("bench", photograph.pk, made),
        play_url("bench", clip),
        f"{settings.SESSION_COOKIE_NAME}={client.session.session_key}",
        Path(storages["renditions"].path(made.storage_name)),
    )


@contextmanager
def serve(application: str, environment: dict[str, str]) -> Iterator[int]:
    """gunicorn as `manage.py serve` starts it, with two processes; gives its port."""
    with listen("127.0.0.1", 0) as listener:
        child = web_server(listener, processes=2, threads=8)
        command = [application if word == "config.wsgi:application" else word for word in child.command]
        process = subprocess.Popen(command, env=environment, cwd=PROJECT, pass_fds=child.keep_fds, process_group=0)
        try:
            yield listener.getsockname()[1]
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait()


if __name__ == "__main__":
    main()

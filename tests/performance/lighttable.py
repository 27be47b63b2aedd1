"""The lighttable's set at 200,000 assets against 1,000, on SQLite and on PostgreSQL: opening it, jumping to its middle,
changing the filter, and the counts of the filter bar.

The means are of processor time, ours and that of PostgreSQL, so that a machine that is busy with something else
does not lengthen them; p95 is by the clock. Both projects are asked in turns.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import django

from tests.own_copy import make_own_copy
from tests.postgres import start_postgres

FEW, MANY = 1_000, 200_000
TURNS = 40
E_MAIL, PASSWORD = "bench@example.org", "nine grey horses at noon"
RARE = 10
"""Assets with five stars; as many are unseen by the second person."""
ITEMS = {
    "everything": "",
    "the middle": "at={middle}",
    "all stacks open": "stacks=open",
    "picks": "flag=pick",
    "picks, in the middle": "flag=pick&at={picked}",
    "≥ 3 stars": "stars=ge3",
    "≥ 3 stars, in the middle": "stars=ge3&at={starred}",
    "red or blue": "label=red,blue",
    "picks and ≥ 3 stars": "flag=pick&stars=ge3",
    "rejects and ≥ 3 stars: few": "flag=reject&stars=ge3",
    "five stars: ten of them": "stars=eq5",
    "a camera": "camera=Z+6",
    "a camera and red": "camera=Z+6&label=red",
    "two lenses": "lens=50+mm&lens=35+mm",
    "photos and clips": "kind=photo,video",
    "unseen: every other": "unseen=1",
    "picks, by name": "flag=pick&sort=name",
    "a day": "on={day}",
}
FACETS = {
    "everything": "",
    "picks": "flag=pick",
    "≥ 3 stars": "stars=ge3",
    "red or blue": "label=red,blue",
    "a camera, unseen": "camera=Z+6&unseen=1",
    "unseen": "unseen=1",
    "an import": "import={run}",
    "a bin": "bin={bin}",
    "a day": "on={day}",
    "a common word": "q=img_",
    "a rare word": "q=00042.",
}


def main() -> None:
    if "DATABASE_URL" in os.environ:
        measure()
        return
    measure_on("sqlite://")
    with start_postgres() as url:
        measure_on(url)


def measure_on(url: str) -> None:
    """In a process of its own: settings are read once."""
    command = [sys.executable, "-m", "tests.performance.lighttable"]
    subprocess.run(command, env={**os.environ, "DATABASE_URL": url}, check=True)


def measure() -> None:
    with tempfile.TemporaryDirectory(prefix="kadr-bench-") as name, make_own_copy(Path(name) / "copy") as copy:
        for words in (("migrate", "-v0"), ("collectstatic", "--noinput", "-v0")):
            copy.run(*words)
        os.environ.update(copy.env)
        os.environ["ALLOWED_HOSTS"] = "testserver"
        django.setup()
        fill()
        ask_everything()


def fill() -> None:
    """A project of FEW and one of MANY, marked as one is in the middle of culling; and two people."""
    from collaborators.models import Membership, User
    from media_library.models import Asset, Bin, BinEntry
    from projects.making import make_project
    from tests.performance.library import settle
    from tests.performance.many import make_many

    owner = User.objects.create_user(E_MAIL, PASSWORD, name="Bench")
    second = User.objects.create_user("second@example.org", PASSWORD, name="Second")
    for count in (FEW, MANY):
        project = make_project(by=owner, kind="archive", title=f"{count}", slug=f"p{count}")
        Membership.objects.create(project=project, user=second, role="owner")
        make_many(project, count)
        mark(project.pk)
        look(owner.pk, Asset.objects.filter(project=project), every=2)
        look(second.pk, Asset.objects.filter(project=project), every=1)
        box = Bin.objects.create(project=project, name="Best")
        chosen = Asset.objects.filter(project=project).order_by("name_key")[:: max(1, count // 500)]
        BinEntry.objects.bulk_create(BinEntry(bin=box, asset=asset, position=n) for n, asset in enumerate(chosen))
    settle()


def mark(project_id: int) -> None:
    """A fifth are picks, a fourth rejects; most picks have stars; four cameras, three lenses, six labels. A tenth lies
    in bursts of five under their tops, a tenth are the JPEGs of RAWs. Spread evenly, the same in both projects."""
    from django.db import connection

    from media_library.models import Asset

    rows = Asset.objects.filter(project=project_id).order_by("pk")
    first, count = rows[0].pk, rows.count()
    with connection.cursor() as cursor:
        cursor.execute(MARK, {"first": first, "project": project_id})
    rare = rows.filter(pk__in=range(first + 3, first + count, count // RARE))
    rare.update(rating=5, cover=0)


MARK = """
    UPDATE media_library_asset SET
      flag = CASE WHEN turn.n < 200 THEN 'pick' WHEN turn.n < 450 THEN 'reject' ELSE '' END,
      rating = CASE WHEN turn.n < 150 THEN 3 + turn.n %% 2 WHEN turn.n < 300 THEN 1 + turn.n %% 2
                    WHEN turn.n = 301 THEN 3 END,
      label = CASE turn.n %% 18 WHEN 0 THEN 'red' WHEN 3 THEN 'blue' WHEN 6 THEN 'green' WHEN 9 THEN 'yellow'
                               WHEN 12 THEN 'purple' WHEN 15 THEN 'Select' ELSE '' END,
      model = CASE turn.n / 5 %% 4 WHEN 0 THEN 'Z 6' WHEN 1 THEN 'X-T5' WHEN 2 THEN 'ILCE-7M4' ELSE '' END,
      lens = CASE turn.n / 20 %% 3 WHEN 0 THEN '50 mm' WHEN 1 THEN '35 mm' ELSE '24-70 mm' END,
      cover = CASE WHEN turn.number %% 50 BETWEEN 1 AND 4 THEN 1 WHEN turn.number %% 10 = 9 THEN 2 ELSE 0 END
    FROM (SELECT id, id - %(first)s AS number, (id - %(first)s) * 7919 %% 1000 AS n FROM media_library_asset) AS turn
    WHERE turn.id = media_library_asset.id AND project_id = %(project)s
"""


def look(user_id: int, assets: Any, *, every: int) -> None:
    """Every one, or every other one, has been looked at; but not the RARE that have five stars."""
    from django.utils import timezone

    from media_library.models import Look

    ids = list(assets.exclude(rating=5).order_by("captured_at", "pk").values_list("pk", flat=True))[::every]
    now = timezone.now()
    Look.objects.bulk_create((Look(user_id=user_id, asset_id=each, at=now) for each in ids), batch_size=5000)


def ask_everything() -> None:
    """Prints one line for each question: the mean of both, their ratio, and the slowest of twenty."""
    from django.db import connection
    from django.test import Client

    from collaborators.models import User

    first, second = (Client() for __ in range(2))
    first.force_login(User.objects.get(email=E_MAIL))
    second.force_login(User.objects.get(email="second@example.org"))
    print(f"{connection.vendor}: at most 1.5 times (not the facets), p95 < 100 ms and of facets < 250 ms are the goal")
    print(f"{'':44} {FEW:>9,} {MANY:>9,}   ratio       p95   queries   items")
    measure_one(first, "the page: everything", "media/", "")
    measure_one(first, "the page: picks", "media/", "flag=pick")
    for name, query in ITEMS.items():
        measure_one(first, f"items: {name}", "media/items/", query)
    measure_one(second, "items: unseen: ten of them", "media/items/", "unseen=1")
    for name, query in FACETS.items():
        measure_one(first, f"facets: {name}", "media/facets/", query)
    measure_one(second, "facets: unseen: ten of them", "media/facets/", "unseen=1")


def measure_one(client: Any, name: str, path: str, query: str) -> None:
    addresses = [prepare(client, f"p{count}", path, query) for count in (FEW, MANY)]
    few, many = ask_by_turns(client, *addresses)
    slow = statistics.quantiles(many.by_clock_ms, n=20)[-1]
    counted = [count_queries(client, address) for address in addresses]
    items = " and ".join(str(count_items(client, address)) for address in addresses) if "items" in path else ""
    print(
        f"{name:44} {few.mean_ms:6.1f} ms {many.mean_ms:6.1f} ms   {many.mean_ms / few.mean_ms:5.2f} {slow:6.1f} ms"
        f"   {counted[0]:2} and {counted[1]:2}   {items}",
        flush=True,
    )


def prepare(client: Any, slug: str, path: str, query: str) -> str:
    """The address of a question, which has been asked once."""
    from media_library.models import Asset

    shown = Asset.objects.filter(project__slug=slug, trashed_at=None, cover=0, captured_at__isnull=False)
    shown = shown.order_by("-captured_at", "-pk")
    picked, starred = shown.filter(flag="pick"), shown.filter(rating__gte=3)
    middle = shown[shown.count() // 2]
    fields = {
        "middle": middle.pk,
        "picked": picked[picked.count() // 2].pk,
        "starred": starred[starred.count() // 2].pk,
        "day": f"{middle.captured_at:%Y-%m-%d}",
        "run": middle.first_import_id,
        "bin": middle.project.bins.get().pk,
    }
    address = f"/projects/{slug}/{path}?{query.format(**fields)}"
    assert client.get(address).status_code == 200, address
    return address


@dataclass
class Taken:
    """What a question took, in milliseconds: each time by the clock, and altogether by the processors."""

    by_clock_ms: list[float] = field(default_factory=list)
    processor_ms: float = 0

    @property
    def mean_ms(self) -> float:
        return self.processor_ms / len(self.by_clock_ms)


def ask_by_turns(client: Any, *addresses: str) -> list[Taken]:
    """What each took, asked in turns, so that what else the machine does falls on all alike."""
    found = [Taken() for __ in addresses]
    for __ in range(TURNS):
        for taken, address in zip(found, addresses, strict=True):
            worked, start = read_processor_ms(), time.perf_counter()
            client.get(address)
            taken.by_clock_ms.append((time.perf_counter() - start) * 1000)
            taken.processor_ms += read_processor_ms() - worked
    return found


def read_processor_ms() -> float:
    """The processor time of this process, and of PostgreSQL's that serves it (proc_pid_stat(5), fields 14, 15)."""
    from django.db import connection

    ours = time.process_time() * 1000
    if connection.vendor == "sqlite":
        return ours
    connection.ensure_connection()
    stat = Path(f"/proc/{connection.connection.info.backend_pid}/stat").read_text()
    ticks = [int(each) for each in stat.rpartition(")")[2].split()[11:13]]
    return ours + sum(ticks) * 1000 / os.sysconf("SC_CLK_TCK")


def count_queries(client: Any, address: str) -> int:
    from tests.performance.library import count_queries as count

    return count(client, address)


def count_items(client: Any, address: str) -> int:
    return len(client.get(address).json()["items"])


if __name__ == "__main__":
    main()

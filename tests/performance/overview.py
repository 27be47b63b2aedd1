"""Home and the page of a project with 100,000 assets against 1,000; one in a thousand is missing, one has failed."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import django

from tests.own_copy import make_own_copy
from tests.performance.library import count_queries, measure_by_turns, settle

FEW, MANY = 1_000, 100_000
ONE_IN = 1_000
PAGES = {
    "home": "/",
    "the project": "/projects/p{count}/",
    "its numbers, to the end": "/projects/p{count}/numbers/",
    "what is to be mended": "/projects/p{count}/mend/",
}


def main() -> None:
    os.environ.setdefault("DATABASE_URL", "sqlite://")
    with tempfile.TemporaryDirectory(prefix="kadr-bench-") as name, make_own_copy(Path(name) / "copy") as copy:
        for words in (("migrate", "-v0"), ("collectstatic", "--noinput", "-v0")):
            copy.run(*words)
        os.environ.update(copy.env)
        os.environ["ALLOWED_HOSTS"] = "testserver"
        django.setup()
        for count in (FEW, MANY):
            fill(count)
        measure("without statistics")
        settle()
        measure("with statistics")


def fill(count: int) -> None:
    """A project, somebody who is in no other, and a few things that are to be mended."""
    from collaborators.models import User
    from media_library.models import Original, Rendition
    from projects.making import make_project
    from tests.performance.many import make_many

    owner = User.objects.create_user(f"p{count}@example.org", name="Bench")
    project = make_project(by=owner, kind="archive", title=f"{count}", slug=f"p{count}")
    make_many(project, count)
    ids = list(Original.objects.filter(assets__project=project).order_by("pk").values_list("pk", flat=True))
    Original.objects.filter(pk__in=ids[::ONE_IN]).update(state="missing")
    Rendition.objects.filter(original_id__in=ids[1::ONE_IN]).update(state="failed", reason="The file is cut short.")
    Rendition.objects.filter(original_id__in=ids[2::ONE_IN]).update(state="pending")


def measure(when: str) -> None:
    from django.test import Client

    from collaborators.models import User

    clients = {}
    for count in (FEW, MANY):
        clients[count] = Client()
        clients[count].force_login(User.objects.get(email=f"p{count}@example.org"))
    print(f"{when:24} {FEW:>9,} {MANY:>9,}   ratio  queries")
    for name, path in PAGES.items():
        addresses = {count: path.format(count=count) for count in clients}
        asked = [count_queries(clients[count], address) for count, address in addresses.items()]
        few, many = (measure_by_turns(clients[count], address)[0] for count, address in addresses.items())
        print(
            f"{name:24} {few * 1000:6.1f} ms {many * 1000:6.1f} ms   {many / few:5.2f}  {asked[0]} and {asked[1]}",
            flush=True,
        )


if __name__ == "__main__":
    main()

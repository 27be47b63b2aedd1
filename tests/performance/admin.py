"""The admin's list of assets at 100,000 rows against 1,000, for a superuser and for staff in one project; bulk steps
over all of them; and a spreadsheet of 5,000 rows out and in again, in which 200 captions were changed."""

from __future__ import annotations

import io
import os
import re
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import django
import openpyxl

from tests.own_copy import make_own_copy

FEW, MANY, SHEET, CHANGED = 1_000, 100_000, 5_000, 200
TURNS = 9
LISTS = {
    "the list": "",
    "one project": "?project={project}",
    "sorted by name": "?o=2",
    "sorted by capture": "?o=-5",
    "sorted by rating": "?o=6",
    "a kind": "?kind__exact=audio",
    "no rating": "?rating=none",
    "found by name": "?q=0042",
    "the 150th page": "?p={page}",
    "originals away": "?original__state__exact=missing",
    "a keyword": "?keyword={keyword}",
}


def main() -> None:
    os.environ.setdefault("DATABASE_URL", "sqlite://")
    with tempfile.TemporaryDirectory(prefix="kadr-bench-") as name, make_own_copy(Path(name) / "copy") as copy:
        for words in (("migrate", "-v0"), ("collectstatic", "--noinput", "-v0")):
            copy.run(*words)
        os.environ.update(copy.env)
        os.environ["ALLOWED_HOSTS"] = "testserver"
        django.setup()
        measure()


def measure() -> None:
    """Fills the copy and asks its pages, in this process: what the server does, without the network."""
    few = make_project(FEW)
    small = time_lists(few)
    many = make_project(MANY)
    large = time_lists(many)
    for name, took in large.items():
        print(f"{name:40} {took * 1000:5.0f} ms, {took / small[name]:4.1f} x with {FEW:,} rows", flush=True)
    go_round_a_sheet(sign_in("superuser", "sheet", many), many)
    do_with_all(sign_in("superuser", "bulk", many), many)


def time_lists(project) -> dict[str, float]:  # type: ignore[no-untyped-def]
    """Every sort of list, for a superuser, who sees all projects, and for staff in this one."""
    pages = {"project": project.pk, "keyword": keyword_of(project), "page": 15 if project.slug == f"p{FEW}" else 150}
    return {
        f"{who}, {name}": ask(client, query.format(**pages))
        for who in ("superuser", "staff in one project")
        for client in [sign_in(who, project.slug, project)]
        for name, query in LISTS.items()
    }


def make_project(count: int):  # type: ignore[no-untyped-def]
    from media_library.describing.words import change_many
    from media_library.models import Asset
    from projects.models import Project
    from tests.performance.many import make_many

    project = Project.objects.create(kind="archive", title=f"{count}", slug=f"p{count}")
    make_many(project, count)
    change_many(Asset.objects.filter(project=project).order_by("pk")[: count // 20], keywords_add=["herd"])
    settle()
    return project


def settle() -> None:
    """As the database would have done by itself after a while."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")


def keyword_of(project) -> int:  # type: ignore[no-untyped-def]
    from media_library.models import Keyword

    return Keyword.objects.get(project=project, name="herd").pk


def sign_in(who: str, name: str, project):  # type: ignore[no-untyped-def]
    from django.contrib.auth.models import Permission
    from django.test import Client

    from collaborators.models import Membership, User

    email = f"{name}-{who[:5]}@example.org"
    is_all = who == "superuser"
    user = User.objects.create(email=email, name=name, is_staff=True, is_superuser=is_all)
    if not is_all:
        user.user_permissions.set(Permission.objects.all())
        Membership.objects.create(project=project, user=user, role="owner")
    client = Client()
    client.force_login(user)
    return client


def ask(client, query: str) -> float:  # type: ignore[no-untyped-def]
    """The median of some requests: seconds of this processor, which with SQLite is all of the work."""

    def once() -> None:
        answer = client.get(f"/admin/media_library/asset/{query}")
        assert answer.status_code == 200, (query, answer.status_code)

    once()
    return statistics.median(take(once, clock_for_requests()) for _ in range(TURNS))


def clock_for_requests() -> Callable[[], float]:
    from django.db import connection

    return time.process_time if connection.vendor == "sqlite" else time.perf_counter


def take(work: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> float:
    start = clock()
    work()
    return clock() - start


def go_round_a_sheet(client, project) -> None:  # type: ignore[no-untyped-def]
    """Out, changed, in, written; then compares every word of every asset with what it was."""
    from media_library.models import Asset

    base = "/admin/media_library/asset/sheet/"
    ids = list(Asset.objects.filter(project=project, kind="photo").order_by("pk").values_list("pk", flat=True)[:SHEET])
    where = f"{base}out/?project={project.pk}&id__gte={ids[0]}&id__lte={ids[-1]}&kind__exact=photo"
    start = time.perf_counter()
    sheet = client.post(where, {"format": "xlsx"})
    out = time.perf_counter() - start
    before = snapshot()
    content, changed = change_captions(sheet.content)
    start = time.perf_counter()
    looked = client.post(base, {"file": io.BytesIO(content)})
    assert looked.status_code == 302, re.findall(r'field__fault">(.*?)<', looked.content.decode())
    page = client.get(looked["Location"])
    looking = time.perf_counter() - start
    assert page.content.decode().count("<ins>") == CHANGED
    writing = take(lambda: client.post(looked["Location"]))
    after = snapshot()
    differing = {pk for pk in before if before[pk] != after[pk]}
    assert differing == changed, (len(differing), len(changed))
    print(
        f"a sheet of {SHEET:,} rows: out {out:.1f} s, looked through {looking:.1f} s, {CHANGED} written {writing:.1f} s"
    )
    print(f"changed: exactly those {len(differing)} of {len(before):,}")


def change_captions(content: bytes) -> tuple[bytes, set[int]]:
    """The workbook with another caption in every 25th row, as another program writes it; and the ids of those."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    rows = book.active
    columns = {cell.value: cell.column for cell in rows[1]}
    changed = set()
    for row in range(2, rows.max_row + 1, SHEET // CHANGED):
        rows.cell(row, columns["caption"]).value = f"Жылқы үйірі № {row}"
        changed.add(rows.cell(row, columns["id"]).value)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue(), changed


def snapshot() -> dict[int, tuple[object, ...]]:
    """Every asset with all its columns and keywords."""
    from media_library.models import Asset

    words: dict[int, list[int]] = {}
    for pk, keyword in Asset.keywords.through._default_manager.order_by("pk").values_list("asset_id", "keyword_id"):
        words.setdefault(pk, []).append(keyword)
    return {row[0]: (*row, words.get(row[0])) for row in Asset.objects.values_list().iterator()}


def do_with_all(client, project) -> None:  # type: ignore[no-untyped-def]
    """Gives all of the large project a keyword and a rating, by "select all"."""
    from media_library.models import Asset

    where = f"/admin/media_library/asset/?project={project.pk}"
    ticked = {"action": "change_words", "select_across": "1", "index": "0", "_selected_action": "1"}
    asking = take(lambda: client.post(where, ticked))
    filled = {**ticked, "step": "1", "count": str(MANY), "keywords_add": "winter", "rating": "3"}
    doing = take(lambda: client.post(where, filled))
    done = Asset.objects.filter(project=project, rating=3, keywords__name="winter").count()
    assert done == MANY, done
    print(f"words of {done:,} at once: asked {asking:.1f} s, written {doing:.1f} s")


if __name__ == "__main__":
    main()

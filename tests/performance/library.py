"""The library page at 100,000 assets against 1,000, and a scroll through 20,000 in Chromium.

The server's part: time and number of queries of the first page, a deep one, each order and each narrowing. The
browser's part: the longest tasks, by the clock and by the processor (a machine that is busy with something else
stretches the first), memory after collecting garbage, cells in the document, layout shift.
"""

from __future__ import annotations

import json
import os
import re
import statistics
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import django

from tests.chromium import NONE_FOUND, find_chromium
from tests.own_copy import OwnCopy, make_own_copy

FEW, SCROLLED, MANY = 1_000, 20_000, 100_000
TURNS = 15
E_MAIL, PASSWORD = "bench@example.org", "nine grey horses at noon"
STEP_PX = 80
"""A frame: at sixty frames a second, five screens a second."""
FRAMES = 1_000
LONG_MS = 50
PAGES = {
    "the first page": "",
    "in the middle": "at={middle}",
    "a day": "day={day}",
    "earliest first": "order=asc",
    "by name": "sort=name",
    "by name, in the middle": "sort=name&at={middle}",
    "photos": "kind=photo",
    "documents": "kind=document",
    "documents by name": "kind=document&sort=name",
    "an import": "import={run}",
    "an import by name": "import={run}&sort=name",
    "a bin": "bin={bin}",
    "a bin by hand": "bin={bin}&sort=hand",
    "without a time": "undated=1",
    "a common word": "q=img_",
    "a rare word": "q=00042.",
}
WATCH = """
    window.shifted = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
    }).observe({ type: "layout-shift", buffered: true });
"""
SCROLL = """async ([step, frames]) => {
    const grid = document.querySelector(".grid");
    let still = 0;
    for (let number = 0; number < frames && still < 300; number += 1) {
      const before = grid.scrollTop;
      grid.scrollTop += step;
      await new Promise(requestAnimationFrame);
      still = grid.scrollTop === before ? still + 1 : 0;
    }
    const cells = [...document.querySelectorAll("[role=option]")];
    return { isOver: still >= 300, cells: cells.length, last: cells.at(-1).querySelector(".cell__name").textContent };
}"""


def main() -> None:
    os.environ.setdefault("DATABASE_URL", "sqlite://")
    with tempfile.TemporaryDirectory(prefix="kadr-bench-") as name, make_own_copy(Path(name) / "copy") as copy:
        for words in (("migrate", "-v0"), ("collectstatic", "--noinput", "-v0")):
            copy.run(*words)
        os.environ.update(copy.env)
        os.environ["ALLOWED_HOSTS"] = "testserver,localhost"
        # Playwright's loop runs in this thread, where Django would otherwise refuse to ask the database.
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
        django.setup()
        fill()
        measure_server()
        measure_browser(copy)


def fill() -> None:
    """Three projects of one owner, with a bin of 500 in each."""
    from collaborators.models import User
    from media_library.models import Asset, Bin, BinEntry
    from projects.making import make_project
    from tests.performance.many import make_many

    owner = User.objects.create_user(E_MAIL, PASSWORD, name="Bench")
    for count in (FEW, SCROLLED, MANY):
        project = make_project(by=owner, kind="archive", title=f"{count}", slug=f"p{count}")
        make_many(project, count)
        box = Bin.objects.create(project=project, name="Best")
        chosen = Asset.objects.filter(project=project).order_by("name_key")[:: max(1, count // 500)]
        BinEntry.objects.bulk_create(BinEntry(bin=box, asset=asset, position=n) for n, asset in enumerate(chosen))
    settle()


def settle() -> None:
    """As the database would have done by itself after a while."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")


def measure_server() -> None:
    from django.test import Client

    from collaborators.models import User

    client = Client()
    client.force_login(User.objects.get(email=E_MAIL))
    print("processor time of the server; the same queries and at most 1.5 are the goal, where the cells are as many")
    print(f"{'the library page':24} {FEW:>9,} {MANY:>9,}   ratio   queries      cells")
    for name, query in PAGES.items():
        few, many = (prepare(client, f"p{count}", query) for count in (FEW, MANY))
        times = measure_by_turns(client, few, many)
        queries = [count_queries(client, address) for address in (few, many)]
        cells = [client.get(address).content.count(b'class="cell"') - 1 for address in (few, many)]
        print(
            f"{name:24} {times[0] * 1000:6.1f} ms {times[1] * 1000:6.1f} ms   {times[1] / times[0]:5.2f}"
            f"   {queries[0]:2} and {queries[1]:2}   {cells[0]:3} and {cells[1]:3}",
            flush=True,
        )


def prepare(client: Any, slug: str, query: str) -> str:
    """The address of a page, which has been asked for once."""
    from media_library.models import Asset

    assets = Asset.objects.filter(project__slug=slug)
    middle = assets.order_by("-captured_at")[assets.count() // 2]
    fields = {
        "middle": middle.pk,
        "day": f"{middle.captured_at:%Y-%m-%d}",
        "run": middle.first_import_id,
        "bin": middle.project.bins.get().pk,
    }
    address = f"/projects/{slug}/media/?{query.format(**fields)}"
    assert client.get(address).status_code == 200
    return address


def measure_by_turns(client: Any, *addresses: str) -> list[float]:
    """The median seconds of each, asked in turns, so that what else the machine does falls on all alike."""
    times: list[list[float]] = [[] for __ in addresses]
    for __ in range(TURNS):
        for taken, address in zip(times, addresses, strict=True):
            start = time.process_time()
            client.get(address)
            taken.append(time.process_time() - start)
    return [statistics.median(taken) for taken in times]


def count_queries(client: Any, address: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return len(captured)


def measure_browser(copy: OwnCopy) -> None:
    program = find_chromium()
    if program is None:
        print(NONE_FOUND)
        return
    server = copy.start("serve", "--port", "0")
    try:
        found = next(match for line in server.stdout or () if (match := re.search(r"http://\S+?/", line)))
        scroll_through(str(program), found[0])
    finally:
        server.terminate()
        server.wait(30)


def scroll_through(program: str, address: str) -> None:
    """From the first of SCROLLED assets to the last, with their pictures, a frame at a time."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--disable-gpu", "--no-sandbox"])
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(f"{address}accounts/login/")
        page.get_by_label("E-mail").fill(E_MAIL)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url(address)
        page.add_init_script(WATCH)
        page.goto(f"{address}projects/p{SCROLLED}/media/")
        page.locator("[role=option] img").first.wait_for()
        start, found = time.monotonic(), walk(page, browser)
        print(f"a scroll through {SCROLLED:,}, {STEP_PX * 60:,} pixels a second, {time.monotonic() - start:.0f} s")
        print(f"the last cell is          {found.last}   (in the database it is {name_last()})")
        for name, tasks in (("by the clock", found.clock_ms), ("by the processor", found.processor_ms)):
            long = [task for task in tasks if task > LONG_MS]
            print(f"tasks {name:19} the longest {max(tasks):.0f} ms, {len(long)} over {LONG_MS} ms   (goal: none)")
        memory = ", ".join(f"{megabytes:.1f}" for megabytes in found.megabytes)
        print(f"script memory             {memory} MB, every {FRAMES:,} frames   (goal: does not grow on)")
        print(f"cells in the document     {max(found.cells)} at the most")
        print(f"layout shift              {page.evaluate('window.shifted'):.4f}   (goal: below 0.02)")
        browser.close()


def name_last() -> str:
    """The name of the asset that the view ends with: undated, and first put in."""
    from media_library.models import Asset

    undated = Asset.objects.filter(project__slug=f"p{SCROLLED}", captured_at=None)
    return str(undated.order_by("pk").values_list("file_name", flat=True)[0])


@dataclass
class Walk:
    """What was found on the way: milliseconds of each task of the page, memory and cells after each piece."""

    clock_ms: list[float] = field(default_factory=list)
    processor_ms: list[float] = field(default_factory=list)
    megabytes: list[float] = field(default_factory=list)
    cells: list[int] = field(default_factory=list)
    last: str = ""


def walk(page: Any, browser: Any) -> Walk:
    """Scrolls in pieces of FRAMES until nothing comes any more."""
    found = Walk()
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    is_over = False
    while not is_over:
        browser.start_tracing(page=page, categories=["devtools.timeline", "disabled-by-default-devtools.timeline"])
        piece = page.evaluate(SCROLL, [STEP_PX, FRAMES])
        note_tasks(json.loads(browser.stop_tracing())["traceEvents"], found)
        session.send("HeapProfiler.collectGarbage")
        metrics = {each["name"]: each["value"] for each in session.send("Performance.getMetrics")["metrics"]}
        found.megabytes.append(metrics["JSHeapUsedSize"] / 1e6)
        found.cells.append(piece["cells"])
        found.last, is_over = piece["last"], piece["isOver"]
    return found


def note_tasks(events: list[dict[str, Any]], found: Walk) -> None:
    """The tasks of the main thread of the page's process: that of the animation frames."""
    frames = [event for event in events if event["name"] == "FireAnimationFrame"]
    thread = (frames[0]["pid"], frames[0]["tid"])
    tasks = [event for event in events if event["name"] == "RunTask" and (event["pid"], event["tid"]) == thread]
    found.clock_ms += [event["dur"] / 1000 for event in tasks if "dur" in event]
    found.processor_ms += [event["tdur"] / 1000 for event in tasks if "tdur" in event]


if __name__ == "__main__":
    main()

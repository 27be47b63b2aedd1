"""Culling 2,000 photographs in Chromium: a key to its mark, and the next picture on the screen at five a second.

The photographs have previews of 1,280 and 2,560 pixels with as much detail as real ones; 24 files that all of them
share, under addresses of their own, so that the browser fetches and decodes each anew.
"""

from __future__ import annotations

import json
import os
import re
import statistics
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import django

from tests.chromium import NONE_FOUND, find_chromium
from tests.own_copy import OwnCopy, make_own_copy

PHOTOS, STEPS, EVERY_MS = 2_000, 400, 200
E_MAIL, PASSWORD = "bench@example.org", "nine grey horses at noon"
LONG_MS = 50
SIZES = {"max-320": (320, 213), "max-1280": (1280, 853), "max-2560": (2560, 1707)}
DIFFERENT = 24
THERE = ("KeyP", "Digit3", "Digit6", "KeyX")
BACK = ("KeyX", "Digit5", "Digit7", "KeyP")
"""Keys that each change something, whatever the others left."""

MEASURE = """() => {
    window.painted = [];
    window.drawn = [];
    const shown = () => document.querySelector("[data-part=loupe] img[data-shown]");
    const marks = () => document.querySelector("[data-part=loupe] [data-part=marks]")?.outerHTML;
    let before = "";
    window.addEventListener("keydown", (event) => {
        before = marks();
        const start = event.timeStamp;
        const was = shown()?.dataset.id;
        if (!["ArrowRight", "ArrowLeft"].includes(event.code)) return;
        const look = () => {
            const image = shown();
            if (!image || image.dataset.id === was || !image.complete || !image.naturalWidth) {
                return requestAnimationFrame(look);
            }
            const { port1, port2 } = new MessageChannel();
            port1.onmessage = () => window.painted.push(performance.now() - start);
            return requestAnimationFrame(() => port2.postMessage(0));
        };
        requestAnimationFrame(look);
    }, { capture: true });
    window.addEventListener("keydown", (event) => {
        if (/^(Key|Digit)/.test(event.code)) window.drawn.push(marks() !== before);
    });
}"""


def main() -> None:
    program = find_chromium()
    if program is None:
        print(NONE_FOUND)
        return
    os.environ.setdefault("DATABASE_URL", "sqlite://")
    with tempfile.TemporaryDirectory(prefix="kadr-bench-") as name, make_own_copy(Path(name) / "copy") as copy:
        for words in (("migrate", "-v0"), ("collectstatic", "--noinput", "-v0")):
            copy.run(*words)
        os.environ.update(copy.env)
        # Playwright's loop runs in this thread, where Django would otherwise refuse to ask the database.
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
        django.setup()
        fill()
        measure_browser(copy, str(program))


def fill() -> None:
    """A project of PHOTOS photographs with all their previews."""
    from collaborators.models import User
    from media_library.models import Asset, Original, Rendition
    from projects.making import make_project
    from tests.performance.many import make_many, make_rendition, save_picture

    owner = User.objects.create_user(E_MAIL, PASSWORD, name="Bench")
    project = make_project(by=owner, kind="archive", title="Cull", slug="cull")
    make_many(project, PHOTOS)
    Asset.objects.filter(project=project).update(kind="photo", stack=None)
    originals = list(Original.objects.filter(assets__project=project))
    Original.objects.filter(assets__project=project).update(
        kind="photo", reader="photo", duration_ms=None, width_px=6000, height_px=4000
    )
    Rendition.objects.filter(original__in=originals).delete()
    for number, (spec, size) in enumerate(SIZES.items()):
        files = [save_picture(1_000 + number * DIFFERENT + each, size) for each in range(DIFFERENT)]
        Rendition.objects.bulk_create(
            make_rendition(original, spec, files[place % DIFFERENT], *size) for place, original in enumerate(originals)
        )


def measure_browser(copy: OwnCopy, program: str) -> None:
    server = copy.start("serve", "--port", "0")
    try:
        found = next(match for line in server.stdout or () if (match := re.search(r"http://\S+?/", line)))
        cull(program, found[0])
    finally:
        server.terminate()
        server.wait(30)


@dataclass
class Tasks:
    """Milliseconds of the tasks of the page's main thread, and of its answers to a key."""

    clock_ms: list[float]
    processor_ms: list[float]
    keys_ms: list[float]
    keys_processor_ms: list[float]


def cull(program: str, address: str) -> None:
    """Walks on STEPS pictures at one every EVERY_MS in the loupe, back half of them, and marks as it goes."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--disable-gpu", "--no-sandbox"])
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(f"{address}accounts/login/")
        page.get_by_label("E-mail").fill(E_MAIL)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url(address)
        page.goto(f"{address}projects/cull/media/")
        page.locator("[role=option] img").first.wait_for()
        page.locator(".grid[data-attached]").wait_for()
        page.keyboard.press("Home")
        page.keyboard.press("KeyE")
        page.locator("[data-part=loupe] img[data-shown]").wait_for()
        page.wait_for_timeout(1500)
        page.evaluate(MEASURE)
        session = page.context.new_cdp_session(page)
        session.send("Performance.enable")
        memory = [measure_memory(session)]
        print(f"{PHOTOS:,} photographs, one every {EVERY_MS} ms")
        print_walk("forwards", page, walk(page, browser, "ArrowRight", STEPS, THERE))
        memory.append(measure_memory(session))
        print_walk("backwards", page, walk(page, browser, "ArrowLeft", STEPS // 2, BACK))
        memory.append(measure_memory(session))
        told = ", ".join(f"{megabytes:.1f} MB and {images} pictures" for megabytes, images in memory)
        print(f"script memory, <img>      {told}   (goal: does not grow)")
        browser.close()


def walk(page: Any, browser: Any, key: str, steps: int, marks: Sequence[str]) -> Tasks:
    """One picture on, at a fixed pace; each fourth one gets a mark first."""
    browser.start_tracing(page=page, categories=["devtools.timeline", "disabled-by-default-devtools.timeline"])
    for step in range(steps):
        if step % 4 == 0:
            page.keyboard.press(marks[step // 4 % len(marks)])
        page.keyboard.press(key)
        page.wait_for_timeout(EVERY_MS)
    return read_tasks(json.loads(browser.stop_tracing())["traceEvents"])


def read_tasks(events: list[dict[str, Any]]) -> Tasks:
    frames = [event for event in events if event["name"] == "FireAnimationFrame"]
    thread = (frames[0]["pid"], frames[0]["tid"])
    ours = [event for event in events if (event.get("pid"), event.get("tid")) == thread and "dur" in event]
    tasks = [event for event in ours if event["name"] == "RunTask"]
    keys = [each for each in ours if each["name"] == "EventDispatch" and each["args"]["data"]["type"] == "keydown"]
    return Tasks(
        [event["dur"] / 1000 for event in tasks],
        [event["tdur"] / 1000 for event in tasks if "tdur" in event],
        [event["dur"] / 1000 for event in keys],
        [event["tdur"] / 1000 for event in keys if "tdur" in event],
    )


def print_walk(name: str, page: Any, tasks: Tasks) -> None:
    painted, drawn = page.evaluate("[window.painted.splice(0), window.drawn.splice(0)]")
    print(f"-- {name}")
    for by, each in (("by the clock", tasks.keys_ms), ("by the processor", tasks.keys_processor_ms)):
        print(f"script of a key {by:16} p95 {find_p95(each):.1f} ms, longest {max(each):.1f}   (16)")
    print(f"marks drawn in that script {sum(drawn)} of {len(drawn)}")
    print(
        f"next picture painted      p50 {statistics.median(painted):.0f} ms, p95 {find_p95(painted):.0f} ms,"
        f" longest {max(painted):.0f}, {len(painted)} of them   (p95 50)"
    )
    for by, each in (("by the clock", tasks.clock_ms), ("by the processor", tasks.processor_ms)):
        long = [task for task in each if task > LONG_MS]
        print(f"tasks {by:19} the longest {max(each):.0f} ms, {len(long)} over {LONG_MS} ms   (goal: none)")


def find_p95(values: list[float]) -> float:
    return sorted(values)[int(len(values) * 0.95)]


def measure_memory(session: Any) -> tuple[float, int]:
    """Megabytes of script after collecting garbage, and pictures in the document."""
    session.send("HeapProfiler.collectGarbage")
    metrics = {each["name"]: each["value"] for each in session.send("Performance.getMetrics")["metrics"]}
    page_count = session.send("Runtime.evaluate", {"expression": "document.images.length"})["result"]["value"]
    return metrics["JSHeapUsedSize"] / 1e6, int(page_count)


if __name__ == "__main__":
    main()

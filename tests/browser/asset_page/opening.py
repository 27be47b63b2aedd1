"""What the tests of an asset's page share: files to show, and ways to look at them."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Page

from media_library.models import Asset, Original, Rendition
from tests.browser.pages import wait_until_attached

WIDE, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
PICTURE = (3000, 2000)
EDGES = {"max-320": (320, 213), "max-1280": (1280, 853), "max-2560": (2560, 1707)}


def paint(size: tuple[int, int]) -> bytes:
    """A JPEG, black on the left half and white on the right."""
    pixels = np.zeros((size[1], size[0]), np.uint8)
    pixels[:, size[0] // 2 :] = 255
    sheet = io.BytesIO()
    Image.fromarray(pixels).convert("RGB").save(sheet, "JPEG", quality=95)
    return sheet.getvalue()


def keep(original: Original, spec: str, content: bytes, size: tuple[int, int] | None, **columns: Any) -> None:
    """Puts a rendition into the store."""
    name = storages["renditions"].save(f"{original.pk}/{spec}", ContentFile(content))
    width_px, height_px = size or (None, None)
    Rendition.objects.create(
        original=original,
        spec=spec,
        state="done",
        storage_name=name,
        made_at=timezone.now(),
        **{"mime": "image/jpeg", "width_px": width_px, "height_px": height_px, **columns},
    )


def open_asset(page: Page, live_server: Any, asset: Asset, query: str = "") -> None:
    page.goto(f"{live_server.url}{reverse('asset', args=['altai', asset.pk])}{query}")
    if page.evaluate("() => matchMedia('(scripting: enabled)').matches"):
        wait_until_attached(page)


def frame(page: Page) -> dict[str, float]:
    box = page.locator("[data-part=frame]").bounding_box()
    assert box is not None
    return dict(box)


def zoomed(page: Page) -> Page:
    page.locator(".asset__stage[data-zoomed]").wait_for()
    return page

"""A photograph with all its pictures, and a window in which somebody has signed in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from media_library.models import Asset
from tests.browser.asset_page.opening import EDGES, PICTURE, WIDE, keep, paint
from tests.browser.pages import sign_in
from tests.fixtures_people import Cast, MakeAsset


@pytest.fixture
def photograph(cast: Cast, make_asset: MakeAsset) -> Callable[..., Asset]:
    """Makes a photograph of six megapixels with all its renditions."""

    def make(size: tuple[int, int] = PICTURE, **columns: Any) -> Asset:
        asset = make_asset(
            cast.project, content=paint(size), width_px=size[0], height_px=size[1], read_back=True, thumbnail=""
        )
        for spec, (long, short) in EDGES.items():
            edge = (long, short) if size[0] > size[1] else (short, long)
            keep(asset.original, spec, paint(edge), edge)
        Asset.objects.filter(pk=asset.pk).update(**columns)
        return asset

    return make


@pytest.fixture
def desk(cast: Cast, live_server: Any, quiet_page: Page) -> Page:
    """A wide window in which the contributor has signed in."""
    quiet_page.set_viewport_size(WIDE)
    sign_in(quiet_page, live_server.url, "contributor")
    return quiet_page


@pytest.fixture
def loud_desk(cast: Cast, live_server: Any, page: Page) -> Page:
    """The same where the browser may complain: of a refusal, of a lost connection."""
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    sign_in(page, live_server.url, "contributor")
    return page

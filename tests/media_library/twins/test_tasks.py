"""The searches as the worker runs them."""

from __future__ import annotations

from collections.abc import Callable

from media_library.models import Asset, Twins
from media_library.twins.tasks import look_for_twins
from tests.fixtures_people import Cast


def test_looking_for_twins_tells_what_it_came_to(cast: Cast, alike: Callable[..., list[Asset]]) -> None:
    alike(0, 2)
    assert look_for_twins.call(cast.project.pk) == {"photos": 2, "pairs": 1, "added": 1, "is_cut": False}
    assert look_for_twins.call(cast.project.pk) == {"photos": 2, "pairs": 1, "added": 0, "is_cut": False}
    assert Twins.objects.count() == 1

"""What takes a while about stacks, as the worker runs it."""

from __future__ import annotations

from media_library.models import Asset, Stack
from media_library.stacks.tasks import look_for_bursts
from tests.fixtures_people import Cast, MakeAsset

from .conftest import NOON

LIKE = 0x0F0F_0F0F_0F0F_0F0F


def test_looking_for_bursts_stacks_them(cast: Cast, make_asset: MakeAsset) -> None:
    for likeness in (LIKE, LIKE ^ 3):
        make_asset(cast.project, likeness=likeness, captured_at=NOON)
    Asset.objects.update(model="EOS R5")
    assert look_for_bursts.call(cast.project.pk) == 1
    assert Stack.objects.get().rule == "likeness"
    assert look_for_bursts.call(cast.project.pk) == 0

from __future__ import annotations

import datetime
from dataclasses import dataclass

import pytest

from media_library.models import Asset, Import, Stack
from media_library.stacks.covering import cover_stack
from tests.fixtures_people import Cast, MakeAsset

NOON = datetime.datetime(2024, 9, 14, 12, tzinfo=datetime.UTC)
WORDS = {0: "", 1: "stacked", 2: "joined"}


@dataclass
class Table:
    """The material of `altai` by short names: `a` is a.jpg, `A` its RAW, a.cr3."""

    cast: Cast
    make_asset: MakeAsset

    def lay(self, names: str) -> None:
        """Makes these assets, shot one after the other; a RAW and its JPEG at the same moment."""
        for name in names:
            moment = NOON + datetime.timedelta(minutes=ord(name.lower()))
            self.make_asset(self.cast.project, name=file_of(name), captured_at=moment)

    def __getitem__(self, name: str) -> Asset:
        return Asset.objects.get(project=self.cast.project, file_name=file_of(name))

    def some(self, names: str) -> list[Asset]:
        return [self[name] for name in names]

    def pair(self, name: str, run: Import | None = None) -> Stack:
        """What the rule for RAW and JPEG makes of `A` and `a`."""
        raw = self[name.upper()]
        stack = Stack.objects.create(
            project=self.cast.project, kind="raw_jpeg", rule="raw-jpeg", key=f"{raw.pk} {name}", made_by=run
        )
        for position, asset in enumerate((raw, self[name])):
            Asset.objects.filter(pk=asset.pk).update(stack=stack, stack_position=position)
        cover_stack([stack.pk])
        return stack

    def stacks(self) -> list[str]:
        """The stacks by what stands in them, in their order; joined halves in brackets behind their picture."""
        found = [list(stack.assets.order_by("stack_position", "pk")) for stack in Stack.objects.order_by("pk")]
        return sorted("".join(write(asset) for asset in members) for members in found if members)

    def covers(self) -> dict[str, str]:
        """What is not shown by itself, and why."""
        rows = Asset.objects.in_library().exclude(cover=Asset.Cover.NONE).order_by("file_name")
        return {short(asset): WORDS[asset.cover] for asset in rows}

    def all_about(self) -> list[object]:
        """Everything that an undo has to bring back."""
        columns = ("pk", "stack_id", "stack_position", "joined_to_id", "cover")
        rows = Stack.objects.order_by("pk").values_list("pk", "kind", "rule", "key", "made_by_id")
        return [*Asset.objects.order_by("pk").values_list(*columns), *rows]


def file_of(name: str) -> str:
    return f"{name}.jpg" if name.islower() else f"{name.lower()}.cr3"


def short(asset: Asset) -> str:
    name, _, extension = asset.file_name.partition(".")
    return name if extension == "jpg" else name.upper()


def write(asset: Asset) -> str:
    return f"({short(asset)})" if asset.joined_to_id else short(asset)


@pytest.fixture
def table(cast: Cast, make_asset: MakeAsset) -> Table:
    return Table(cast, make_asset)

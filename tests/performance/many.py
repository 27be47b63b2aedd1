"""A great deal of material, quickly: rows by the hundred thousand, and a few files that all of them share."""

from __future__ import annotations

import datetime
import io
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction
from django.utils import timezone
from PIL import Image

from media_library.models import Asset, Import, Original, Rendition, Stack
from media_library.models.asset import fold_name
from projects.models import Project

RowT = TypeVar("RowT")
BATCH = 2_000
DAYS = 300
FILES_OF_AN_IMPORT = 2_500
LATEST = datetime.datetime(2026, 11, 19, 18, tzinfo=datetime.UTC)
SHAPES = ((320, 213), (320, 213), (320, 213), (213, 320), (320, 240), (320, 180), (256, 320), (320, 320), (320, 134))
SHEET = {"tile_width": 160, "tile_height": 90, "columns": 10, "count": 60, "interval_s": 1.0, "first_tile": 0}


@dataclass(frozen=True)
class Sort:
    """A sort of file, and how its rows are filled."""

    kind: str
    file_type: str
    mime: str
    extension: str


PHOTO = Sort("photo", "JPEG", "image/jpeg", "jpg")
VIDEO = Sort("video", "MP4", "video/mp4", "mp4")
AUDIO = Sort("audio", "WAV", "audio/x-wav", "wav")
DOCUMENT = Sort("document", "PDF", "application/pdf", "pdf")


def make_many(project: Project, count: int, *, first: int = 0) -> None:
    """Puts so many assets into a project: 300 days, four kinds, bursts, chapters, some undated, pictures all made.

    `first` is the number of the first one, for whoever adds to what is there.
    """
    dice = random.Random(count)
    pictures = [save_picture(number, size) for number, size in enumerate(SHAPES * 4)]
    sheet = save_picture(len(pictures), (1600, 540))
    for numbers in in_batches(range(first, first + count), FILES_OF_AN_IMPORT):
        run = Import.objects.create(project=project, source="/media/card", state=Import.State.FINISHED)
        for some in in_batches(numbers, BATCH):
            with transaction.atomic():
                make_some(project, run, some, count, pictures, sheet, dice)


def make_some(
    project: Project, run: Import, numbers: list[int], count: int, pictures: list[str], sheet: str, dice: random.Random
) -> None:
    """One batch of `make_many`."""
    sorts = [choose_sort(dice) for __ in numbers]
    shapes = [dice.randrange(len(pictures)) for __ in numbers]
    made = zip(numbers, sorts, shapes, strict=True)
    originals = Original.objects.bulk_create([make_original(project, *each) for each in made])
    in_twos = numbers[::50]
    stacks = dict(zip(in_twos, make_stacks(project, len(in_twos)), strict=True))
    Asset.objects.bulk_create(
        make_asset(project, run, original, number, sort, count, stacks.get(number - number % 2))
        for original, number, sort in zip(originals, numbers, sorts, strict=True)
    )
    Rendition.objects.bulk_create(make_renditions(originals, sorts, shapes, pictures, sheet), batch_size=BATCH)


def make_stacks(project: Project, count: int) -> list[Stack]:
    return Stack.objects.bulk_create([Stack(project=project, kind="chapters") for __ in range(count)])


def in_batches(rows: Iterable[RowT], size: int) -> Iterator[list[RowT]]:
    rest = iter(rows)
    while some := list(islice(rest, size)):
        yield some


def choose_sort(dice: random.Random) -> Sort:
    return dice.choices((PHOTO, VIDEO, AUDIO, DOCUMENT), (88, 9, 2, 1))[0]


def make_original(project: Project, number: int, sort: Sort, shape: int) -> Original:
    width, height = SHAPES[shape % len(SHAPES)]
    is_seen = sort in (PHOTO, VIDEO)
    return Original(
        sha256=f"{project.pk:08x}{number:056x}",
        size_bytes=5_000_000,
        kind=sort.kind,
        file_type=sort.file_type,
        reader=sort.kind,
        mime=sort.mime,
        extension=sort.extension,
        storage_name="many/original",
        width_px=width * 20 if is_seen else None,
        height_px=height * 20 if is_seen else None,
        duration_ms=60_000 if sort in (VIDEO, AUDIO) else None,
    )


def make_asset(
    project: Project, run: Import, original: Original, number: int, sort: Sort, count: int, stack: Stack | None
) -> Asset:
    """Every hundredth has no capture time; three in a row share theirs to the second."""
    name = f"IMG_{number:06}.{sort.extension.upper()}"
    shot = LATEST - datetime.timedelta(days=number % count * DAYS // count, seconds=number // 3 % 30_000)
    return Asset(
        project=project,
        original=original,
        kind=sort.kind,
        file_name=name,
        name_key=fold_name(name),
        first_import=run,
        stack=stack,
        captured_at=None if number % 100 == 99 else shot,
    )


def make_renditions(
    originals: list[Original], sorts: list[Sort], shapes: list[int], pictures: list[str], sheet: str
) -> Iterator[Rendition]:
    for original, sort, shape in zip(originals, sorts, shapes, strict=True):
        if sort in (PHOTO, VIDEO):
            width, height = SHAPES[shape % len(SHAPES)]
            yield make_rendition(original, "max-320", pictures[shape], width, height)
        if sort is VIDEO:
            yield make_rendition(original, "sheet-1", sheet, 1600, 540, data=SHEET)


def make_rendition(
    original: Original, spec: str, name: str, width: int, height: int, data: dict[str, float] | None = None
) -> Rendition:
    return Rendition(
        original=original,
        spec=spec,
        state=Rendition.State.DONE,
        storage_name=name,
        mime="image/jpeg",
        width_px=width,
        height_px=height,
        made_at=timezone.now(),
        data=data or {},
    )


def save_picture(number: int, size: tuple[int, int]) -> str:
    """A picture with as much detail as a photograph of its size has, and where it lies."""
    if not storages["originals"].exists("many/original"):
        storages["originals"].save("many/original", ContentFile(b"many"))
    name = f"many/{number}.jpg"
    if storages["renditions"].exists(name):
        return name
    grain = Image.effect_noise((size[0] // 3, size[1] // 3), 90).resize(size, Image.Resampling.BICUBIC)
    tint = Image.linear_gradient("L").rotate(number * 40).resize(size)
    sheet = io.BytesIO()
    picture = Image.blend(grain, tint, 0.75)
    Image.merge("RGB", (picture, picture, Image.blend(grain, tint, 0.6))).save(sheet, "JPEG", quality=80)
    return str(storages["renditions"].save(name, ContentFile(sheet.getvalue())))

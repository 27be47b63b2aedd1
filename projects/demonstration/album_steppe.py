"""Steppe and studio: material and trials for an installation of water, roots and wide country."""

from __future__ import annotations

from functools import partial
from typing import Any

from . import halls, mountains, plains, rooms
from .photograph import AIGERIM, PANORAMA, PORTRAIT, SAULE, STEPPE, Painter, Photograph

FIELD = "steppe/CARD_C/DCIM/103_FUJI"
STUDIO = "steppe/STUDIO/DCIM/101NCZ_6"


def outside(number: int, taken: str, paint: Painter, **rest: Any) -> Photograph:
    rest.setdefault("place", STEPPE)
    return Photograph(
        folder=FIELD, name=f"DSCF{number:04d}.JPG", paint=paint, taken=taken, by=rest.pop("by", AIGERIM), **rest
    )


def studio(number: int, taken: str, paint: Painter, **rest: Any) -> Photograph:
    defaults: dict[str, Any] = {
        "exposure": "1/30",
        "iso": 3200,
        "aperture": 2.8,
        "lens": 4,
        "by": SAULE,
        "brightness": 1.1,
    }
    return Photograph(folder=STUDIO, name=f"DSC_{number:04d}.JPG", paint=paint, taken=taken, **(defaults | rest))


STEPPE_PHOTOGRAPHS = [
    outside(
        611,
        "2025-05-17T11:30:12.40",
        partial(plains.steppe, seed=14, hour="noon"),
        rating=4,
        captions={"en": "Saryarka, noon.", "kk": "Сарыарқа, тал түс.", "ru": "Сарыарка, полдень."},
        keywords=("дала", "steppe", "sky"),
    ),
    outside(
        612,
        "2025-05-17T12:05:50.15",
        partial(
            plains.steppe,
            seed=27,
            hour="morning",
            clouds=0.62,
            softness=0.15,
            scale=1.5,
            horizon=0.74,
            grass=plains.PALE,
        ),
        size=PORTRAIT,
        captions={"ru": "Небо занимает всё."},
        keywords=("степь", "небо"),
    ),
    outside(
        613,
        "2025-05-17T15:48:33.62",
        partial(plains.steppe, seed=15, hour="storm", clouds=0.8, rain=0.9, softness=0.6),
        rating=5,
        captions={"en": "Rain that may not reach us.", "kk": "Бізге жетпейтін жаңбыр."},
        keywords=("rain", "жаңбыр", "storm"),
    ),
    outside(
        614,
        "2025-05-17T17:20:01.08",
        partial(plains.road, seed=16, hour="gold", clouds=0.4),
        rating=3,
        captions={"ru": "Дорога на Балхаш."},
        keywords=("дорога", "жол"),
        colour=0.74,
    ),
    outside(
        615,
        "2025-05-17T19:02:27.93",
        partial(plains.feather_grass, seed=17, hour="gold"),
        rating=4,
        captions={"kk": "Ақселеу.", "ru": "Ковыль.", "en": "Feather grass."},
        keywords=("ковыль", "селеу", "grass"),
        aperture=2.0,
        colour=0.78,
    ),
    outside(
        616,
        "2025-05-17T19:58:44.70",
        partial(plains.horses_at_dusk, seed=21, hour="dusk"),
        rating=5,
        label="Red",
        captions={"en": "Horses, after sunset.", "kk": "Жылқылар, күн батқан соң."},
        keywords=("жылқы", "horses"),
    ),
    outside(
        617,
        "2025-05-17T20:10:09.22",
        partial(
            plains.steppe,
            seed=29,
            hour="dusk",
            clouds=0.6,
            softness=0.8,
            streak=2.5,
            sun_at=(0.5, 0.62),
            sun=(0.1, 0.12, 0.9),
        ),
        size=PANORAMA,
        brightness=1.2,
        captions={"ru": "Закат, от края до края."},
        keywords=("закат", "панорама"),
    ),
    outside(
        618,
        "2025-05-18T05:40:36.51",
        partial(plains.salt_lake, seed=22, hour="rose"),
        rating=4,
        captions={"kk": "Тұзкөл.", "ru": "Солёное озеро."},
        keywords=("тұзкөл", "lake"),
    ),
    outside(
        619,
        "2025-05-18T06:15:20.37",
        partial(plains.salt_lake, seed=47, hour="morning", birds=3, shore=0.64),
        captions={"en": "The same lake an hour later."},
        keywords=("lake", "birds"),
    ),
    outside(
        620,
        "2025-05-18T22:35:00.00",
        partial(mountains.starry, seed=71, horizon=0.86, angle=1.25, milky_way=1.3, layers=2),
        size=PORTRAIT,
        exposure="20",
        aperture=2.0,
        iso=3200,
        brightness=1.5,
        captions={"ru": "Степь ночью."},
        keywords=("ночь", "түн"),
    ),
    studio(
        3301,
        "2025-06-02T14:10:22.10",
        partial(rooms.paint_caustics, seed=1),
        rating=3,
        captions={"en": "Trial 1: light through a moving tray of water."},
        keywords=("water", "су", "trial"),
    ),
    studio(
        3302,
        "2025-06-02T14:22:05.60",
        partial(rooms.paint_caustics, seed=14, tint="#d8f0ff", deep="#0c1c30", slant=0.0, scale=0.7),
        size=PORTRAIT,
        captions={"en": "Trial 2: from straight above."},
        keywords=("water", "су"),
    ),
    studio(
        3303,
        "2025-06-02T15:01:48.30",
        partial(rooms.paint_caustics, seed=23, tint="#ffc070", deep="#301606", slant=0.3, scale=1.3),
        captions={"ru": "Проба 3: тёплый свет."},
        keywords=("су", "вода"),
    ),
    studio(
        3304,
        "2025-06-02T16:40:15.90",
        partial(rooms.paint_roots, seed=2),
        rating=4,
        captions={"en": "Roots of karagach, drawn in light.", "kk": "Қарағаш тамырлары."},
        keywords=("roots", "тамыр"),
    ),
    studio(
        3305,
        "2025-06-02T16:52:31.40",
        partial(rooms.paint_roots, seed=9, tint="#f0a080", ground="#140708", trunks=3),
        size=PORTRAIT,
        captions={"ru": "Корни, второй вариант."},
        keywords=("тамыр", "корни"),
    ),
    studio(
        3306,
        "2025-06-02T17:05:57.20",
        partial(rooms.paint_roots, seed=28, tint="#9fc8e8", ground="#060b14", trunks=7, upward=True),
        captions={"en": "The same, turned: branches."},
        keywords=("branches",),
    ),
    studio(
        3307,
        "2025-06-14T20:15:10.80",
        partial(halls.room, seed=1, names=["water", "roots", "amber"]),
        rating=5,
        label="Green",
        captions={
            "en": "First night in the hall: three channels.",
            "kk": "Залдағы алғашқы түн.",
            "ru": "Первый вечер в зале: три канала.",
        },
        keywords=("installation", "инсталляция", "people"),
    ),
    studio(
        3308,
        "2025-06-14T20:31:42.50",
        partial(halls.room, seed=2, names=["roots", "water"], layout="corner", people=2),
        rating=4,
        captions={"en": "Two walls meet."},
        keywords=("installation",),
    ),
    studio(
        3309,
        "2025-06-14T20:44:03.30",
        partial(halls.room, seed=5, names=["ridges"], layout="one", people=4),
        captions={"ru": "Один экран, длинный цикл."},
        keywords=("инсталляция",),
        brightness=0.95,
    ),
    studio(
        3312,
        "2025-06-14T20:58:26.70",
        partial(halls.room, seed=7, names=["blood", "steppe", "night"], layout="tall", people=3),
        rating=3,
        captions={"kk": "Тамыр, дала, түн."},
        keywords=("инсталляция", "тамыр"),
    ),
]

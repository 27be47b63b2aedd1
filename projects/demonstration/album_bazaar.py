"""Two mornings and an evening at the bazaar: an exhibition of street photographs. A camera without an offset."""

from __future__ import annotations

from functools import partial
from typing import Any

from . import cloth, halls, market
from .photograph import BAZAAR, DANIYAR, PORTRAIT, Painter, Photograph

CARD = "bazaar/NIKON Z6/DCIM/100NCZ_6"


def shot(number: int, taken: str, paint: Painter, **rest: Any) -> Photograph:
    rest.setdefault("place", BAZAAR)
    rest.setdefault("by", DANIYAR)
    rest.setdefault("colour", 0.90)
    return Photograph(
        folder=CARD, name=f"DSC_{number:04d}.JPG", paint=paint, taken=taken, lens=rest.pop("lens", 4), **rest
    )


BAZAAR_PHOTOGRAPHS = [
    shot(
        2071,
        "2024-10-05T08:12:40.10",
        partial(market.paint_fruit, seed=3, name="orange", radius=0.080),
        rating=4,
        captions={
            "ru": "Апельсины, семь утра.",
            "kk": "Апельсиндер, таңғы жеті.",
            "en": "Oranges, seven in the morning.",
        },
        keywords=("базар", "апельсин", "orange"),
    ),
    shot(
        2072,
        "2024-10-05T08:13:05.40",
        partial(market.paint_fruit, seed=8, name="orange", radius=0.115, focus=0.45, light=(0.6, -0.4, 0.6)),
        captions={"ru": "Апельсины, ближе."},
        keywords=("базар", "апельсин"),
    ),
    shot(
        2073,
        "2024-10-05T08:15:51.80",
        partial(market.paint_fruit, seed=4, name="apple", radius=0.075),
        rating=5,
        label="Red",
        title="Апорт",
        captions={"kk": "Алматы апорты.", "ru": "Алматинский апорт.", "en": "Aport apples, the pride of Almaty."},
        keywords=("алма", "апорт", "apple"),
    ),
    shot(
        2074,
        "2024-10-05T08:17:22.30",
        partial(market.paint_fruit, seed=5, name="green apple", radius=0.082, light=(0.5, -0.5, 0.7)),
        captions={"ru": "Зелёные яблоки."},
        keywords=("алма",),
    ),
    shot(
        2075,
        "2024-10-05T08:20:10.20",
        partial(market.paint_fruit, seed=6, name="pomegranate", radius=0.10),
        size=PORTRAIT,
        orientation=8,
        captions={"kk": "Анар."},
        keywords=("анар", "гранат"),
    ),
    shot(
        2076,
        "2024-10-05T08:24:36.50",
        partial(market.paint_fruit, seed=7, name="melon", radius=0.13),
        captions={"ru": "Дыни из Кызылорды.", "kk": "Қызылорда қауыны."},
        keywords=("қауын", "дыня"),
    ),
    shot(
        2077,
        "2024-10-05T08:25:58.70",
        partial(market.paint_fruit, seed=9, name="watermelon", radius=0.15, near=1.35),
        captions={"en": "Watermelons."},
        keywords=("қарбыз",),
    ),
    shot(
        2078,
        "2024-10-05T08:31:02.90",
        partial(market.paint_fruit, seed=11, name="lemon", radius=0.072),
        rating=3,
        captions={"ru": "Лимоны."},
        keywords=("лимон",),
    ),
    shot(
        2079,
        "2024-10-05T08:33:47.60",
        partial(market.paint_fruit, seed=12, name="apricot", radius=0.046, near=1.8, far=0.6),
        captions={"kk": "Кептірілген өрік."},
        keywords=("өрік", "курага"),
        colour=0.8,
    ),
    shot(
        2080,
        "2024-10-05T08:35:14.00",
        partial(market.paint_fruit, seed=13, name="plum", radius=0.058, sun="#f4ecff"),
        captions={"ru": "Сливы."},
        keywords=("слива",),
        brightness=1.4,
    ),
    shot(
        2083,
        "2024-10-05T08:41:29.40",
        partial(market.paint_fruit, seed=14, name="egg", radius=0.062),
        size=PORTRAIT,
        rating=4,
        captions={"en": "Eggs, three sorts."},
        keywords=("eggs", "жұмыртқа"),
        brightness=0.85,
    ),
    shot(
        2084,
        "2024-10-05T08:44:53.10",
        partial(market.paint_fruit, seed=15, name="tomato", radius=0.085),
        captions={"ru": "Помидоры."},
        keywords=("помидор", "қызанақ"),
        colour=0.82,
    ),
    shot(
        2085,
        "2024-10-05T08:47:08.80",
        partial(market.paint_fruit, seed=16, name="walnut", radius=0.052, light=(-0.8, -0.2, 0.5)),
        captions={"kk": "Жаңғақ."},
        keywords=("жаңғақ", "орех"),
    ),
    shot(
        2086,
        "2024-10-05T08:55:40.20",
        partial(market.paint_spice, seed=3, colours=["#b5521c", "#c98a1e", "#8e2a18", "#5a4a2a", "#d2b25a", "#6d7a34"]),
        rating=5,
        label="Green",
        captions={"ru": "Специи: зира, куркума, паприка.", "en": "Cumin, turmeric, paprika.", "kk": "Дәмдеуіштер."},
        keywords=("специи", "spice", "дәмдеуіш"),
    ),
    shot(
        2087,
        "2024-10-05T08:57:12.50",
        partial(
            market.paint_spice,
            seed=8,
            colours=["#7a2417", "#c46a1c", "#d9b65c", "#4a3a2c", "#a8401f"],
            columns=2,
            rows=2,
            light=(0.7, -0.35, 0.5),
        ),
        captions={"ru": "Паприка, ближе."},
        keywords=("специи",),
    ),
    shot(
        2088,
        "2024-10-05T09:10:33.90",
        partial(market.paint_bowls, seed=5),
        rating=4,
        captions={"kk": "Кеселер.", "ru": "Пиалы.", "en": "Tea bowls."},
        keywords=("кесе", "пиала", "bowls"),
    ),
    shot(
        2089,
        "2024-10-05T09:12:01.30",
        partial(market.paint_bowls, seed=17, radius=0.27, palette=("#1f3f7a", "#1d2f5e", "#28507c")),
        size=PORTRAIT,
        captions={"ru": "Синие пиалы."},
        keywords=("пиала",),
    ),
    shot(
        2090,
        "2024-10-05T09:26:18.60",
        partial(cloth.paint_bolts, seed=5),
        rating=3,
        captions={"ru": "Ткани из Маргилана."},
        keywords=("ткань", "мата", "fabric"),
        colour=0.82,
    ),
    shot(
        2091,
        "2024-10-05T09:28:44.70",
        partial(cloth.paint_hangings, seed=3),
        rating=4,
        captions={"en": "Ikat and adras, hung to the light."},
        keywords=("ikat", "адрас", "fabric"),
    ),
    shot(
        2092,
        "2024-10-06T10:04:09.20",
        partial(cloth.paint_hangings, seed=21, lengths=4, dyes=("#1f5a5e", "#28407c", "#d9cdb4", "#16324a", "#7fa3a0")),
        size=PORTRAIT,
        captions={"kk": "Көк мата."},
        keywords=("мата",),
    ),
    shot(
        2093,
        "2024-10-06T10:15:30.80",
        partial(cloth.paint_carpet, seed=1),
        captions={"kk": "Түкті кілем.", "ru": "Ворсовый ковёр."},
        keywords=("кілем", "ковёр", "carpet"),
    ),
    shot(
        2094,
        "2024-10-06T10:16:42.10",
        partial(cloth.paint_carpet, seed=5, dyes=("#1d2b4f", "#6e1a1f", "#c9a468", "#dccfb2", "#2f6a5a"), folds=0.9),
        captions={"ru": "Синий ковёр."},
        keywords=("кілем", "ковёр"),
    ),
    shot(
        2095,
        "2024-10-06T11:02:55.40",
        partial(cloth.paint_awning, seed=1),
        rating=4,
        label="Yellow",
        captions={"en": "Noon under the red awning.", "ru": "Полдень под красным навесом."},
        keywords=("awning", "навес", "people"),
    ),
    shot(
        2096,
        "2024-10-06T11:05:20.00",
        partial(cloth.paint_awning, seed=6, dyes=("#26587a", "#eadfc6"), stripes=11, sun=(0.7, 0.16)),
        captions={"ru": "Синий навес."},
        keywords=("навес",),
    ),
    shot(
        2097,
        "2024-10-06T11:31:16.90",
        partial(cloth.paint_arcade, seed=1),
        rating=5,
        captions={"en": "Light through the roof of the old hall.", "kk": "Ескі қатардағы жарық."},
        keywords=("light", "жарық", "hall"),
        exposure="1/125",
        iso=800,
    ),
    *[
        shot(
            2101 + index,
            f"2024-10-06T12:04:{18 + index}.30",
            partial(cloth.paint_arcade, seed=9, shafts=3),
            drive="bracket",
            sequence=index + 1,
            bias_ev=bias_ev,
            brightness=2.0**bias_ev,
            exposure=exposure,
            iso=400,
            captions={
                "ru": "Старый ряд, полдень.",
                "en": "The old row at noon: for the roof, for the eye, for the stalls.",
            },
            keywords=("light", "hall"),
        )
        for index, (bias_ev, exposure) in enumerate(((0, "1/125"), (-2, "1/500"), (2, "1/30")))
    ],
    shot(
        2098,
        "2024-10-06T19:42:37.50",
        partial(halls.evening_market, seed=24),
        exposure="1/60",
        iso=3200,
        aperture=1.8,
        captions={"ru": "Вечерний базар."},
        keywords=("вечер", "кеш"),
    ),
    shot(
        2099,
        "2024-10-06T19:50:11.70",
        partial(halls.evening_market, seed=33, people=3, tint="#1c1620"),
        size=PORTRAIT,
        rating=2,
        exposure="1/60",
        iso=3200,
        aperture=1.8,
        captions={"en": "Going home."},
        keywords=("evening",),
    ),
]

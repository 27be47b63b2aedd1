"""What exiftool read in the sample files, against what we read, value by value."""

from __future__ import annotations

import json
from collections import Counter
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from media_library.formats.facts import FileType, Kind
from media_library.metadata.photographs import read_photo_facts

CATEGORIES = {"photos", "large", "raw", "heif", "tiff-png-webp-gif"}
KEYS = (
    *("file_type", "mime", "captured_at", "captured_at_offset", "captured_at_source", "captured_at_candidates"),
    *("make", "model", "lens", "gps_lat", "gps_lon", "gps_alt", "orientation", "width", "height", "width_stored"),
    *("height_stored", "rating", "label", "title", "headline", "caption", "caption_sources", "keywords"),
    *("keywords_sources", "creator", "copyright", "pages"),
)
SIZES = ("width", "height", "width_stored", "height_stored")
LEAST_AGREEMENT = 0.993

NO_SIZE_LISTED = "the file has a size in its header, and a page needs it; the list leaves it out for Photoshop files"
SIZE_OF_PREVIEW = "the size of the picture stands in the header; exiftool's is that of a preview"
OURS_IS_BETTER: dict[tuple[str, str], str] = {
    **{("*.psd", key): NO_SIZE_LISTED for key in SIZES},
    **{("*.x3f", key): SIZE_OF_PREVIEW for key in SIZES},
    ("*/Ricoh DC-3Z *", "copyright"): "the name has an ö in Windows-1252; exiftool puts a question mark there",
    ("*/altitude.jpg", "gps_alt"): "4294967284 is -12 in an unsigned field: nobody stood 4 million km above the sea",
    ("*/Nikon D5000.jpg", "gps_*"): "the place stands in the XMP; exiftool's composite looks only in EXIF",
}


def is_listed(path: str, key: str, listed: dict[tuple[str, str], str]) -> bool:
    return any(fnmatch(path, pattern) and fnmatch(key, name) for pattern, name in listed)


def agree(ours: Any, theirs: Any) -> bool:
    if isinstance(ours, int | float) and isinstance(theirs, int | float):
        return abs(ours - theirs) <= 1e-4
    return bool(ours == theirs)


def compare(samples: Path) -> tuple[int, list[str], list[tuple[str, str]]]:
    """Values compared (those that either side has), disagreements in words, and the (path, key) of each."""
    compared, told, places = 0, [], []
    for row in json.loads((samples / "facts.json").read_text("utf-8"))["files"]:
        if row["category"] not in CATEGORIES:
            continue
        file_type = FileType(Kind.PHOTO, "photo", row["file_type"], row["mime"], "")
        ours = read_photo_facts(samples / row["path"], file_type).to_json()
        for key in KEYS:
            mine, theirs = ours[key] or None if ours[key] != 0 else 0, row[key]
            if mine is None and theirs is None:
                continue
            compared += 1
            if not agree(mine, theirs):
                told.append(f"{row['path']}: {key}: exiftool {theirs!r}, ours {mine!r}")
                places.append((row["path"], key))
    return compared, told, places


def test_what_we_read_agrees_with_exiftool(samples: Path) -> None:
    compared, told, _ = compare(samples)
    agreement = 1 - len(told) / compared
    assert compared > 3000
    assert agreement >= LEAST_AGREEMENT, "\n".join([f"{agreement:.4f} of {compared}", *told])


def test_every_disagreement_has_a_reason(samples: Path) -> None:
    _, told, places = compare(samples)
    unexplained = [
        words for words, (path, key) in zip(told, places, strict=True) if not is_listed(path, key, OURS_IS_BETTER)
    ]
    assert unexplained == []


def test_every_listed_disagreement_still_happens(samples: Path) -> None:
    _, _, places = compare(samples)
    listed = [*OURS_IS_BETTER]
    seen = Counter(entry for entry in listed for place in places if is_listed(*place, {entry: ""}))
    there = [row["path"] for row in json.loads((samples / "facts.json").read_text("utf-8"))["files"]]
    expected = [entry for entry in listed if any(fnmatch(path, entry[0]) for path in there)]
    assert [entry for entry in expected if not seen[entry]] == []

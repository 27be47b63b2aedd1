"""The facts of the real films and sounds, field by field, against what exiftool and ffprobe read of them."""

import json
from pathlib import Path
from typing import Any

import pytest

from media_library.formats import FileType, Kind, audio, video

READERS = {"video": (video, Kind.VIDEO), "audio": (audio, Kind.AUDIO)}
NOT_FACTS = {
    "path", "category", "bytes", "sha256", "file_type", "mime", "libraw_width", "libraw_height", "exiftool_error",
    "exiftool_warning", "ffprobe_error", "made_by_us",
}  # fmt: skip
AGREED = 0.985

TAGS = "title, maker and rights stand in the file (Vorbis comment, RIFF INFO); facts.json has those of ID3 and XMP only"
OURS_IS_BETTER = {
    ("FLAC.flac", "title"): TAGS,
    ("FLAC.flac", "copyright"): TAGS,
    ("new_camera bumb 1.wav", "title"): TAGS,
    ("new_camera bumb 1.wav", "creator"): TAGS,
    ("new_camera bumb 1.wav", "copyright"): TAGS,
    (
        "VIDEO_23e9a145-f2da-4183-86b2-1c399db41afb.mxf",
        "avg_frame_rate",
    ): "0/0 is no rate; all its frames last the same",
    ("no_duration.webm", "duration_s"): "the heading gives none, but the last of the pictures is at 4.87 s",
}


def empty_as_none(value: Any) -> Any:
    return None if value in ("", [], {}) else value


def are_equal(key: str, theirs: Any, ours: Any) -> bool:
    if key.endswith("_sources") and isinstance(theirs, dict) and isinstance(ours, dict):
        return {k: v for k, v in theirs.items() if v} == {k: v for k, v in ours.items() if v}
    if isinstance(theirs, int | float) and isinstance(ours, int | float):
        return ours == pytest.approx(theirs, abs=1e-4 if key in {"gps_lat", "gps_lon"} else 0.0015)
    return bool(theirs == ours)


def compare(samples: Path, entry: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """The pairs of which one is not null, by name of the field."""
    reader, kind = READERS[entry["category"]]
    file_type = FileType(kind, entry["category"], entry["file_type"], entry["mime"], "x")
    ours = reader.read_facts(samples / entry["path"], file_type).to_json()
    pairs = {key: (empty_as_none(entry[key]), empty_as_none(ours.get(key))) for key in entry.keys() - NOT_FACTS}
    return {key: pair for key, pair in pairs.items() if pair != (None, None)}


def test_the_facts_of_films_and_sounds_agree_with_ffprobe_and_exiftool(samples):
    entries = json.loads((samples / "facts.json").read_text())["files"]
    agreed, differing = 0, {}
    for entry in entries:
        if entry["category"] not in READERS:
            continue
        for key, (theirs, ours) in compare(samples, entry).items():
            if are_equal(key, theirs, ours):
                agreed += 1
            else:
                differing[(Path(entry["path"]).name, key)] = (theirs, ours)
    unexplained = {place: pair for place, pair in differing.items() if place not in OURS_IS_BETTER}
    assert not unexplained
    assert agreed > 500
    assert agreed / (agreed + len(differing)) >= AGREED

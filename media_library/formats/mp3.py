"""How long an MP3 lasts, from the count of frames that its encoder wrote. MPEG-1 audio, ISO/IEC 11172-3, 2.4.2.3."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

_RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
"""By the version bits: MPEG-1, 2, 2.5."""
SEARCHED_BYTES = 64 * 1024


def read_mp3_duration(path: Path) -> Fraction | None:
    """Seconds, from the `Xing` or `Info` header of the first frame; None where there is none."""
    with path.open("rb") as file:
        head = file.read(10)
        start = _id3_size(head)
        file.seek(start)
        body = file.read(SEARCHED_BYTES)
    at = _find_frame(body)
    if at is None:
        return None
    version, rate = (body[at + 1] >> 3) & 3, (body[at + 2] >> 2) & 3
    mono = body[at + 3] >> 6 == 3
    side_info = (17 if mono else 32) if version == 3 else (9 if mono else 17)
    tag = body[at + 4 + side_info :]
    if tag[:4] not in {b"Xing", b"Info"} or len(tag) < 12 or not tag[7] & 1:
        return None
    frames = int.from_bytes(tag[8:12], "big")
    samples = 1152 if version == 3 else 576
    return Fraction(frames * samples, _RATES[version][rate]) if frames else None


def _id3_size(head: bytes) -> int:
    """Bytes of the ID3v2 tag in front: a size of four times seven bits."""
    if head[:3] != b"ID3" or len(head) < 10:
        return 0
    return 10 + sum((byte & 0x7F) << shift for byte, shift in zip(head[6:10], (21, 14, 7, 0), strict=True))


def _find_frame(body: bytes) -> int | None:
    """Where the first frame header of layer III begins."""
    for at in range(len(body) - 4):
        if body[at] == 0xFF and body[at + 1] & 0xE6 == 0xE2:
            version, bit_rate, rate = (body[at + 1] >> 3) & 3, body[at + 2] >> 4, (body[at + 2] >> 2) & 3
            if version != 1 and bit_rate != 15 and rate != 3:
                return at
    return None

"""Sounds: wind over the steppe, bells and a murmur at the bazaar, water. Noise with a shape, and a few tones.

The recorder's files are Broadcast Wave: RIFF with a `bext` chunk (EBU Tech 3285 v2, 2011) and an iXML chunk.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

import numpy as np

from .noise import Array, make_line

SAMPLE_RATE = 48_000
BEXT_LENGTH = 602
"""Bytes of a bext chunk without coding history."""


@dataclass(frozen=True, kw_only=True)
class Sound:
    """One recording. `start` is its time of day, HH:MM:SS, from which the time reference is counted."""

    folder: str
    name: str
    seconds: float
    compose: Callable[[float], Array]
    description: str
    originator: str
    date: str
    start: str
    scene: str
    take: int
    note: str

    @property
    def time_reference(self) -> int:
        """Samples since midnight (EBU Tech 3285, TimeReference)."""
        hours, minutes, seconds = (int(part) for part in self.start.split(":"))
        return (hours * 3600 + minutes * 60 + seconds) * SAMPLE_RATE


def compose_wind(seconds: float) -> Array:
    """Wind: two bands of noise, each swelling in its own time; left and right differ."""
    return np.stack([_wind(seconds, seed) for seed in (71, 72)], axis=1)


def _wind(seconds: float, seed: int) -> Array:
    number = round(seconds * SAMPLE_RATE)
    gusts = _swell(number, seed, 1.4)
    low = _band(number, seed + 10, 60, 320) * (0.35 + 0.65 * gusts)
    whistle = _band(number, seed + 20, 420, 900) * gusts**3 * 0.30
    grass = _band(number, seed + 30, 2500, 7000) * gusts**2 * 0.10
    return _fade((low + whistle + grass) * 0.16)


def compose_bells(seconds: float) -> Array:
    """A murmur of many voices, not to be understood, with bells of different size struck now and then."""
    number = round(seconds * SAMPLE_RATE)
    rng = np.random.default_rng(81)
    channels = []
    for seed in (81, 82):
        voices = sum(
            _band(number, seed * 7 + k, 160 * 1.5**k, 260 * 1.5**k) * _swell(number, seed + k, 22) ** 2
            for k in range(5)
        )
        channels.append(np.asarray(voices) * 0.045)
    murmur = np.stack(channels, axis=1)
    for start in np.sort(rng.uniform(0.2, max(seconds - 1.0, 0.3), max(2, int(seconds * 0.9)))):
        _strike(
            murmur,
            float(start),
            float(rng.choice([523.25, 587.33, 698.46, 783.99, 1046.5])),
            float(rng.uniform(0.2, 0.8)),
        )
    return np.asarray(_fade_both(murmur))


def _strike(samples: Array, start: float, tone_hz: float, pan: float) -> None:
    """Adds one bell: partials out of tune with one another, the high ones gone first."""
    first = round(start * SAMPLE_RATE)
    time = np.arange(len(samples) - first) / SAMPLE_RATE
    bell = sum(
        strength * np.sin(2 * np.pi * tone_hz * ratio * time) * np.exp(-time * decay)
        for ratio, strength, decay in (
            (0.5, 0.3, 1.2),
            (1.0, 1.0, 1.6),
            (1.19, 0.6, 2.4),
            (1.5, 0.4, 3.0),
            (2.0, 0.5, 3.8),
            (2.74, 0.25, 6.0),
        )
    )
    samples[first:] += 0.06 * np.outer(np.asarray(bell), (1 - pan, pan))


def compose_water(seconds: float) -> Array:
    """A small stream: noise with quick swells, brighter on the left."""
    number = round(seconds * SAMPLE_RATE)
    channels = []
    for seed, low in ((91, 700), (92, 500)):
        flow = _band(number, seed, low, 5200) * (0.5 + 0.5 * _swell(number, seed + 5, 30))
        channels.append(flow * 0.06 + _band(number, seed + 9, 150, 500) * 0.04)
    return np.asarray(_fade_both(np.stack(channels, axis=1)))


def compose_hum(seconds: float) -> Array:
    """The room of the installation: two low tones beating slowly, and air."""
    number = round(seconds * SAMPLE_RATE)
    time = np.arange(number) / SAMPLE_RATE
    left = np.sin(2 * np.pi * 55 * time) + 0.6 * np.sin(2 * np.pi * 82.41 * time)
    right = np.sin(2 * np.pi * 55.4 * time) + 0.6 * np.sin(2 * np.pi * 82.0 * time)
    air = _band(number, 95, 80, 600) * 0.25
    return np.asarray(_fade_both(np.stack([left + air, right + air], axis=1) * 0.09))


def _band(number: int, seed: int, low_hz: float, high_hz: float) -> Array:
    """Noise between two frequencies, deviation 1."""
    rng = np.random.default_rng(seed)
    spectrum = np.fft.rfft(rng.standard_normal(number))
    frequency = np.fft.rfftfreq(number, 1 / SAMPLE_RATE)
    spectrum *= np.exp(-((np.log((frequency + 1) / np.sqrt(low_hz * high_hz)) / np.log(high_hz / low_hz)) ** 2) * 4)
    band: Array = np.fft.irfft(spectrum, n=number)
    result: Array = band / band.std()
    return result


def _swell(number: int, seed: int, waves: float) -> Array:
    """A slow curve between 0 and 1."""
    short = make_line(2048, 1.4, seed, lowest=max(1.0, waves / 4))
    curve = np.interp(np.linspace(0, 2047, number), np.arange(2048), short)
    return np.asarray(1 / (1 + np.exp(-1.6 * curve)))


def _fade(samples: Array, seconds: float = 0.25) -> Array:
    length = min(len(samples) // 2, round(seconds * SAMPLE_RATE))
    window = np.ones(len(samples))
    window[:length] = np.linspace(0, 1, length)
    window[len(samples) - length :] = np.linspace(1, 0, length)
    return np.clip(samples * window, -0.98, 0.98)


def _fade_both(samples: Array) -> Array:
    return np.stack([_fade(samples[:, 0]), _fade(samples[:, 1])], axis=1)


def write_sound(sound: Sound, folder: Path) -> Path:
    """Writes a recording as Broadcast Wave, 24 bit, stereo."""
    path = folder / sound.folder / sound.name
    path.parent.mkdir(parents=True, exist_ok=True)
    samples = np.round(sound.compose(sound.seconds) * 8_388_607).astype("<i4")
    data = samples.reshape(-1, 1).view(np.uint8).reshape(-1, 4)[:, :3].tobytes()
    chunks = [
        _chunk(b"bext", _bext(sound)),
        _chunk(b"fmt ", struct.pack("<HHIIHH", 1, 2, SAMPLE_RATE, SAMPLE_RATE * 6, 6, 24)),
        _chunk(b"iXML", _ixml(sound)),
        _chunk(b"data", data),
    ]
    body = b"WAVE" + b"".join(chunks)
    path.write_bytes(b"RIFF" + struct.pack("<I", len(body)) + body)
    return path


def _chunk(name: bytes, content: bytes) -> bytes:
    return name + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)


def _bext(sound: Sound) -> bytes:
    """The broadcast extension: version 1, the time reference as two halves, low word first."""
    low, high = sound.time_reference & 0xFFFFFFFF, sound.time_reference >> 32
    reference = f"KADRDEMO{sound.date.replace('-', '')}{sound.start.replace(':', '')}"
    head = struct.pack(
        "<256s32s32s10s8sIIH",
        sound.description.encode("ascii"),
        sound.originator.encode("ascii"),
        reference.encode("ascii"),
        sound.date.encode("ascii"),
        sound.start.encode("ascii"),
        low,
        high,
        1,
    )
    return head.ljust(BEXT_LENGTH, b"\0")


def _ixml(sound: Sound) -> bytes:
    """Scene, take and the names of the tracks (iXML 2.0)."""
    low, high = sound.time_reference & 0xFFFFFFFF, sound.time_reference >> 32
    tracks = "".join(
        f"<TRACK><CHANNEL_INDEX>{index}</CHANNEL_INDEX><INTERLEAVE_INDEX>{index}</INTERLEAVE_INDEX><NAME>{name}</NAME></TRACK>"
        for index, name in ((1, "Left"), (2, "Right"))
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<BWFXML><IXML_VERSION>2.0</IXML_VERSION>'
        f"<PROJECT>Kadr</PROJECT><SCENE>{escape(sound.scene)}</SCENE><TAKE>{sound.take}</TAKE>"
        f"<NOTE>{escape(sound.note)}</NOTE>"
        f"<SPEED><TIMESTAMP_SAMPLE_RATE>{SAMPLE_RATE}</TIMESTAMP_SAMPLE_RATE>"
        f"<TIMESTAMP_SAMPLES_SINCE_MIDNIGHT_HI>{high}</TIMESTAMP_SAMPLES_SINCE_MIDNIGHT_HI>"
        f"<TIMESTAMP_SAMPLES_SINCE_MIDNIGHT_LO>{low}</TIMESTAMP_SAMPLES_SINCE_MIDNIGHT_LO></SPEED>"
        f"<TRACK_LIST><TRACK_COUNT>2</TRACK_COUNT>{tracks}</TRACK_LIST></BWFXML>\n"
    ).encode()


def list_sounds() -> list[Sound]:
    """The recordings of the demonstration."""
    return [
        Sound(
            folder="altai/RECORDER", name="WIND_T01.WAV", seconds=12.0, compose=compose_wind,
            description="Wind over open ground, wide, no voices", originator="Kadr demonstration", date="2024-09-12",
            start="18:40:05", scene="12", take=1, note="Жел, жайлау",
        ),
        Sound(
            folder="bazaar/RECORDER", name="BAZAAR_T03.WAV", seconds=10.0, compose=compose_bells,
            description="Bazaar, murmur and bells, from the gallery", originator="Kadr demonstration",
            date="2024-10-06", start="11:15:30", scene="4", take=3, note="Базар, қоңырау",
        ),
    ]  # fmt: skip

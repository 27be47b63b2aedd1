"""Films and sounds made on the spot, and containers put together byte by byte."""

import struct
import wave
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from media_library.formats import FileType, Kind

MP4 = FileType(Kind.VIDEO, "video", "MP4", "video/mp4", "mp4")
MOV = FileType(Kind.VIDEO, "video", "MOV", "video/quicktime", "mov")
WAV = FileType(Kind.AUDIO, "audio", "WAV", "audio/x-wav", "wav")


def make_film(
    path: Path,
    *,
    frames: int = 50,
    rate: Fraction = Fraction(25),
    size: tuple[int, int] = (192, 108),
    picture=None,
    times=None,
    codec: str = "mpeg4",
    key_every: int = 12,
    options: dict[str, str] | None = None,
    pixel_ratio: Fraction | None = None,
) -> Path:
    """A film without sound. `picture(number)` gives RGB pixels; `times` gives frame times in ticks of the rate."""
    width, height = size
    picture = picture or (lambda number: np.full((height, width, 3), 40 + 3 * number % 160, np.uint8))
    with av.open(str(path), "w", options=options or {}) as container:
        stream = container.add_stream(codec, rate=rate, options={"g": str(key_every)})
        stream.width, stream.height, stream.pix_fmt = width, height, "yuvj420p" if codec == "mjpeg" else "yuv420p"
        stream.codec_context.time_base = 1 / rate
        if pixel_ratio:
            stream.codec_context.sample_aspect_ratio = pixel_ratio
        for number in range(frames):
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(picture(number)), format="rgb24")
            frame.pts = times[number] if times else number
            frame.time_base = 1 / rate
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return path


def make_wav(path: Path, samples: np.ndarray, rate: int = 48000) -> Path:
    """A WAV of 16 bits; samples of shape (samples, channels)."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(samples.shape[1])
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(samples.astype("<i2").tobytes())
    return path


def box(kind: bytes, *contents: bytes) -> bytes:
    """A box of an ISO media file."""
    body = b"".join(contents)
    return struct.pack(">I4s", 8 + len(body), kind) + body


def chunk(kind: bytes, body: bytes) -> bytes:
    """A chunk of a RIFF file, padded to an even length."""
    return struct.pack("<4sI", kind, len(body)) + body + b"\0" * (len(body) % 2)


def riff(form: bytes, *chunks: bytes) -> bytes:
    body = form + b"".join(chunks)
    return chunk(b"RIFF", body)


def movie_header(*, created: int = 0, timescale: int = 1000, duration: int = 0) -> bytes:
    return box(b"mvhd", struct.pack(">IIIII", 0, created, created, timescale, duration), bytes(80))


def timecode_track(*, flags: int, timescale: int, ticks: int, offset: int) -> bytes:
    """A `tmcd` track whose one sample lies at `offset` of the file."""
    entry = struct.pack(">I4s6xHIIIIBx", 34, b"tmcd", 1, 0, flags, timescale, ticks, round(timescale / ticks))
    table = box(
        b"stbl",
        box(b"stsd", struct.pack(">II", 0, 1), entry),
        box(b"stts", struct.pack(">IIII", 0, 1, 1, 1)),
        box(b"stco", struct.pack(">III", 0, 1, offset)),
    )
    handler = box(b"hdlr", struct.pack(">II4s12x", 0, 0, b"tmcd"))
    return box(b"trak", box(b"mdia", handler, box(b"minf", table)))


def make_movie(path: Path, *moov: bytes, timecode_frame: int = 0) -> Path:
    """A movie header behind eight bytes of media, which hold the frame number of a timecode track at offset 28."""
    head = box(b"ftyp", b"qt  ", bytes(4), b"qt  ")
    media = box(b"mdat", struct.pack(">I", timecode_frame))
    assert len(head) + 8 == TIMECODE_OFFSET
    path.write_bytes(head + media + box(b"moov", *moov))
    return path


TIMECODE_OFFSET = 28

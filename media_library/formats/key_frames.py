"""Pictures out of a film with bounded work: key frames reached by seeking, upright, with square pixels."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path

from av.container import InputContainer
from av.error import FFmpegError
from av.packet import Packet
from av.video.frame import VideoFrame
from av.video.reformatter import Colorspace, Interpolation
from av.video.stream import VideoStream
from PIL import Image

from .facts import UnreadableFile
from .streams import discard_others, find_video, open_media

MOST_PACKETS_TO_A_KEY = 600
MOST_ERRORS = 200
STEPS_BACK_S = (0.0, 2.0, 12.0)
_UNSPECIFIED_COLOURS = 2
_HIGH_DEFINITION_FROM = 720
_TURNS = {
    90: Image.Transpose.ROTATE_270,
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_90,
}

NO_PICTURE = "No picture can be decoded in this film: it is damaged, or its codec is not one that can be read here."


class KeyFrames:
    """The key frames of one film. Nothing but the frame asked for is decoded, whatever lies between two."""

    def __init__(self, container: InputContainer, stream: VideoStream) -> None:
        self.container = container
        self.stream = stream
        self._last_key: tuple[int | None, int | None] | None = None
        self._last_frame: VideoFrame | None = None

    @property
    def is_intra_only(self) -> bool:
        """Whether every frame is a key frame, as in ProRes, DNxHR, JPEG 2000."""
        return self.stream.codec_context.codec.intra_only

    def near(self, seconds: float) -> VideoFrame | None:
        """A key frame near a moment counted from the first frame, the one before it if the file has an index.

        A stream without one (MPEG-TS) is entered anywhere: the next key frame is taken, and if the file ends before one
        comes, the search begins again further back. None if none can be decoded.
        When it is the same as the last time, it is not decoded again.
        """
        for earlier in STEPS_BACK_S:
            frame = self._seek_and_decode(max(0.0, seconds - earlier))
            if frame is not None or earlier >= seconds:
                return frame
        return self._seek_and_decode(0.0)

    def _seek_and_decode(self, seconds: float) -> VideoFrame | None:
        start, base = self.stream.start_time or 0, self.stream.time_base or Fraction(1, 1000)
        target = start + int(Fraction(seconds).limit_denominator(1000) / base) if seconds else 0
        try:
            self.container.seek(target, stream=self.stream)
            return self._decode_next_key()
        except FFmpegError:
            return None

    def _decode_next_key(self) -> VideoFrame | None:
        packets = self.container.demux(self.stream)
        for number, packet in enumerate(packets):
            if number > MOST_PACKETS_TO_A_KEY or (packet.dts is None and not packet.size):
                return None
            if not packet.is_keyframe:
                continue
            key = (packet.pts, packet.pos)
            if key != self._last_key or self._last_frame is None:
                frame = self._decode(packet, packets)
                if frame is None:
                    continue
                self._last_key, self._last_frame = key, frame
            return self._last_frame
        return None

    def _decode(self, packet: Packet[VideoStream], following: Iterator[Packet[VideoStream]]) -> VideoFrame | None:
        """Decodes one key packet and drains the decoder, since a loop that skips other frames may never end."""
        frames: list[VideoFrame] = []
        context = self.stream.codec_context
        try:
            frames += context.decode(packet)
            if not frames and self._has_fields:
                second = next(following, None)
                frames += context.decode(second) if second is not None and second.size else []
            frames = frames or context.decode(None)
        except FFmpegError:
            frames = []
        finally:
            context.flush_buffers()
        return frames[0] if frames else None

    @property
    def _has_fields(self) -> bool:
        """Whether a packet may be a field: then the next one is the other half."""
        base, average = self.stream.base_rate, self.stream.average_rate
        return bool(base and average and base >= average * Fraction(3, 2))

    def from_beginning(self) -> Iterator[VideoFrame]:
        """All frames, one after another; passes over damaged packets, up to a number of them."""
        errors = 0
        try:
            self.container.seek(0, stream=self.stream)
            for packet in self.container.demux(self.stream):
                try:
                    yield from self.stream.codec_context.decode(packet)
                except FFmpegError:
                    errors += 1
                    if errors > MOST_ERRORS:
                        return
        except FFmpegError:
            return


@contextmanager
def open_key_frames(path: Path, *, at_least_px: int) -> Iterator[KeyFrames]:
    """The key frames of a film; decoded smaller where the codec can, never below `at_least_px` on the long edge.

    One thread decodes, since several processes work at once. Raises UnreadableFile.
    """
    with open_media(path) as container:
        stream = find_video(container)
        if stream is None:
            raise UnreadableFile(NO_PICTURE)
        discard_others(container, stream)
        context = stream.codec_context
        context.thread_count = 1
        options = {"skip_loop_filter": "all"} if at_least_px <= _HIGH_DEFINITION_FROM else {}
        halvings = _count_halvings(max(stream.width, stream.height), at_least_px)
        if halvings and context.codec.name in {"jpeg2000", "mjpeg"}:
            options["lowres"] = str(halvings)
        context.options = options
        yield KeyFrames(container, stream)


def _count_halvings(long_edge: int, at_least_px: int) -> int:
    """How often the decoder may halve the picture (it can three times) and still have pixels enough."""
    return next((halvings for halvings in (3, 2, 1) if long_edge >> halvings >= at_least_px), 0)


def to_picture(frame: VideoFrame, long_edge_px: int, pixel_ratio: Fraction | None) -> Image.Image:
    """The frame as an RGB picture of 8 bit: upright, square pixels, no edge longer than asked, never enlarged."""
    width, height = size_to_show(frame.width, frame.height, pixel_ratio, long_edge_px)
    high = frame.height >= _HIGH_DEFINITION_FROM
    guessed = Colorspace.ITU709 if high else Colorspace.ITU601
    shown = frame.reformat(
        width=width,
        height=height,
        format="rgb24",
        src_colorspace=guessed if frame.colorspace == _UNSPECIFIED_COLOURS else None,
        interpolation=Interpolation.AREA,
        threads=1,
    )
    picture = Image.fromarray(shown.to_ndarray(channel_last=True))
    turn = _TURNS.get(round(-frame.rotation) % 360)
    return picture.transpose(turn) if turn is not None else picture


def size_to_show(width: int, height: int, pixel_ratio: Fraction | None, long_edge_px: int) -> tuple[int, int]:
    """Width and height in square pixels, before turning upright; pixels are squared by shrinking only."""
    ratio = pixel_ratio if pixel_ratio and pixel_ratio > 0 else Fraction(1)
    wide, high = (width * ratio, Fraction(height)) if ratio < 1 else (Fraction(width), height / ratio)
    scale = min(Fraction(1), long_edge_px / max(wide, high))
    return max(1, round(wide * scale)), max(1, round(high * scale))

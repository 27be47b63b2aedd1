"""The inside of the decoder process: `python -m media_library.formats.child_main`, started by `formats.child`.

It waits for a call on its standard input, does it, and answers on what was its standard output, one message for each
call: four bytes of length (big-endian) and that many bytes of JSON. What libraries print goes nowhere. The process
takes nothing from its parent but two pipes and the limits in its arguments, and ends when the parent does.
"""

from __future__ import annotations

import faulthandler
import json
import os
import resource
import signal
import sys
import traceback
from contextlib import suppress
from pathlib import Path
from typing import Any

from . import FileType, Kind, UnreadableFile, reader_for
from .facts import RenditionSpec

LONGEST_MESSAGE_BYTES = 64 << 20

_LENGTH_BYTES = 4
_PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of prctl(2)
_MEGABYTE = 1 << 20
_RESERVED_MB = 4096
"""Address space beyond the memory limit: libraries reserve it for threads and map files, and never fill it."""


def write_message(descriptor: int, message: dict[str, Any]) -> None:
    """Writes one message. Raises BrokenPipeError when nobody listens."""
    body = json.dumps(message).encode("ascii")
    content = memoryview(len(body).to_bytes(_LENGTH_BYTES, "big") + body)
    while content:
        content = content[os.write(descriptor, content) :]


def read_length(head: bytes) -> int:
    """How many bytes follow. Raises ValueError when they are too many to be a message."""
    length = int.from_bytes(head, "big")
    if length > LONGEST_MESSAGE_BYTES:
        raise ValueError(f"a message of {length} bytes")
    return length


def _read_message(descriptor: int) -> dict[str, Any] | None:
    head = _read_exactly(descriptor, _LENGTH_BYTES)
    body = _read_exactly(descriptor, read_length(head)) if head else b""
    return json.loads(body) if body else None


def _read_exactly(descriptor: int, count: int) -> bytes:
    """Reads that many bytes; empty at the end of the stream, which is when the parent has gone."""
    parts = bytearray()
    while len(parts) < count:
        part = os.read(descriptor, count - len(parts))
        if not part:
            return b""
        parts += part
    return bytes(parts)


def main(arguments: list[str]) -> None:
    """Serves calls until the parent closes the pipe. `arguments`: memory limit in MB, seconds a call, megapixels."""
    parent, memory_mb, seconds, max_megapixels = (int(argument) for argument in arguments)
    calls, answers = _part_from_parent(parent)
    _limit_memory(memory_mb)
    while (call := _read_message(calls)) is not None:
        # The parent kills a call that takes too long. Should it be gone itself, the alarm's default action does.
        signal.alarm(seconds + 10)
        answer = _answer(call, max_megapixels)
        signal.alarm(0)
        write_message(answers, answer | {"rss_kb": _measure_rss_kb()})


def _part_from_parent(parent: int) -> tuple[int, int]:
    """Takes the pipes to a safe place, silences the standard streams, and arranges to end with the parent."""
    calls, answers, errors = os.dup(0), os.dup(1), os.dup(2)
    faulthandler.enable(errors)  # a crash leaves its place in what was standard error
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    os.close(nowhere)
    os.nice(5)
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(_PARENT_DEATH_SIGNAL, signal.SIGKILL)
        _offer_itself()
    if os.getppid() != parent:
        sys.exit()
    return calls, answers


def _offer_itself() -> None:
    """When memory runs out, the kernel is to choose this process and not the one with the person's work."""
    with suppress(OSError):  # containers often lock /proc; a decoder without this is better than none
        Path("/proc/self/oom_score_adj").write_text("500")


def _limit_memory(memory_mb: int) -> None:
    """Lets no call take more memory than that, and leaves no core file behind."""
    limits = {resource.RLIMIT_CORE: 0, resource.RLIMIT_AS: (memory_mb + _RESERVED_MB) * _MEGABYTE}
    if sys.platform == "linux":
        # RLIMIT_DATA counts what is really written to, unlike the address space (setrlimit(2), since Linux 4.7).
        limits[resource.RLIMIT_DATA] = memory_mb * _MEGABYTE
    for limit, value in limits.items():
        try:
            resource.setrlimit(limit, (value, value))
        except (ValueError, OSError):  # not every system knows every limit
            continue


def _answer(call: dict[str, Any], max_megapixels: int) -> dict[str, Any]:
    try:
        return {"done": _do(call, max_megapixels)}
    except UnreadableFile as refusal:
        return {"refused": str(refusal)}
    except MemoryError:
        return {"failed": "memory", "log": traceback.format_exc()}
    except Exception:
        return {"failed": "mistake", "log": traceback.format_exc()}


def _do(call: dict[str, Any], max_megapixels: int) -> Any:
    path = Path(call["path"])
    if call["do"] == "read_sidecar":
        from media_library.metadata.sidecar import read_sidecar

        return read_sidecar(path).to_json()
    file_type = FileType(**call["file_type"] | {"kind": Kind(call["file_type"]["kind"])})
    reader = reader_for(file_type)
    if call["do"] == "read_facts":
        return reader.read_facts(path, file_type).to_json()
    from . import pictures

    pictures.limit_pixels(max_megapixels)
    specs = [RenditionSpec(name) for name in call["specs"]]
    return [vars(made) for made in reader.render(path, file_type, specs, Path(call["folder"]))]


def _measure_rss_kb() -> int:
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return pages * resource.getpagesize() // 1024


if __name__ == "__main__":
    main(sys.argv[1:])

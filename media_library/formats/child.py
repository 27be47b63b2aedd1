"""A decoder process that can be killed: foreign bytes are decoded in there and nowhere else. Plain Python.

Decoders crash, hang and ask for absurd amounts of memory on damaged or hostile files. Here that costs one file: the
process has limits on time and memory, is killed when it oversteps them, and a new one is started for the next file.
The inside of the process is `formats.child_main`.
"""

from __future__ import annotations

import json
import logging
import os
import selectors
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from .child_main import read_length, write_message
from .facts import Facts, FileType, Rendered, RenditionSpec, UnreadableFile

logger = logging.getLogger(__name__)

CALLS_BEFORE_RENEWAL = 2000
"""A process is replaced after that many calls: what libraries leak goes with it."""

RSS_BEFORE_RENEWAL_MB = 320
"""A process that holds more memory than that after a call is replaced before the next one."""

_ROOT = Path(__file__).resolve().parents[2]
_KEPT_VARIABLES = (
    "PATH",
    "HOME",
    "TMPDIR",
    "TZ",
    "LANG",
    "LD_LIBRARY_PATH",
    "PYTHONUTF8",
    "PYTHONIOENCODING",
    "VIRTUAL_ENV",
)
_SETTINGS = {
    # One thread: the parent runs as many decoder processes as there are cores.
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    # Memory of one picture is kept for the next: asking the kernel for it each time costs a tenth of the whole work.
    "MALLOC_TRIM_THRESHOLD_": str(256 << 20),
    "MALLOC_MMAP_THRESHOLD_": str(256 << 20),
}


class DecoderFailed(UnreadableFile):
    """The decoder process broke down on a file. `cause` is crash, time, memory or mistake; `log` is for the log."""

    def __init__(self, cause: str, sentence: str, log: str = "") -> None:
        super().__init__(sentence)
        self.cause = cause
        self.log = log


class Stopped(BaseException):
    """The call was given up because all work is to stop. No `Exception`: nothing is wrong with the file."""


class Decoder:
    """Reads and renders files in a child process, which starts with the first file and serves many.

    Used by one thread at a time, and closed when done with (it is a context manager). Every call raises UnreadableFile
    with the reader's own sentence, or its subclass DecoderFailed. A child serves the thread that started it, since on
    Linux it is that thread's end that ends it (prctl(2), PR_SET_PDEATHSIG): another thread is given another child.
    """

    def __init__(self, *, memory_mb: int, seconds: float, max_megapixels: int) -> None:
        self.memory_mb = memory_mb
        self.seconds = seconds
        self.max_megapixels = max_megapixels
        self._process: subprocess.Popen[bytes] | None = None
        self._errors: IO[bytes] | None = None
        self._starter: threading.Thread | None = None
        self._calls = 0
        self._stopping = False

    @property
    def pid(self) -> int | None:
        """The process that serves at present, if there is one."""
        return None if self._process is None else self._process.pid

    def read_facts(self, path: Path, file_type: FileType) -> Facts:
        """The facts of a file, by the reader of its type."""
        return self._to_facts(path, self._call("read_facts", path, file_type=vars(file_type)))

    def render(self, path: Path, file_type: FileType, specs: Sequence[RenditionSpec], folder: Path) -> list[Rendered]:
        """Has the renditions made in `folder`, which must be there; the answer names the files."""
        answer = self._call(
            "render",
            path,
            file_type=vars(file_type),
            specs=[spec.name for spec in specs],
            folder=os.fspath(folder.absolute()),
        )
        try:
            return [_to_rendered(made) for made in answer]
        except (TypeError, ValueError) as error:
            raise self._fail("crash", path, repr(error)) from error

    def read_sidecar(self, path: Path) -> Facts:
        """What an XMP sidecar says."""
        return self._to_facts(path, self._call("read_sidecar", path))

    def close(self) -> None:
        """Ends the child. The decoder may be used again: another child is started then."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    pipe.close()
        if self._errors is not None:
            self._errors.close()
            self._errors = None

    def stop(self) -> None:
        """Ends the call in hand, which raises Stopped, as every later one does; from another thread or a signal."""
        self._stopping = True
        process = self._process
        if process is not None:
            process.kill()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _call(self, do: str, path: Path, **more: Any) -> Any:
        call = {"do": do, "path": os.fspath(path.absolute()), **more}
        try:
            answer = self._exchange(call)
        except BaseException:
            self.close()  # a child that was interrupted would answer the next call with this one's answer
            raise
        if self._stopping:
            self.close()
            raise Stopped
        self._calls += 1
        if "failed" in answer or answer["rss_kb"] > RSS_BEFORE_RENEWAL_MB * 1024 or self._calls >= CALLS_BEFORE_RENEWAL:
            self.close()
        if "refused" in answer:
            raise UnreadableFile(str(answer["refused"]))
        if "failed" in answer:
            raise self._fail(str(answer["failed"]), path, str(answer.get("log", "")))
        return answer["done"]

    def _exchange(self, call: dict[str, Any]) -> dict[str, Any]:
        """Sends the call and waits for the answer; what goes wrong with the process is an answer too."""
        deadline = time.monotonic() + self.seconds
        try:
            process = self._send(call)
            return self._receive(process, deadline)
        except TimeoutError:
            return {"failed": "time"}
        except (EOFError, OSError, ValueError) as error:
            return {"failed": self._tell_death(), "log": f"{error!r}\n{self._read_errors()}"}

    def _send(self, call: dict[str, Any]) -> subprocess.Popen[bytes]:
        """Sends the call to the child, or to a new one if that has died while it had nothing to do."""
        for last_try in (False, True):
            process = self._start()
            assert process.stdin is not None  # noqa: S101 - asked for in _start
            try:
                write_message(process.stdin.fileno(), call)
            except BrokenPipeError:
                self.close()
                if last_try:
                    raise
            else:
                break
        return process

    def _start(self) -> subprocess.Popen[bytes]:
        thread = threading.current_thread()
        if self._process is not None and self._process.poll() is None and self._starter is thread:
            return self._process
        self.close()
        self._calls, self._starter = 0, thread
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the child
        limits = (os.getpid(), self.memory_mb, max(1, round(self.seconds)), self.max_megapixels)
        self._process = subprocess.Popen(
            [sys.executable, "-m", f"{__package__}.child_main", *map(str, limits)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            cwd=_ROOT,
            env=_choose_environment(),
            bufsize=0,
            start_new_session=True,  # Ctrl-C is for the parent, which ends the child in its own time
        )
        if self._stopping:  # asked for between the last call and the start, when there was no child to end
            raise Stopped
        return self._process

    def _receive(self, process: subprocess.Popen[bytes], deadline: float) -> dict[str, Any]:
        assert process.stdout is not None  # noqa: S101 - asked for in _start
        descriptor = process.stdout.fileno()
        length = read_length(_read_until(descriptor, 4, deadline))
        answer = json.loads(_read_until(descriptor, length, deadline))
        if not isinstance(answer, dict) or not {"done", "refused", "failed"} & answer.keys():
            raise ValueError("an answer that is none")
        return answer

    def _tell_death(self) -> str:
        """Tells from the way a child ended why it did."""
        if self._process is None:
            return "crash"
        try:
            code = self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            return "crash"
        # Nobody here has killed it yet: a kill is the kernel's, which was out of memory.
        return {-signal.SIGKILL: "memory", -signal.SIGALRM: "time"}.get(code, "crash")

    def _read_errors(self) -> str:
        """The end of what the child left on standard error: why it did not start, or where it crashed."""
        if self._errors is None:
            return ""
        self._errors.seek(0)
        return self._errors.read(1 << 20)[-8000:].decode(errors="replace")

    def _to_facts(self, path: Path, answer: Any) -> Facts:
        if not isinstance(answer, dict):
            raise self._fail("crash", path, f"facts that are none: {answer!r:.200}")
        return Facts.from_json(answer)

    def _fail(self, cause: str, path: Path, log: str) -> DecoderFailed:
        logger.warning("decoder failed (%s) on %r\n%s", cause, os.fspath(path), log)
        return DecoderFailed(cause, self._say(cause), log)

    def _say(self, cause: str) -> str:
        if cause == "time":
            return f"Reading this file took longer than {self.seconds:g} seconds, so it was stopped."
        if cause == "memory":
            return f"Reading this file takes more memory than Kadr allows ({self.memory_mb} MB)."
        if cause == "crash":
            return "The decoder broke down on this file. It is probably damaged: try to open and save it elsewhere."
        return "Kadr could not make sense of this file; the log says where it gave up."


def _choose_environment() -> dict[str, str]:
    """The child's environment: passwords and keys that the parent knows are no business of a decoder."""
    kept = {name: value for name, value in os.environ.items() if name in _KEPT_VARIABLES or name.startswith("LC_")}
    return kept | _SETTINGS


def _read_until(descriptor: int, count: int, deadline: float) -> bytes:
    """Reads that many bytes. Raises TimeoutError at the deadline (monotonic seconds), EOFError when the child ends."""
    parts = bytearray()
    with selectors.DefaultSelector() as selector:
        selector.register(descriptor, selectors.EVENT_READ)
        while len(parts) < count:
            if not selector.select(max(0.0, deadline - time.monotonic())):
                raise TimeoutError
            part = os.read(descriptor, min(count - len(parts), 1 << 20))
            if not part:
                raise EOFError("the decoder process has ended")
            parts += part
    return bytes(parts)


def _to_rendered(made: dict[str, Any]) -> Rendered:
    """Takes what the child says it made. A name that would lead out of the folder is not believed."""
    rendered = Rendered(**made)
    if Path(rendered.file_name).name != rendered.file_name:
        raise ValueError(f"not a file name: {rendered.file_name!r}")
    return rendered

"""The decoder process, with readers made for these tests: they crash, hang, swallow memory and babble."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from media_library.formats import Facts, FileType, Kind, UnreadableFile, child
from media_library.formats.child import Decoder, DecoderFailed
from media_library.formats.facts import RenditionSpec

TROUBLE = FileType(Kind.PHOTO, "photo", "JPEG", "image/jpeg", "jpg")

# What stands in for the reader of photographs: it does what the name of the file says.
READER = """
import os, signal, sys, time
from media_library.formats.facts import Facts, Rendered, UnreadableFile

KEPT = []

def read_facts(path, file_type):
    wish = path.name
    if wish == "crash": os.kill(os.getpid(), signal.SIGSEGV)
    if wish == "killed": os.kill(os.getpid(), signal.SIGKILL)
    if wish == "hang": signal.pause()
    if wish == "swallow": KEPT.append(b"x" * (2 << 30))
    if wish == "grow": KEPT.append(b"x" * (340 << 20))
    if wish == "refuse": raise UnreadableFile("The film was not in the camera.")
    if wish == "mistake": return 1 / 0
    if wish == "babble":
        os.write(1, b"noise on standard output")
        os.write(2, b"noise on standard error")
        print("more noise")
    if wish == "half": os._exit(0)
    if wish == "secrets": return Facts(title=os.environ.get("SECRET_KEY"))
    if wish == "descriptors": return Facts(keywords=sorted(os.listdir("/proc/self/fd"), key=int))
    if wish == "input": return Facts(title=sys.stdin.read())
    return Facts(title=wish, pages=os.getpid())

def render(path, file_type, specs, folder):
    (folder / "out.jpg").write_bytes(b"made")
    return [Rendered(spec.name, path.name, "image/jpeg", 3, 2, {"from": "test"}) for spec in specs]
"""


@pytest.fixture
def make_decoder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Callable[..., Decoder]]:
    """Makes decoders whose child has the reader above in the place of the real one."""
    (tmp_path / "sitecustomize.py").write_text(
        "import sys, types\n"
        f"source = {READER!r}\n"
        "class Finder:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name != 'media_library.formats.photo': return None\n"
        "        from importlib.util import spec_from_loader\n"
        "        return spec_from_loader(name, self)\n"
        "    def create_module(self, spec): return None\n"
        "    def exec_module(self, module): exec(source, module.__dict__)\n"
        "sys.meta_path.insert(0, Finder())\n"
    )
    choose = child._choose_environment
    monkeypatch.setattr(child, "_choose_environment", lambda: choose() | {"PYTHONPATH": str(tmp_path)})
    made: list[Decoder] = []

    def make(**limits: Any) -> Decoder:
        made.append(Decoder(**{"memory_mb": 1024, "seconds": 20.0, "max_megapixels": 100} | limits))
        return made[-1]

    yield make
    for decoder in made:
        decoder.close()


def ask(decoder: Decoder, wish: str) -> Facts:
    return decoder.read_facts(Path("/nowhere") / wish, TROUBLE)


def test_one_process_serves_many_files(make_decoder: Callable[..., Decoder]) -> None:
    decoder = make_decoder()
    answers = [ask(decoder, name) for name in ("one", "two", "три")]
    assert [answer.title for answer in answers] == ["one", "two", "три"]
    assert {answer.pages for answer in answers} == {decoder.pid}
    assert decoder.pid != os.getpid()


def test_no_process_is_started_before_the_first_file(make_decoder: Callable[..., Decoder]) -> None:
    assert make_decoder().pid is None


def test_a_file_name_that_is_no_text_arrives_as_it_is(make_decoder: Callable[..., Decoder]) -> None:
    name = os.fsdecode(b"\xff\xfe.jpg")
    assert ask(make_decoder(), name).title == name


def test_renditions_are_made_in_the_folder(make_decoder: Callable[..., Decoder], tmp_path: Path) -> None:
    made = make_decoder().render(Path("/nowhere/out.jpg"), TROUBLE, [RenditionSpec("max-320")], tmp_path)
    assert [(one.spec, one.file_name, one.width_px, one.data) for one in made] == [
        ("max-320", "out.jpg", 3, {"from": "test"})
    ]
    assert (tmp_path / "out.jpg").read_bytes() == b"made"


def test_a_name_that_leads_out_of_the_folder_is_not_believed(
    make_decoder: Callable[..., Decoder], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    decoder = make_decoder()
    monkeypatch.setattr(
        decoder, "_exchange", lambda call: {"done": [{"spec": "x", "file_name": "../x", "mime": ""}], "rss_kb": 1}
    )
    with pytest.raises(DecoderFailed):
        decoder.render(Path("/nowhere/x"), TROUBLE, [], tmp_path)


def test_a_reader_s_own_sentence_comes_through(make_decoder: Callable[..., Decoder]) -> None:
    decoder = make_decoder()
    ask(decoder, "first")
    before = decoder.pid
    with pytest.raises(UnreadableFile, match=r"^The film was not in the camera\.$") as refusal:
        ask(decoder, "refuse")
    assert not isinstance(refusal.value, DecoderFailed)
    assert ask(decoder, "next").pages == before


def test_the_limit_of_pixels_is_told_to_the_readers(tmp_path: Path) -> None:
    path = tmp_path / "large.png"
    Image.new("1", (1001, 1000)).save(path)
    png = FileType(Kind.PHOTO, "photo", "PNG", "image/png", "png")
    refused = pytest.raises(UnreadableFile, match="1001 x 1000 px is more than the limit of 1 megapixels")
    with Decoder(memory_mb=512, seconds=20, max_megapixels=1) as decoder, refused:
        decoder.render(path, png, [RenditionSpec("max-320")], tmp_path)


@pytest.mark.parametrize(
    ("wish", "cause", "words"),
    [
        ("crash", "crash", "broke down"),
        ("half", "crash", "broke down"),
        ("killed", "memory", "more memory"),
        ("mistake", "mistake", "could not make sense"),
    ],
)
def test_a_breakdown_costs_one_file(make_decoder: Callable[..., Decoder], wish: str, cause: str, words: str) -> None:
    decoder = make_decoder()
    with pytest.raises(DecoderFailed, match=words) as failure:
        ask(decoder, wish)
    assert failure.value.cause == cause
    assert ask(decoder, "next").title == "next"


def test_the_log_says_where_a_reader_made_its_mistake(make_decoder: Callable[..., Decoder]) -> None:
    with pytest.raises(DecoderFailed) as failure:
        ask(make_decoder(), "mistake")
    assert "ZeroDivisionError" in failure.value.log


def test_the_log_says_where_a_decoder_crashed(make_decoder: Callable[..., Decoder]) -> None:
    with pytest.raises(DecoderFailed) as failure:
        ask(make_decoder(), "crash")
    assert "Segmentation fault" in failure.value.log
    assert "read_facts" in failure.value.log


@pytest.mark.timeout(30)
def test_a_hang_is_ended_at_the_time_limit(make_decoder: Callable[..., Decoder]) -> None:
    decoder = make_decoder(seconds=1.0)
    with pytest.raises(DecoderFailed, match="longer than 1 seconds") as failure:
        ask(decoder, "hang")
    assert failure.value.cause == "time"
    assert decoder.pid is None


@pytest.mark.skipif(sys.platform != "linux", reason="the memory limit is kept by Linux")
def test_a_bomb_is_ended_at_the_memory_limit(make_decoder: Callable[..., Decoder]) -> None:
    decoder = make_decoder(memory_mb=512)
    with pytest.raises(DecoderFailed, match=r"more memory than Kadr allows \(512 MB\)") as failure:
        ask(decoder, "swallow")
    assert failure.value.cause == "memory"
    assert ask(decoder, "next").title == "next"


def test_a_process_that_has_grown_is_replaced(make_decoder: Callable[..., Decoder]) -> None:
    decoder = make_decoder()
    grown = ask(decoder, "grow").pages
    assert decoder.pid is None
    assert ask(decoder, "next").pages != grown


def test_a_process_is_replaced_after_many_calls(
    make_decoder: Callable[..., Decoder], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(child, "CALLS_BEFORE_RENEWAL", 3)
    decoder = make_decoder()
    served = [ask(decoder, "x").pages for _ in range(6)]
    assert served[0] == served[1] == served[2] != served[3] == served[4] == served[5]


def test_a_process_that_died_between_two_files_is_replaced_unnoticed(make_decoder: Callable[..., Decoder]) -> None:
    decoder = make_decoder()
    first = ask(decoder, "x").pages
    assert first is not None
    os.kill(first, signal.SIGKILL)
    os.waitid(os.P_PID, first, os.WEXITED | os.WNOWAIT)
    assert ask(decoder, "y").pages != first


def test_a_decoder_goes_on_in_another_thread(make_decoder: Callable[..., Decoder]) -> None:
    decoder = make_decoder()
    thread = threading.Thread(target=ask, args=(decoder, "x"))
    thread.start()
    thread.join()
    assert ask(decoder, "y").title == "y"


def test_noise_of_libraries_disturbs_nothing(
    make_decoder: Callable[..., Decoder], capfd: pytest.CaptureFixture[str]
) -> None:
    assert ask(make_decoder(), "babble").title == "babble"
    assert "noise" not in "".join(capfd.readouterr())


def test_the_child_knows_no_secrets(make_decoder: Callable[..., Decoder], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "nobody's business")
    assert ask(make_decoder(), "secrets").title is None


def test_the_child_cannot_read_its_calls_by_mistake(make_decoder: Callable[..., Decoder]) -> None:
    assert ask(make_decoder(), "input").title == ""


@pytest.mark.skipif(sys.platform != "linux", reason="/proc tells what is open")
def test_the_child_has_no_files_of_its_parent(make_decoder: Callable[..., Decoder], tmp_path: Path) -> None:
    with (tmp_path / "open").open("w") as file:
        os.set_inheritable(file.fileno(), True)
        # Three standard streams that lead nowhere, two pipes, the place for crashes, and the listing itself.
        assert len(ask(make_decoder(), "descriptors").keywords) == 7


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the end of the pipe is what ends the child")
def test_a_child_at_work_ends_with_its_parent(tmp_path: Path) -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(PARENT)], stdout=subprocess.PIPE, cwd=child._ROOT, text=True
    )
    assert parent.stdout is not None
    pid = int(parent.stdout.readline())
    os.kill(pid, signal.SIGSTOP)  # as deaf as a child in the middle of a long decoding
    parent.kill()
    parent.wait()
    assert parent.stdout.read() == ""  # its last pipe is closed: nobody holds it any more
    assert wait_for_end(pid)


PARENT = """
    from pathlib import Path
    from media_library.formats import FileType, Kind
    from media_library.formats.child import Decoder
    decoder = Decoder(memory_mb=512, seconds=60, max_megapixels=1)
    decoder.render(Path("nothing.jpg"), FileType(Kind.PHOTO, "photo", "JPEG", "image/jpeg", "jpg"), [], Path())
    print(decoder.pid, flush=True)
    decoder._process.wait()
"""


def wait_for_end(pid: int) -> bool:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            return True
        if state == "Z":
            return True
        threading.Event().wait(0.02)
    return False


def test_closing_leaves_no_process(make_decoder: Callable[..., Decoder]) -> None:
    with make_decoder() as decoder:
        pid = ask(decoder, "x").pages
    assert pid is not None
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)

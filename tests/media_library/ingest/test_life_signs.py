from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from media_library.ingest.life_signs import LifeSign, is_dead


@pytest.fixture(autouse=True)
def data_dir(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


def test_a_sign_lives_while_it_is_held() -> None:
    with LifeSign() as sign:
        assert is_dead(sign.name) is False
    assert is_dead(sign.name) is True


def test_nobody_is_dead() -> None:
    assert is_dead("") is True


def test_a_holder_on_another_machine_cannot_be_asked() -> None:
    assert is_dead("elsewhere:0123456789abcdef") is None


def test_a_sign_dies_with_its_process_however_it_ends(tmp_path: Path) -> None:
    script = (
        "import os, signal, sys; from django.conf import settings; settings.configure(DATA_DIR=sys.argv[1]);"
        "from media_library.ingest.life_signs import LifeSign; sign = LifeSign().__enter__();"
        "print(sign.name, flush=True); os.kill(os.getpid(), signal.SIGKILL)"
    )
    done = subprocess.run([sys.executable, "-c", script, str(tmp_path)], capture_output=True, text=True, check=False)
    name = done.stdout.strip()
    assert name
    assert done.returncode == -9
    assert (tmp_path / "locks" / f"{name.partition(':')[2]}.lock").exists()
    assert is_dead(name) is True

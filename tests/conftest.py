"""What every test has: the sample files, its own media folder, and a rule for the build machine."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from tests.own_copy import OwnCopy, make_own_copy

HERE = Path(__file__).resolve().parent
ON_BUILD_MACHINE = os.environ.get("CI", "").lower() in {"1", "true"}

# How long an example takes is the machine's affair.
hypothesis_settings.register_profile("kadr", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("kadr")

pytest_plugins = ["tests.fixtures_people"] if importlib.util.find_spec("tests.fixtures_people") else []


@pytest.fixture(scope="session")
def samples() -> Path:
    """The folder of real files that the readers are judged by. Skips without it, and says how to name it."""
    folder = Path(os.environ.get("KADR_SAMPLES") or HERE.parent.parent / "shared" / "samples")
    if (folder / "facts.json").is_file():
        return folder
    missing = f"no sample files at {folder}: KADR_SAMPLES names their folder"
    if ON_BUILD_MACHINE:
        pytest.fail(missing)
    pytest.skip(missing)


@pytest.fixture(autouse=True)
def media_root(settings: Any, tmp_path: Path) -> Path:
    """A media folder of its own for every test; gives its path."""
    folder = tmp_path / "media"
    stores = {name: dict(store) for name, store in django_settings.STORAGES.items()}
    for name in ("originals", "renditions"):
        stores[name]["OPTIONS"] = {**stores[name].get("OPTIONS", {}), "location": folder / name}
    settings.MEDIA_ROOT = folder
    settings.STORAGES = stores
    return folder


@pytest.fixture
def own_copy(tmp_path: Path) -> Iterator[OwnCopy]:
    """A copy of Kadr with its own data and database, for tests that start processes."""
    with make_own_copy(tmp_path / "own-copy") as copy:
        yield copy


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """On the build machine nothing may be skipped."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if not ON_BUILD_MACHINE or reporter is None or hasattr(session.config, "workerinput"):
        return
    if skipped := reporter.stats.get("skipped"):
        reporter.ensure_newline()
        reporter.write_line(f"{len(skipped)} skipped: on the build machine that is a failure", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED

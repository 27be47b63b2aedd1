from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from media_library.models import Import
from media_library.uploads.receiving import begin_upload
from tests.fixtures_people import Cast


@pytest.fixture(autouse=True)
def data_dir(settings: Any, tmp_path: Path) -> Path:
    settings.DATA_DIR, settings.KADR_JOBS = tmp_path / "data", 1
    return tmp_path / "data"


@pytest.fixture
def upload(cast: Cast) -> Import:
    """An upload that the contributor has begun."""
    return begin_upload(project=cast.project, by=cast["contributor"], files=2, size_bytes=100)

from __future__ import annotations

import socket
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import storages
from django.utils import timezone
from PIL import Image

from media_library.formats import UnreadableFile
from media_library.formats.child import Decoder, DecoderFailed
from media_library.ingest import render
from media_library.ingest.life_signs import LifeSign
from media_library.ingest.render import give_back_abandoned, list_waiting, render_originals, render_waiting
from media_library.ingest.runs import run_import
from media_library.ingest.stopping import Stop
from media_library.models import Original, Rendition
from projects.making import make_project
from tests.media_library.ingest.material import lay_out, picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def original(settings: Any, tmp_path: Path) -> Original:
    settings.DATA_DIR = tmp_path / "data"
    project = make_project(by=None, kind="archive", title="Altai", slug="altai")
    run_import(project=project, places=[lay_out(tmp_path / "card", {"a.jpg": picture(1, size=(3000, 2000))})])
    return Original.objects.get()


def outcomes() -> dict[str, tuple[str, str]]:
    return {spec: (state, reason) for spec, state, reason in Rendition.objects.values_list("spec", "state", "reason")}


def test_three_sizes_come_of_a_photograph_as_their_rows_say(original: Original) -> None:
    tally = render_originals([original.pk], jobs=1)
    assert (tally.made, tally.failed) == (3, 0)
    for rendition in Rendition.objects.all():
        with storages["renditions"].open(rendition.storage_name) as file:
            image = Image.open(file)
            assert image.size == (rendition.width_px, rendition.height_px)
            assert max(image.size) == int(rendition.spec.removeprefix("max-"))
            assert file.size == rendition.size_bytes
    assert list_waiting() == []


def test_asked_twice_it_is_made_once(original: Original) -> None:
    render_originals([original.pk, original.pk], jobs=1)
    assert render_originals([original.pk], jobs=1).made == 0
    assert set(Rendition.objects.values_list("attempts", flat=True)) == {1}


def test_a_missing_original_fails_with_a_sentence(original: Original) -> None:
    storages["originals"].delete(original.storage_name)
    assert render_waiting(jobs=1).failed == 3
    assert outcomes()["max-320"] == ("failed", "The original is not where it should be. When it is back, try again.")


def test_when_all_at_once_fails_each_is_tried_alone(original: Original, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Decoder.render

    def refuse_the_big_one(self: Decoder, path: Path, file_type: Any, specs: Any, folder: Path) -> Any:
        if any(spec.name == "max-2560" for spec in specs):
            raise UnreadableFile("Too big for me.")
        return real(self, path, file_type, specs, folder)

    monkeypatch.setattr(Decoder, "render", refuse_the_big_one)
    tally = render_originals([original.pk], jobs=1)
    assert (tally.made, tally.failed) == (2, 1)
    assert outcomes()["max-2560"] == ("failed", "Too big for me.")


def test_a_decoder_that_breaks_down_is_not_asked_for_each_size(
    original: Original, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[int] = []

    def break_down(*_: Any) -> None:
        calls.append(1)
        raise DecoderFailed("time", "Reading this file took too long.")

    monkeypatch.setattr(Decoder, "render", break_down)
    assert render_originals([original.pk], jobs=1).failed == 3
    assert len(calls) == 1


def test_what_breaks_off_is_put_back(original: Original, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Decoder, "render", interrupt)
    with pytest.raises(KeyboardInterrupt):
        render_originals([original.pk], jobs=1)
    assert set(outcomes().values()) == {("pending", "")}
    monkeypatch.undo()
    assert render_originals([original.pk], jobs=1).made == 3


def test_asked_to_stop_it_takes_nothing_more(original: Original) -> None:
    stop = Stop()

    def ids() -> Iterator[int]:
        yield original.pk
        raise AssertionError("one more was taken")

    assert render_originals(ids(), jobs=1, stop=stop, on_made=lambda _: stop.ask()).made == 3


def test_only_what_the_dead_had_in_hand_is_given_back(original: Original) -> None:
    rows = {row.spec: row for row in Rendition.objects.all()}
    here, long_ago = socket.gethostname(), timezone.now() - timedelta(hours=3)
    with LifeSign() as alive:
        claims = {
            "max-320": (alive.name, long_ago),
            "max-1280": (f"{here}:{'0' * 32}", timezone.now()),
            "max-2560": ("another-machine:" + "0" * 32, timezone.now()),
        }
        for spec, (holder, when) in claims.items():
            Rendition.objects.filter(pk=rows[spec].pk).update(state="running", claimed_by=holder, claimed_at=when)
        assert give_back_abandoned() == 1
        assert {spec: state for spec, (state, _) in outcomes().items()} == {
            "max-320": "running",
            "max-1280": "pending",
            "max-2560": "running",
        }
        Rendition.objects.filter(spec="max-2560").update(claimed_at=long_ago)
        assert give_back_abandoned() == 1


def test_a_claim_that_was_given_to_another_writes_nothing(original: Original, monkeypatch: pytest.MonkeyPatch) -> None:
    real = render._store

    def lose_the_claim(rendition: Rendition, *more: Any) -> Rendition:
        Rendition.objects.filter(pk=rendition.pk).update(claimed_by="another")
        return real(rendition, *more)

    monkeypatch.setattr(render, "_store", lose_the_claim)
    render_originals([original.pk], jobs=1)
    assert set(Rendition.objects.values_list("state", "claimed_by")) == {("running", "another")}

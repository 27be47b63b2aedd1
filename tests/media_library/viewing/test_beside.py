from __future__ import annotations

import datetime

from django.urls import reverse

from media_library.models import Asset
from tests.fixtures_people import Cast, MakeAsset

NOON = datetime.datetime(2024, 9, 14, 12, tzinfo=datetime.UTC)
HOSTILE = "<script>alert(1)</script>\u202egpj.exe"


def get(cast: Cast, who: str, name: str, *args: object, **query: str) -> str:
    answer = cast.client(who).get(reverse(name, args=["altai", *args]), query)
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    return answer.content.decode()


def test_the_words_can_be_written_beside_the_picture_by_whoever_may(cast: Cast, make_asset: MakeAsset) -> None:
    asset = make_asset(cast.project)
    Asset.objects.filter(pk=asset.pk).update(caption="Ат шабыс")
    written = get(cast, "contributor", "asset-about", asset.pk)
    read = get(cast, "reviewer", "asset-about", asset.pk)
    assert reverse("asset-words", args=["altai", asset.pk]) in written
    assert reverse("asset-words", args=["altai", asset.pk]) not in read
    assert "Ат шабыс" in written
    assert "Ат шабыс" in read


def test_what_a_file_is_called_is_escaped_beside_the_picture(cast: Cast, make_asset: MakeAsset) -> None:
    asset = make_asset(cast.project, name=HOSTILE)
    page = get(cast, "viewer", "asset-about", asset.pk)
    assert HOSTILE not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;\u202egpj.exe</bdi>" in page


def test_the_page_of_the_asset_is_opened_in_the_set_one_came_from(cast: Cast, make_asset: MakeAsset) -> None:
    asset = make_asset(cast.project)
    page = get(cast, "viewer", "asset-about", asset.pk, kind="photo", view="loupe")
    assert f'href="{reverse("asset", args=["altai", asset.pk])}?kind=photo"' in page


def test_marks_are_no_facts_beside_the_picture(cast: Cast, make_asset: MakeAsset) -> None:
    asset = make_asset(cast.project, captured_at=NOON)
    Asset.objects.filter(pk=asset.pk).update(rating=4)
    page = get(cast, "viewer", "asset-about", asset.pk)
    assert "4 of 5" not in page
    assert "<dt>Taken</dt>" in page


def test_a_clip_gets_its_player_and_nothing_is_fetched_before_it_is_wanted(cast: Cast, make_asset: MakeAsset) -> None:
    facts = {"video_codec": "h264"}
    clip = make_asset(cast.project, name="a.mp4", kind="video", mime="video/mp4", duration_ms=4000, facts=facts)
    page = get(cast, "viewer", "asset-player", clip.pk)
    assert 'data-stage="film"' in page
    assert 'preload="none"' in page
    assert 'data-behaviour="asset/player"' in page


def test_a_sound_gets_its_player(cast: Cast, make_asset: MakeAsset) -> None:
    sound = make_asset(cast.project, name="a.wav", kind="audio", mime="audio/wav", duration_ms=4000)
    assert 'data-stage="sound"' in get(cast, "viewer", "asset-player", sound.pk)

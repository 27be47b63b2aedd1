from __future__ import annotations

import importlib

from django.apps import apps

from media_library.models import Asset
from tests.fixtures_people import Cast, MakeAsset

fold = importlib.import_module("media_library.migrations.0014_fold_ratings_and_labels").fold


def test_what_stood_before_there_were_events_is_folded(cast: Cast, make_asset: MakeAsset) -> None:
    before = [(-1, "", ""), (0, "pick", "Red"), (3, "", "PURPLE "), (None, "reject", "Rot"), (5, "", "red"), (None, "", "")]
    after = [(None, "reject", ""), (None, "pick", "red"), (3, "", "purple"), (None, "reject", "Rot"), (5, "", "red")]
    for rating, flag, label in before:
        asset = make_asset(cast.project)
        Asset.objects.filter(pk=asset.pk).update(rating=rating, flag=flag, label=label)
    fold(apps, None)
    rows = Asset.objects.order_by("pk").values_list("rating", "flag", "label")
    assert list(rows) == [*after, (None, "", "")]

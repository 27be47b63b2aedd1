from __future__ import annotations

from importlib import import_module

from django.apps import apps

from media_library.models import Asset, Stack
from media_library.stacks.making import make_stack
from media_library.trash.removing import trash_assets

from .conftest import Table

migration = import_module("media_library.migrations.0012_cover_what_is_stacked")


def test_what_was_stacked_before_is_covered_as_it_is_now(table: Table) -> None:
    table.lay("AaBbcdefgh")
    for name in "ab":
        table.pair(name)
    make_stack(project_id=table.cast.project.pk, assets=table.some("cde"), by=None)
    chapters = Stack.objects.create(project=table.cast.project, kind="chapters", key="1")
    Asset.objects.filter(pk__in=[asset.pk for asset in table.some("fg")]).update(stack=chapters)
    trash_assets(table.some("Bc"), by=None)
    before = table.all_about()
    Asset.objects.update(cover=Asset.Cover.NONE, joined_to=None)
    Stack.objects.filter(kind="raw_jpeg").update(rule="")
    migration.cover(apps, None)
    assert Stack.objects.get(pk=chapters.pk).rule == "chapters"
    Stack.objects.filter(pk=chapters.pk).update(rule="")
    assert table.all_about() == before


def test_it_can_be_taken_back(table: Table) -> None:
    table.lay("Aa")
    table.pair("a")
    migration.uncover(apps, None)
    assert (table.covers(), table["a"].joined_to) == ({}, None)

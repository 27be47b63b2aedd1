"""Marks are many, and are written at every key: each index is one more row."""

from __future__ import annotations

import pytest
from django.db import connection, models

from media_library.models import Look, MarkEvent, MarkUndo


@pytest.mark.django_db
@pytest.mark.parametrize("model", [Look, MarkEvent, MarkUndo])
def test_no_index_is_the_beginning_of_another(model: type[models.Model]) -> None:
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, model._meta.db_table)
    indexes = [tuple(each["columns"]) for each in found.values() if each["index"] or each["unique"]]
    assert len(indexes) > 1
    assert [
        one for one in indexes if any(one == other[: len(one)] and len(one) < len(other) for other in indexes)
    ] == []

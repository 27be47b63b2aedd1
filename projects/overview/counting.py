"""Counting no further than a person needs, for each row of another query."""

from __future__ import annotations

from typing import Any

from django.db.models import IntegerField, QuerySet, Subquery

CAP = 10_000
"""What is more is told as "more than"."""

NARROW_SPACE = "\u202f"


def group_digits(number: int) -> str:
    """`12 480`: thousands apart by a narrow space that does not break."""
    return f"{number:,}".replace(",", NARROW_SPACE)


class CountUpTo(Subquery):
    """How many rows a query that refers to the outer row would give, counted up to CAP + 1. For `annotate`."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()

    def __init__(self, rows: QuerySet[Any], cap: int = CAP) -> None:
        super().__init__(rows.order_by().values("pk")[: cap + 1])

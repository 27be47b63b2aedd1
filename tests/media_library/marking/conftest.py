"""Batches as a browser sends them."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from media_library.models import Asset
from tests.fixtures_people import Cast

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
"""Long after the assets of the tests would be made, were it not that every clock is wrong."""

Event = dict[str, Any]
Send = Callable[..., Any]


def press(
    field: str, value: str, *assets: Asset, second: float = 0, was: str = "", step: uuid.UUID | str = "", **more: Any
) -> Event:
    """One press of a key."""
    return {
        "kind": "mark",
        "step": str(step or uuid.uuid4()),
        "moment": (NOON + timedelta(seconds=second)).isoformat(),
        "field": field,
        "marks": [[asset.pk, value, was] for asset in assets],
        **more,
    }


def take_back(event: Event, *, second: float = 60, kind: str = "undo") -> Event:
    moment = (NOON + timedelta(seconds=second)).isoformat()
    return {"kind": kind, "step": str(uuid.uuid4()), "moment": moment, "undoes": event["step"]}


def look(*assets: Asset) -> Event:
    ids = [asset.pk for asset in assets]
    return {"kind": "look", "step": str(uuid.uuid4()), "moment": NOON.isoformat(), "assets": ids}


def stand(*assets: Asset) -> list[tuple[str, int | None, str]]:
    """Flag, stars and label of each."""
    rows = {row[0]: row[1:] for row in Asset.objects.values_list("pk", "flag", "rating", "label")}
    return [rows[asset.pk] for asset in assets]


@pytest.fixture
def send(cast: Cast) -> Send:
    """Sends events as one of the people; gives the answer, read, or the response itself when it is no success."""
    clients: dict[str, Client] = {}

    def send_as(who: str, *events: Event) -> Any:
        client = clients[who] = clients.get(who) or cast.client(who)
        body = json.dumps({"events": events})
        response = client.post("/projects/altai/marks/", body, content_type="application/json")
        return response.json() if response.status_code == 200 else response

    return send_as

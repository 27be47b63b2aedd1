from __future__ import annotations

from typing import Any

import pytest
from django.test import RequestFactory

from collaborators.accounts.guarding import read_address


@pytest.mark.parametrize(
    ("behind_proxy", "forwarded", "address"),
    [
        (False, "", "10.0.0.1"),
        (False, "203.0.113.9", "10.0.0.1"),
        (True, "203.0.113.9", "203.0.113.9"),
        (True, "invented, 203.0.113.9", "203.0.113.9"),
        (True, "", "10.0.0.1"),
    ],
)
def test_only_the_last_word_of_a_known_proxy_counts(
    settings: Any, behind_proxy: bool, forwarded: str, address: str
) -> None:
    settings.BEHIND_PROXY = behind_proxy
    headers = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    assert read_address(RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", **headers)) == address

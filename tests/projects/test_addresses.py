from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.addresses import RESERVED, propose_address


@pytest.mark.parametrize(
    ("title", "address"),
    [
        ("Winter Pasture", "winter-pasture"),
        ("Қыстау", "qystau"),
        ("Шаңырақ үстінде", "shanyraq-ustinde"),
        ("Әже Өскемен Һәм Ғасыр", "azhe-oskemen-ham-gasyr"),
        ("Съёмки в Щучинске", "semki-v-shchuchinske"),
        ("Базар, день 7 / market", "bazar-den-7-market"),
        ("Ñandú & Ørsted", "nandu-rsted"),
        ("草原", "project"),
        ("", "project"),
        ("New", "new-2"),
        ("Admin", "admin-2"),
    ],
)
def test_an_address_is_proposed_from_the_title(title: str, address: str) -> None:
    assert propose_address(title) == address


def test_a_taken_address_gets_the_next_free_number() -> None:
    taken = {"altai", "altai-2"}
    assert propose_address("Altai", taken.__contains__) == "altai-3"


@given(st.text(max_size=200), st.sets(st.sampled_from(["project", "a", "b-2"])))
def test_whatever_the_title_the_address_fits_its_column(title: str, taken: set[str]) -> None:
    address = propose_address(title, taken.__contains__)
    assert 1 <= len(address) <= 80
    assert address not in taken | RESERVED
    assert address.isascii()
    assert set(address) <= set("abcdefghijklmnopqrstuvwxyz0123456789-_")

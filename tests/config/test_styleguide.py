from __future__ import annotations

from pathlib import Path

from django.conf import settings

from collaborators.models import User
from config.styleguide import list_colours, list_icons
from tests.fixtures_people import Cast

SHEET = Path(settings.BASE_DIR) / "static" / "css" / "pages" / "styleguide.css"


def read_page(cast: Cast) -> str:
    User.objects.filter(pk=cast["owner"].pk).update(is_staff=True)
    answer = cast.client("owner").get("/styleguide/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_staff_see_every_component_in_both_rooms(cast: Cast) -> None:
    page = read_page(cast)
    for room in ("dark", "paper"):
        assert f'class="styleguide__room" data-room="{room}"' in page
    for state in ("pending", "failed", "missing", "damaged", "ready"):
        assert page.count(f'data-state="{state}" data-kind="') >= 2
    for words in ("A minute has 60 seconds.", "Import under way", "2 originals are missing", "Next page"):
        assert page.count(words) >= 2


def test_it_costs_nothing_but_knowing_who_asks(cast: Cast, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    User.objects.filter(pk=cast["owner"].pk).update(is_staff=True)
    client = cast.client("owner")
    with django_assert_num_queries(2):  # session, user
        client.get("/styleguide/")


def test_every_colour_of_the_tokens_has_its_swatch() -> None:
    rules = SHEET.read_text()
    assert "accent" in list_colours()
    assert [name for name in list_colours() if f"background: var(--{name})" not in rules] == []


def test_icons_are_those_that_templates_ask_for() -> None:
    assert {"flag", "menu", "hard-drive-download"} <= set(list_icons())

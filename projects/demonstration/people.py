"""Who is in the demonstration, and the works they do: plain facts, no tables."""

from __future__ import annotations

from dataclasses import dataclass, field

PASSWORD = "kadr-demo"  # noqa: S105 - printed for everybody who starts the demonstration
OWNER = "aigerim@example.org"


@dataclass(frozen=True)
class DemonstrationPerson:
    """Somebody invented, who can sign in with the password that everybody knows."""

    email: str
    name: str


@dataclass(frozen=True, kw_only=True)
class DemonstrationProject:
    """A work of the demonstration; `roles` are those of the people besides the owner, by e-mail."""

    slug: str
    kind: str
    title: str
    synopsis: str
    status: str
    languages: tuple[str, ...]
    roles: dict[str, str] = field(default_factory=dict)


PEOPLE = (
    DemonstrationPerson(OWNER, "Айгерім Сапарова"),
    DemonstrationPerson("daniyar@example.org", "Данияр Әбенов"),
    DemonstrationPerson("saule@example.org", "Сәуле Омарова"),
)

PROJECTS = (
    DemonstrationProject(
        slug="altai",
        kind="documentary",
        title="Қыстау — Winter Quarters",
        synopsis=(
            "Three seasons with a family of herders in the Kazakh Altai: the summer pasture, the move down, and the "
            "winter in which the road is closed. A documentary of seventy minutes.\n\n"
            "Үш маусым, бір отбасы: жайлау, көш, қыстау."
        ),
        status="active",
        languages=("kk", "ru", "en"),
        roles={"daniyar@example.org": "editor", "saule@example.org": "reviewer"},
    ),
    DemonstrationProject(
        slug="bazaar",
        kind="exhibition",
        title="Базар, семь утра",
        synopsis=(
            "Уличные снимки с алматинского базара: прилавки до первых покупателей, свет под навесами, вечерние лампы. "
            "Выставка на сорок работ.\n\n"
            "Street photographs from the Almaty bazaar, before the first customers come."
        ),
        status="planned",
        languages=("ru", "kk"),
        roles={"daniyar@example.org": "editor", "saule@example.org": "viewer"},
    ),
    DemonstrationProject(
        slug="steppe",
        kind="installation",
        title="Дала / Roots and Water",
        synopsis=(
            "An installation for three projections and four loudspeakers: roots drawn in light, water on a stone "
            "floor, and the wide country outside. The public walks in."
        ),
        status="active",
        languages=("en", "kk", "ru"),
        roles={"saule@example.org": "editor", "daniyar@example.org": "contributor"},
    ),
)

"""Every address of Kadr × every sort of person × GET and POST. An address that is not in the table fails the build."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from collaborators.models import Membership
from tests.fixtures_people import Cast, Material

WHO = ("anonymous", "outsider", "viewer", "reviewer", "contributor", "editor", "owner")


def row(*statuses: int) -> dict[str, int]:
    return dict(zip(WHO, statuses, strict=True))


EVERYBODY = row(200, 200, 200, 200, 200, 200, 200)
SIGNED_IN = row(302, 200, 200, 200, 200, 200, 200)
MEMBERS = row(302, 404, 200, 200, 200, 200, 200)
CONTRIBUTORS = row(302, 404, 403, 403, 200, 200, 200)
EDITORS = row(302, 404, 403, 403, 403, 200, 200)
NOT_SO = row(302, 405, 405, 405, 405, 405, 405)
"""A method the page does not know; somebody who has not signed in is sent to the door first."""
NOT_SO_PUBLIC = row(405, 405, 405, 405, 405, 405, 405)


@dataclass(frozen=True)
class Expected:
    """What GET and an empty POST answer."""

    get: dict[str, int]
    post: dict[str, int]


TABLE = {
    "home": Expected(SIGNED_IN, NOT_SO),
    "styleguide": Expected(row(302, 404, 404, 404, 404, 404, 404), NOT_SO),  # for staff alone
    "robots": Expected(EVERYBODY, NOT_SO_PUBLIC),
    "sign-in": Expected(row(200, 302, 302, 302, 302, 302, 302), row(200, 302, 302, 302, 302, 302, 302)),
    "sign-out": Expected(NOT_SO, row(302, 302, 302, 302, 302, 302, 302)),
    "password-reset": Expected(EVERYBODY, EVERYBODY),
    "password-reset-sent": Expected(EVERYBODY, NOT_SO_PUBLIC),
    "password-reset-set": Expected(EVERYBODY, EVERYBODY),  # with a link that nobody was sent: the page says so
    "password-reset-done": Expected(EVERYBODY, NOT_SO_PUBLIC),
    "account": Expected(SIGNED_IN, row(302, 422, 422, 422, 422, 422, 422)),
    "password-change": Expected(NOT_SO, row(302, 422, 422, 422, 422, 422, 422)),
    "room": Expected(NOT_SO, row(302, 400, 400, 400, 400, 400, 400)),
    "keys": Expected(NOT_SO, row(302, 400, 400, 400, 400, 400, 400)),
    "project-new": Expected(SIGNED_IN, row(302, 422, 422, 422, 422, 422, 422)),
    "project": Expected(MEMBERS, NOT_SO),
    "project-edit": Expected(EDITORS, row(302, 404, 403, 403, 403, 422, 422)),
    "project-numbers": Expected(MEMBERS, NOT_SO),
    "mend": Expected(MEMBERS, NOT_SO),
    "mend-renditions": Expected(NOT_SO, row(302, 404, 403, 403, 302, 302, 302)),
    "people": Expected(MEMBERS, row(302, 404, 403, 403, 403, 403, 422)),
    "member-role": Expected(NOT_SO, row(302, 404, 403, 403, 403, 403, 302)),
    "member-remove": Expected(NOT_SO, row(302, 404, 403, 403, 403, 403, 302)),
    "library": Expected(MEMBERS, NOT_SO),
    "library-items": Expected(MEMBERS, NOT_SO),
    "library-ids": Expected(MEMBERS, NOT_SO),
    "library-days": Expected(MEMBERS, NOT_SO),
    "library-furniture": Expected(MEMBERS, NOT_SO),
    "library-facets": Expected(MEMBERS, NOT_SO),
    "marks": Expected(MEMBERS, row(302, 404, 400, 400, 400, 400, 400)),  # nothing that is a batch
    "mark-history": Expected(MEMBERS, NOT_SO),
    "asset": Expected(MEMBERS, NOT_SO),
    "asset-about": Expected(MEMBERS, NOT_SO),
    "asset-player": Expected(row(302, 404, 404, 404, 404, 404, 404), NOT_SO),  # a photo does not play
    "asset-words": Expected(NOT_SO, row(302, 404, 403, 403, 400, 400, 400)),  # a form without its texts
    "asset-retry": Expected(NOT_SO, row(302, 404, 403, 403, 302, 302, 302)),
    "bins": Expected(MEMBERS, NOT_SO),
    **{
        name: Expected(NOT_SO, row(302, 404, 403, 403, 302, 302, 302))
        for name in ("bin-make", "bin-rename", "bin-move", "bin-remove", "bin-add", "bin-take-out", "bin-place")
    },
    # Nothing was taken out, and nothing added, at a moment that is not named.
    "bin-put-back": Expected(NOT_SO, row(302, 404, 403, 403, 404, 404, 404)),
    "bin-take-back": Expected(NOT_SO, row(302, 404, 403, 403, 404, 404, 404)),
    "twins": Expected(MEMBERS, NOT_SO),
    "twins-find": Expected(NOT_SO, row(302, 404, 403, 403, 302, 302, 302)),
    "twins-decide": Expected(NOT_SO, row(302, 404, 403, 404, 404, 404, 404)),  # a pair that is not there
    "twins-undo": Expected(NOT_SO, row(302, 404, 403, 404, 404, 404, 404)),
    "bursts-find": Expected(CONTRIBUTORS, row(302, 404, 403, 403, 302, 302, 302)),
    "trash": Expected(MEMBERS, NOT_SO),
    "trash-put": Expected(NOT_SO, row(302, 404, 403, 403, 302, 302, 302)),
    "trash-restore": Expected(NOT_SO, row(302, 404, 403, 403, 302, 302, 302)),
    "trash-empty": Expected(NOT_SO, row(302, 404, 403, 403, 403, 302, 302)),
    "stacks": Expected(MEMBERS, NOT_SO),
    **{
        name: Expected(NOT_SO, row(302, 404, 403, 403, 302, 302, 302))
        for name in ("stack-make", "stack-part", "stack-take-out")
    },
    "stack-top": Expected(NOT_SO, row(302, 404, 403, 403, 404, 404, 404)),  # no asset is named
    "stack-put-back": Expected(NOT_SO, row(302, 404, 403, 403, 404, 404, 404)),  # nor a change
    "stack-undo-rule": Expected(NOT_SO, row(302, 404, 403, 403, 403, 302, 302)),
    "imports": Expected(MEMBERS, NOT_SO),
    "import": Expected(MEMBERS, NOT_SO),
    "import-report": Expected(MEMBERS, NOT_SO),
    "import-stop": Expected(NOT_SO, row(302, 404, 403, 403, 302, 302, 302)),
    "import-go-on": Expected(NOT_SO, row(302, 404, 403, 403, 302, 302, 302)),
    "import-retry": Expected(NOT_SO, row(302, 404, 403, 403, 302, 302, 302)),
    "import-folder": Expected(EDITORS, row(302, 404, 403, 403, 403, 422, 422)),
    "import-new": Expected(CONTRIBUTORS, row(302, 404, 403, 403, 422, 422, 422)),
    "upload-begin": Expected(NOT_SO, row(302, 404, 403, 403, 422, 422, 422)),
    # An upload is there for whoever has begun it alone; this run is none.
    "upload-file": Expected(NOT_SO, row(302, 404, 403, 403, 404, 404, 404)),
    "upload-finish": Expected(NOT_SO, row(302, 404, 403, 403, 404, 404, 404)),
    "upload-cancel": Expected(NOT_SO, row(302, 404, 403, 403, 404, 404, 404)),
    "rendition": Expected(MEMBERS, NOT_SO),
    "original": Expected(CONTRIBUTORS, NOT_SO),
    "play": Expected(row(302, 404, 404, 404, 404, 404, 404), NOT_SO),  # the material is a photograph, no clip
    "pixels": Expected(CONTRIBUTORS, NOT_SO),
    "sidecar": Expected(CONTRIBUTORS, NOT_SO),
    "download": Expected(NOT_SO, row(302, 404, 403, 403, 302, 302, 302)),
    # The admin is one door: nobody here is staff, so all of it sends them to its own sign-in. Who sees what inside is
    # told by tests/collaborators/test_admin.py; that every admin page is behind the door, by the test at the end.
    "admin:index": Expected(row(302, 302, 302, 302, 302, 302, 302), row(302, 302, 302, 302, 302, 302, 302)),
    "admin:login": Expected(EVERYBODY, EVERYBODY),
}


def list_names(resolver: URLResolver, namespace: str = "") -> Iterator[str]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from list_names(entry, inner)
        elif isinstance(entry, URLPattern):
            yield f"{namespace}{entry.name}"


NAMES = sorted(set(list_names(get_resolver())))


OF_BINS_AND_TRASH = ("bins", "bin-make", "bin-put-back", "trash", "trash-put", "trash-restore", "trash-empty")
OF_STACKS = ("stacks", "stack-make", "stack-part", "stack-take-out", "stack-top", "stack-put-back", "stack-undo-rule")
OF_ONE_BIN = ("bin-rename", "bin-move", "bin-remove", "bin-add", "bin-take-back", "bin-take-out", "bin-place")


def arguments(name: str, cast: Cast, material: Material) -> dict[str, Any]:
    """What fills the address, so that it leads to something that is there."""
    viewer = Membership.objects.get(user=cast["viewer"])
    known: dict[str, dict[str, Any]] = {
        "password-reset-set": {"uidb64": "MQ", "token": "a-b"},
        "project": {},
        "project-edit": {},
        "download": {},
        "project-numbers": {},
        "mend": {},
        "mend-renditions": {},
        "people": {},
        "imports": {},
        "member-role": {"member_id": viewer.pk},
        "member-remove": {"member_id": viewer.pk},
        "library": {},
        "library-items": {},
        "library-ids": {},
        "library-days": {},
        "library-furniture": {},
        "library-facets": {},
        "marks": {},
        "mark-history": {"asset_id": material.asset.pk},
        **{name: {} for name in ("twins", "twins-find", "bursts-find")},
        **{name: {"twins_id": 0} for name in ("twins-decide", "twins-undo")},
        "asset": {"asset_id": material.asset.pk},
        "asset-about": {"asset_id": material.asset.pk},
        "asset-player": {"asset_id": material.asset.pk},
        "asset-words": {"asset_id": material.asset.pk},
        "asset-retry": {"asset_id": material.asset.pk},
        "original": {"asset_id": material.asset.pk},
        "play": {"asset_id": material.asset.pk},
        "pixels": {"asset_id": material.asset.pk},
        "rendition": {"asset_id": material.asset.pk, "spec": "max-320"},
        **{name: {} for name in (*OF_BINS_AND_TRASH, *OF_STACKS)},
        **{name: {"bin_id": material.bin.pk} for name in OF_ONE_BIN},
        "sidecar": {"sidecar_id": material.sidecar.pk},
        "import-new": {},
        "import-folder": {},
        "upload-begin": {},
        **{
            name: {"import_id": material.run.pk}
            for name in (
                *("import", "import-report", "import-stop", "import-go-on", "import-retry"),
                *("upload-file", "upload-finish", "upload-cancel"),
            )
        },
    }
    if name == "password-reset-set" or name not in known:
        return known.get(name, {})
    return {"slug": "altai", **known[name]}


def test_every_address_is_in_the_table() -> None:
    assert {name for name in NAMES if not name.startswith("admin:")} == {
        name for name in TABLE if not name.startswith("admin:")
    }


def test_every_address_has_a_name() -> None:
    assert "None" not in {name for name in NAMES if not name.startswith("admin:")}


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("name", TABLE)
def test_get_answers_as_the_table_says(name: str, who: str, cast: Cast, material: Material) -> None:
    address = reverse(name, kwargs=arguments(name, cast, material))
    assert cast.client(who).get(address).status_code == TABLE[name].get[who]


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("name", TABLE)
def test_post_answers_as_the_table_says(name: str, who: str, cast: Cast, material: Material) -> None:
    address = reverse(name, kwargs=arguments(name, cast, material))
    assert cast.client(who).post(address).status_code == TABLE[name].post[who]


@pytest.mark.parametrize("name", [name for name in TABLE if TABLE[name].get["anonymous"] == 302])
def test_whoever_has_not_signed_in_is_sent_to_the_door_and_back(name: str, cast: Cast, material: Material) -> None:
    address = reverse(name, kwargs=arguments(name, cast, material))
    answer = cast.client("anonymous").get(address)
    door = reverse("admin:login") if name.startswith("admin:") else reverse("sign-in")
    assert answer.headers["Location"] == f"{door}?next={address}"


@pytest.mark.parametrize(
    "name", [name for name in TABLE if TABLE[name].get["outsider"] == 404 and name != "styleguide"]
)
def test_a_person_elsewhere_cannot_reach_our_material_through_their_own_project(
    name: str, cast: Cast, material: Material
) -> None:
    """The id is ours, the project in the address is theirs."""
    fields = {**arguments(name, cast, material), "slug": "bazaar"}
    expected = 200 if len(fields) == 1 else 404
    assert cast.client("outsider").get(reverse(name, kwargs=fields)).status_code == expected


@pytest.mark.parametrize("who", ["outsider", "owner"])
def test_the_whole_admin_is_closed_to_whoever_is_not_staff(who: str, cast: Cast) -> None:
    client = cast.client(who)
    simple = [name for name in NAMES if name.startswith("admin:") and name.endswith(("_changelist", "_add"))]
    assert len(simple) >= 10
    assert {client.get(reverse(name)).status_code for name in simple} == {302}

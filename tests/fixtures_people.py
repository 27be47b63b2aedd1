"""A project, one person in each role, somebody who is not in it, and a little material."""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.test import Client
from django.utils import timezone
from PIL import Image

from collaborators.models import Membership, User
from media_library.models import Asset, Bin, Import, ImportedFile, Original, Rendition, Sidecar
from media_library.models.asset import fold_name
from projects.making import make_project
from projects.models import Project

PASSWORD = "seven herds of grey horses"
ROLES = ("viewer", "reviewer", "contributor", "editor", "owner")


@dataclass
class Cast:
    """A project and who has to do with it."""

    project: Project
    people: dict[str, User] = field(default_factory=dict)

    def __getitem__(self, name: str) -> User:
        return self.people[name]

    def client(self, name: str) -> Client:
        """A browser in which this person has signed in; `anonymous` has not."""
        client = Client()
        if name != "anonymous":
            client.force_login(self.people[name])
        return client


@pytest.fixture
def cast(db: None) -> Cast:
    """The project `altai` with its people, and an outsider who owns the project `bazaar`."""
    people = {
        name: User.objects.create_user(f"{name}@example.org", PASSWORD, name=name.title())
        for name in (*ROLES, "outsider")
    }
    project = make_project(by=people["owner"], kind=Project.Kind.DOCUMENTARY, title="Altai", slug="altai")
    for role in ROLES[:-1]:
        Membership.objects.create(project=project, user=people[role], role=role)
    make_project(by=people["outsider"], kind=Project.Kind.EXHIBITION, title="Bazaar", slug="bazaar")
    return Cast(project, people)


def paint(width_px: int = 30, height_px: int = 20) -> bytes:
    """A small JPEG, made in memory."""
    sheet = io.BytesIO()
    Image.new("RGB", (width_px, height_px), "grey").save(sheet, "JPEG")
    return sheet.getvalue()


MakeAsset = Callable[..., Asset]


@pytest.fixture
def make_asset(db: None) -> MakeAsset:
    """Makes an asset with its original in the store and, if asked, its thumbnail."""
    number = 0

    def make(
        project: Project,
        *,
        name: str = "",
        content: bytes = b"",
        captured_at: datetime.datetime | None = None,
        thumbnail: str = "done",
        **columns: object,
    ) -> Asset:
        nonlocal number
        number += 1
        original = Original.objects.create(**make_original(number, content or f"bytes {number}".encode(), columns))
        if thumbnail:
            make_rendition(original, "max-320", thumbnail)
        name = name or f"DSC_{number:04}.JPG"
        return Asset.objects.create(
            project=project,
            original=original,
            kind=original.kind,
            file_name=name,
            name_key=fold_name(name),
            captured_at=captured_at,
        )

    return make


def make_original(number: int, content: bytes, columns: dict[str, object]) -> dict[str, object]:
    """The columns of an original whose bytes are put into the store."""
    stored = storages["originals"].save(f"{number:02}/{number}.jpg", ContentFile(content))
    return {
        "sha256": f"{number:064x}",
        "size_bytes": len(content),
        "kind": Original.Kind.PHOTO,
        "file_type": "JPEG",
        "reader": "photo",
        "mime": "image/jpeg",
        "extension": "jpg",
        "storage_name": stored,
        **columns,
    }


def make_rendition(original: Original, spec: str, state: str = "done", reason: str = "") -> Rendition:
    """A rendition of an original, with a file if it is done."""
    row = Rendition(original=original, spec=spec, state=state, reason=reason)
    if state == Rendition.State.DONE:
        name = f"{original.pk}/{spec}.jpg"
        row.storage_name = storages["renditions"].save(name, ContentFile(paint()))
        row.mime, row.width_px, row.height_px, row.made_at = "image/jpeg", 30, 20, timezone.now()
    row.save()
    return row


@dataclass(frozen=True)
class Material:
    """What the pages of a project show."""

    asset: Asset
    sidecar: Sidecar
    run: Import
    bin: Bin


@pytest.fixture
def material(cast: Cast, make_asset: MakeAsset) -> Material:
    """One photograph with a thumbnail, a sidecar, and the import it came with."""
    asset = make_asset(cast.project)
    companion = Original.objects.create(**make_original(999, b"<xmp/>", {"kind": "document", "mime": "text/html"}))
    sidecar = Sidecar.objects.create(
        project=cast.project, asset=asset, original=companion, role="xmp", path="DCIM/a.html"
    )
    run = Import.objects.create(project=cast.project, by=cast["owner"], source="/media/card", files_found=1)
    ImportedFile.objects.create(
        run=run, place="/media/card", path="DCIM/a.jpg", size_bytes=1, modified_ns=1, outcome="added", asset=asset
    )
    return Material(asset, sidecar, run, Bin.objects.create(project=cast.project, name="Faces"))

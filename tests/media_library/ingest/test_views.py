from __future__ import annotations

import pytest
from django.urls import reverse

from media_library.models import Asset, Import, ImportedFile
from tests.fixtures_people import Cast, MakeAsset, Material, make_rendition


def get(cast: Cast, who: str, name: str, *args: object, **query: str) -> str:
    answer = cast.client(who).get(reverse(name, args=["altai", *args]), query)
    assert answer.status_code == 200
    return answer.content.decode()


def fill(run: Import, outcome: str, count: int, reason: str = "") -> None:
    ImportedFile.objects.bulk_create(
        ImportedFile(
            run=run, place="/c", path=f"{outcome}/{n}.jpg", size_bytes=1, modified_ns=1, outcome=outcome, reason=reason
        )
        for n in range(count)
    )


def test_an_import_tells_every_file_what_became_of_it_and_why(cast: Cast, material: Material) -> None:
    fill(material.run, "refused", 1, "The file is empty. <b>")
    page = get(cast, "viewer", "import", material.run.pk)
    assert "refused/0.jpg" in page
    assert "The file is empty. &lt;b&gt;" in page
    assert "DCIM/a.jpg" in page


def test_an_import_can_be_narrowed_to_one_outcome(cast: Cast, material: Material) -> None:
    fill(material.run, "refused", 3)
    page = get(cast, "viewer", "import", material.run.pk, outcome="refused")
    assert "refused/2.jpg" in page
    assert "DCIM/a.jpg" not in page
    assert 'Refused <span class="num">3</span>' in page


def test_the_next_page_of_an_import_keeps_the_outcome(cast: Cast, material: Material) -> None:
    fill(material.run, "ignored", 101)
    first = get(cast, "viewer", "import", material.run.pk, outcome="ignored")
    last_shown = ImportedFile.objects.filter(outcome="ignored").order_by("pk")[99].pk
    assert f'href="?outcome=ignored&amp;after={last_shown}"' in first
    second = get(cast, "viewer", "import", material.run.pk, outcome="ignored", after=str(last_shown))
    assert "ignored/100.jpg" in second
    assert "ignored/99.jpg" not in second


def bring(run: Import, asset: Asset, path: str, outcome: str = "added") -> ImportedFile:
    """A file that came in as this asset, which came with this run."""
    Asset.objects.filter(pk=asset.pk).update(first_import=run)
    return ImportedFile.objects.create(
        run=run, place="/c", path=path, size_bytes=1, modified_ns=1, outcome=outcome, asset=asset,
        original=asset.original, sha256=asset.original.sha256,
    )  # fmt: skip


@pytest.mark.parametrize("count", [1, 50])
def test_an_import_costs_the_same_with_one_file_and_with_many(
    cast: Cast,
    material: Material,
    make_asset: MakeAsset,
    count: int,
    django_assert_num_queries,  # type: ignore[no-untyped-def]
) -> None:
    for number in range(count):
        asset = make_asset(cast.project)
        make_rendition(asset.original, "max-1280", "failed", "Damaged.")
        bring(material.run, asset, f"{number}.jpg")
    client, address = cast.client("viewer"), reverse("import", args=["altai", material.run.pk])
    # session, user, membership, import, outcomes, unshown, files, troubles, pictures
    with django_assert_num_queries(9):
        client.get(address)


@pytest.mark.parametrize("count", [1, 50])
def test_the_list_of_imports_costs_the_same_with_one_and_with_many(
    cast: Cast,
    make_asset: MakeAsset,
    count: int,
    django_assert_num_queries,  # type: ignore[no-untyped-def]
) -> None:
    for number in range(count):
        run = Import.objects.create(project=cast.project, by=cast["editor"], source=f"/m/{number}")
        bring(run, make_asset(cast.project), "a.jpg")
    client, address = cast.client("viewer"), reverse("imports", args=["altai"])
    with django_assert_num_queries(7):  # session, user, membership, imports with who, assets, pictures, what went wrong
        client.get(address)

import unicodedata

from django.db import migrations
from django.db.models import Min

BATCH = 2000


def fill(apps, schema_editor):
    """Gives every asset the kind of its original, its folded name, and the import that it first came with."""
    Asset = apps.get_model("media_library", "Asset")
    ImportedFile = apps.get_model("media_library", "ImportedFile")
    last = 0
    while assets := list(Asset.objects.filter(pk__gt=last).select_related("original").defer("original__facts").order_by("pk")[:BATCH]):
        last = assets[-1].pk
        added = ImportedFile.objects.filter(asset__in=[asset.pk for asset in assets], outcome="added")
        first = dict(added.order_by().values_list("asset_id").annotate(Min("run_id")))
        for asset in assets:
            asset.kind = asset.original.kind
            folded = unicodedata.normalize("NFC", asset.file_name).casefold()
            asset.name_key = unicodedata.normalize("NFC", folded)[:1024]
            asset.first_import_id = first.get(asset.pk)
        Asset.objects.bulk_update(assets, ["kind", "name_key", "first_import"])


class Migration(migrations.Migration):
    dependencies = [("media_library", "0003_bins_trash_and_what_the_library_sorts_by")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]

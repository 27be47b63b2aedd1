from django.db import migrations

PART = 1_000


def make_rows(apps, schema_editor):
    """What could be put back before can be put back after."""
    KeptEntry = apps.get_model("media_library", "KeptEntry")
    BinRemoval = apps.get_model("media_library", "BinRemoval")
    for removal in BinRemoval.objects.order_by("pk").iterator(chunk_size=1):
        entries = removal.kept_bins["entries"]
        for start in range(0, len(entries), PART):
            KeptEntry.objects.bulk_create(
                KeptEntry(removal=removal, bin_id=bin_id, asset_id=asset_id, position=place, added_by_id=by, added_at=at)
                for bin_id, asset_id, place, by, at in entries[start : start + PART]
            )
        removal.kept_bins = removal.kept_bins["bins"]
        removal.save()


class Migration(migrations.Migration):
    dependencies = [("media_library", "0008_a_row_for_each_kept_entry")]
    operations = [migrations.RunPython(make_rows, migrations.RunPython.noop)]

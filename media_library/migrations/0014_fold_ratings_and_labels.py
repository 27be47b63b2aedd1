from django.db import migrations
from django.db.models.functions import Lower, Trim

COLOURS = ("red", "yellow", "green", "blue", "purple")


def fold(apps, schema_editor):
    """Stars are 1 to 5 or none, a rejection is a flag, and Lightroom's colours are ours."""
    assets = apps.get_model("media_library", "Asset").objects
    assets.filter(rating=-1, flag="").update(flag="reject")
    assets.filter(rating__lt=1).update(rating=None)
    for colour in COLOURS:
        assets.annotate(folded=Lower(Trim("label"))).filter(folded=colour).exclude(label=colour).update(label=colour)


class Migration(migrations.Migration):
    dependencies = [("media_library", "0013_indexes_for_the_filter")]
    operations = [migrations.RunPython(fold, migrations.RunPython.noop)]

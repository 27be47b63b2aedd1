from itertools import groupby

from django.db import migrations

PART = 500
RULES = {"raw_jpeg": "raw-jpeg", "chapters": "chapters"}
NONE, STACKED, JOINED = 0, 1, 2


def cover(apps, schema_editor):
    """Says of the stacks that are there by which rule they were found, and what of them a grid shows."""
    Stack = apps.get_model("media_library", "Stack")
    Asset = apps.get_model("media_library", "Asset")
    for kind, rule in RULES.items():
        Stack.objects.filter(kind=kind, rule="").exclude(key="").update(rule=rule)
    last = 0
    while kinds := dict(Stack.objects.filter(pk__gt=last).order_by("pk").values_list("pk", "kind")[:PART]):
        last = max(kinds)
        members = Asset.objects.filter(stack_id__in=kinds).order_by("stack_id", "stack_position", "pk")
        changed = []
        for stack_id, some in groupby(members.only("stack_id", "trashed_at"), key=lambda asset: asset.stack_id):
            changed += tell(kinds[stack_id], list(some))
        Asset.objects.bulk_update(changed, ["joined_to", "cover"], batch_size=PART)


def tell(kind, members):
    """All but the top, which is the first one in the library. Chapters are all shown."""
    if kind == "chapters":
        return
    top = next((each for each in members if each.trashed_at is None), members[0])
    for each in members:
        if each is top:
            continue
        is_alike = (each.trashed_at is None) == (top.trashed_at is None)
        if kind == "raw_jpeg":
            each.joined_to_id = top.pk
            each.cover = JOINED if is_alike else NONE
        else:
            each.cover = STACKED if each.trashed_at is None else NONE
        yield each


def uncover(apps, schema_editor):
    apps.get_model("media_library", "Asset").objects.exclude(cover=NONE).update(cover=NONE, joined_to=None)


class Migration(migrations.Migration):
    dependencies = [("media_library", "0011_steps_that_change_stacks")]
    operations = [migrations.RunPython(cover, uncover)]

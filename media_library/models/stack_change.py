from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class StackChange(models.Model):
    """One step that changed stacks, kept for a while so that it can be taken back and done again, many times over.

    `kept_stacks` are the rows of the stacks that such a step makes and takes away: id, kind, rule, key, import.
    """

    project = models.ForeignKey("projects.Project", on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now, db_index=True)
    rule = models.CharField(max_length=24, blank=True, help_text=_("whose stacks were parted; none: a step by hand"))
    number = models.PositiveIntegerField(default=0, help_text=_("stacks that were parted"))
    is_undone = models.BooleanField(default=False)
    kept_stacks = models.JSONField(default=list)

    class Meta:
        indexes = (models.Index(fields=["project", "at"], name="stack_change_by_time"),)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"


class KeptPlace(models.Model):
    """Where an asset stood before a change and after it. Its ids are plain numbers: what they name may have gone.

    A long change is written in parts, each a transaction of its own; whole stacks only.
    """

    change = models.ForeignKey("media_library.StackChange", on_delete=models.CASCADE, related_name="places")
    part = models.PositiveIntegerField(default=0)
    asset_id = models.BigIntegerField()
    was_stack_id = models.BigIntegerField(null=True)
    was_position = models.PositiveIntegerField()
    was_joined_to_id = models.BigIntegerField(null=True)
    is_stack_id = models.BigIntegerField(null=True)
    is_position = models.PositiveIntegerField()
    is_joined_to_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["change", "asset_id"], name="kept_place_once"),)
        indexes = (models.Index(fields=["change", "part"], name="kept_place_by_part"),)

    def __str__(self) -> str:
        return f"{self.asset_id}: {self.was_stack_id} → {self.is_stack_id}"

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

STEP = 1 << 16
"""Between two neighbours that are ordered by hand, so that most moves write one row."""


class Bin(models.Model):
    """A named set of assets in a project; it may lie in another one. Neighbours are ordered by hand."""

    project = models.ForeignKey("projects.Project", on_delete=models.CASCADE, related_name="bins")
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="children")
    name = models.CharField(_("name"), max_length=200)
    position = models.BigIntegerField(default=0, help_text=_("among its neighbours"))
    assets: models.ManyToManyField[models.Model, BinEntry] = models.ManyToManyField(
        "media_library.Asset", through="media_library.BinEntry", related_name="bins"
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("position", "id")
        constraints = (
            models.UniqueConstraint(
                fields=["project", "name"], condition=Q(parent__isnull=True), name="bin_name_once_at_the_top"
            ),
            models.UniqueConstraint(
                fields=["parent", "name"], condition=Q(parent__isnull=False), name="bin_name_once_in_a_bin"
            ),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="bin_not_in_itself"),
        )

    def __str__(self) -> str:
        return self.name


class BinEntry(models.Model):
    """An asset in a bin, at its place in the order made by hand."""

    bin = models.ForeignKey("media_library.Bin", on_delete=models.CASCADE, related_name="entries")
    asset = models.ForeignKey("media_library.Asset", on_delete=models.CASCADE, related_name="bin_entries")
    position = models.BigIntegerField(default=0)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    added_at = models.DateTimeField(default=timezone.now, help_text=_("the same for all that were added at once"))

    class Meta:
        verbose_name_plural = _("bin entries")
        constraints = (models.UniqueConstraint(fields=["bin", "asset"], name="asset_once_in_a_bin"),)
        indexes = (models.Index(fields=["bin", "position", "id"], name="bin_entry_by_hand"),)

    def __str__(self) -> str:
        return f"{self.asset_id} in {self.bin_id}"


class BinRemoval(models.Model):
    """What was taken out of the bins at once, as it was, kept for a while so that it can be put back."""

    project = models.ForeignKey("projects.Project", on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now, db_index=True)
    kept = models.JSONField(default=dict, help_text=_("the rows of bins and entries as they were"))

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"

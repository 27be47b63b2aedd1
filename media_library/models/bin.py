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
    kept_bins = models.JSONField(default=list, help_text=_("the rows of the bins as they were, the outer ones first"))

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"


class KeptEntry(models.Model):
    """What an entry of a bin was. Its ids are plain numbers: bin, asset and person may have gone when it is put back.

    A row for each, so that a hundred thousand are written and read in parts; and so that they move on with the entries
    of their bin when these make room.
    """

    removal = models.ForeignKey("media_library.BinRemoval", on_delete=models.CASCADE, related_name="entries")
    bin_id = models.BigIntegerField()
    asset_id = models.BigIntegerField()
    position = models.BigIntegerField()
    added_by_id = models.BigIntegerField(null=True)
    added_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = _("kept entries")
        indexes = (models.Index(fields=["bin_id", "position"], name="kept_entry_by_place"),)

    def __str__(self) -> str:
        return f"{self.asset_id} was in {self.bin_id}"

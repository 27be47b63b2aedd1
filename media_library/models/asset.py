from __future__ import annotations

import unicodedata

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .original import Original


def fold_name(name: str) -> str:
    """A file name as it is sorted and found by: composed (NFC) and without capitals, so that a Mac's names match."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


IN_LIBRARY = models.Q(trashed_at__isnull=True)


class AssetQuerySet(models.QuerySet["Asset"]):
    def in_library(self) -> AssetQuerySet:
        """What is not in the trash: every page and list of material begins with this."""
        return self.filter(IN_LIBRARY)

    def in_trash(self) -> AssetQuerySet:
        return self.filter(trashed_at__isnull=False)


class Asset(models.Model):
    """An original as it lives in one project.

    `captured_at` is the local wall-clock time of the camera, held as if it were UTC, so that two databases sort it
    alike; `captured_offset_minutes` is the camera's offset, if it gave one. `captured_text` is the value as written,
    kept when the time is corrected.

    `kind` repeats the original's, and `name_key` the file name, folded: so that a hundred thousand are sorted and
    narrowed by one index. An asset in the trash has `trashed_at`; it is in no list until it is put back.
    """

    class Flag(models.TextChoices):
        PICK = "pick", _("pick")
        REJECT = "reject", _("reject")

    project = models.ForeignKey("projects.Project", on_delete=models.CASCADE, related_name="assets")
    original = models.ForeignKey("media_library.Original", on_delete=models.PROTECT, related_name="assets")
    kind = models.CharField(max_length=10, choices=Original.Kind, help_text=_("that of the original"))
    file_name = models.CharField(max_length=1024, help_text=_("as shot"))
    name_key = models.CharField(max_length=1024, help_text=_("the file name, composed and without capitals"))
    folder = models.CharField(max_length=2048, blank=True, help_text=_("below the place it came from"))
    card = models.ForeignKey(
        "media_library.Card", on_delete=models.SET_NULL, null=True, blank=True, related_name="assets"
    )
    first_import = models.ForeignKey(
        "media_library.Import", on_delete=models.SET_NULL, null=True, blank=True, related_name="assets"
    )
    stack = models.ForeignKey(
        "media_library.Stack", on_delete=models.SET_NULL, null=True, blank=True, related_name="assets"
    )
    stack_position = models.PositiveIntegerField(default=0)

    captured_at = models.DateTimeField(null=True, blank=True)
    captured_offset_minutes = models.SmallIntegerField(null=True, blank=True)
    captured_source = models.CharField(max_length=64, blank=True)
    captured_text = models.CharField(max_length=64, blank=True)

    make = models.CharField(max_length=200, blank=True)
    model = models.CharField(max_length=200, blank=True)
    lens = models.CharField(max_length=200, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    altitude_m = models.FloatField(null=True, blank=True)

    rating = models.SmallIntegerField(null=True, blank=True)
    flag = models.CharField(max_length=8, choices=Flag, blank=True)
    label = models.CharField(max_length=200, blank=True)
    title = models.TextField(blank=True)
    headline = models.TextField(blank=True)
    caption = models.TextField(blank=True)
    alt_text = models.TextField(blank=True, help_text=_("what is to be seen, for who cannot see it"))
    creator = models.TextField(blank=True)
    copyright = models.TextField(blank=True)
    keywords = models.ManyToManyField("media_library.Keyword", related_name="assets", blank=True)
    trashed_at = models.DateTimeField(null=True, blank=True)
    trashed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = AssetQuerySet.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["project", "original"], name="asset_once_in_a_project"),)
        indexes = (
            models.Index(fields=["project", "captured_at", "id"], condition=IN_LIBRARY, name="asset_by_capture"),
            models.Index(fields=["project", "name_key", "id"], condition=IN_LIBRARY, name="asset_by_name"),
            models.Index(
                fields=["project", "kind", "captured_at", "id"], condition=IN_LIBRARY, name="asset_kind_by_capture"
            ),
            models.Index(
                fields=["first_import", "captured_at", "id"], condition=IN_LIBRARY, name="asset_import_by_capture"
            ),
            models.Index(
                fields=["project", "trashed_at"],
                condition=models.Q(trashed_at__isnull=False),
                name="asset_in_trash",
            ),
        )

    def __str__(self) -> str:
        return self.file_name

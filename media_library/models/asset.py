from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Asset(models.Model):
    """An original as it lives in one project.

    `captured_at` is the local wall-clock time of the camera, held as if it were UTC, so that two databases sort it
    alike; `captured_offset_minutes` is the camera's offset, if it gave one. `captured_text` is the value as written,
    kept when the time is corrected.
    """

    class Flag(models.TextChoices):
        PICK = "pick", _("pick")
        REJECT = "reject", _("reject")

    project = models.ForeignKey("projects.Project", on_delete=models.CASCADE, related_name="assets")
    original = models.ForeignKey("media_library.Original", on_delete=models.PROTECT, related_name="assets")
    file_name = models.CharField(max_length=1024, help_text=_("as shot"))
    folder = models.CharField(max_length=2048, blank=True, help_text=_("below the place it came from"))
    card = models.ForeignKey(
        "media_library.Card", on_delete=models.SET_NULL, null=True, blank=True, related_name="assets"
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
    creator = models.TextField(blank=True)
    copyright = models.TextField(blank=True)
    keywords = models.ManyToManyField("media_library.Keyword", related_name="assets", blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["project", "original"], name="asset_once_in_a_project"),)
        indexes = (
            models.Index(fields=["project", "captured_at", "id"], name="asset_by_capture"),
            models.Index(fields=["project", "file_name", "id"], name="asset_by_name"),
        )

    def __str__(self) -> str:
        return self.file_name

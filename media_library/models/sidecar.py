from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Sidecar(models.Model):
    """A file that is not an asset but belongs to one, or to a card, and travels with it."""

    class Role(models.TextChoices):
        XMP = "xmp", _("XMP")
        CLIP_METADATA = "clip_metadata", _("the camera's notes on a clip")
        CLIP_SOUND = "clip_sound", _("a sound track of a clip, in a file of its own")
        PROXY = "proxy", _("the camera's own proxy")
        THUMBNAIL = "thumbnail", _("the camera's own thumbnail")
        CARD_INDEX = "card_index", _("the card's index")

    project = models.ForeignKey("projects.Project", on_delete=models.CASCADE, related_name="sidecars")
    asset = models.ForeignKey(
        "media_library.Asset", on_delete=models.CASCADE, null=True, blank=True, related_name="sidecars"
    )
    card = models.ForeignKey(
        "media_library.Card", on_delete=models.CASCADE, null=True, blank=True, related_name="sidecars"
    )
    original = models.ForeignKey("media_library.Original", on_delete=models.PROTECT, related_name="sidecars")
    role = models.CharField(max_length=16, choices=Role)
    path = models.CharField(max_length=2048, help_text=_("below the place it came from"))

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["project", "original", "path", "asset"],
                condition=models.Q(asset__isnull=False),
                name="sidecar_once_for_an_asset",
            ),
            models.UniqueConstraint(
                fields=["project", "original", "path", "card"],
                condition=models.Q(asset__isnull=True),
                name="sidecar_once_for_a_card",
            ),
        )

    def __str__(self) -> str:
        return self.path

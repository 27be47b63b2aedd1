from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Card(models.Model):
    """A memory card as it came: the unit in which a camera wrote its files."""

    class Layout(models.TextChoices):
        DCIM = "dcim", "DCIM"
        GOPRO = "gopro", "GoPro"
        SONY_XAVC = "sony_xavc", "Sony XAVC (M4ROOT)"
        SONY_XDCAM = "sony_xdcam", "Sony XDCAM"
        PANASONIC_P2 = "panasonic_p2", "Panasonic P2"
        AVCHD = "avchd", "AVCHD"
        CANON_XF = "canon_xf", "Canon XF"

    project = models.ForeignKey("projects.Project", on_delete=models.CASCADE, related_name="cards")
    layout = models.CharField(max_length=16, choices=Layout)
    name = models.CharField(max_length=255, help_text=_("the folder or volume the card was read from"))
    fingerprint = models.CharField(max_length=64, help_text=_("of the names and sizes of its first files"))
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["project", "fingerprint"], name="card_once_in_a_project"),)

    def __str__(self) -> str:
        return f"{self.get_layout_display()}: {self.name}"

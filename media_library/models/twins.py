from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Twins(models.Model):
    """Two assets of a project that look nearly alike. Nothing is done about them but what a person decides."""

    class Decision(models.TextChoices):
        OPEN = "", _("open")
        CHOSEN = "chosen", _("one is kept")
        DIFFERENT = "different", _("both are wanted")

    project = models.ForeignKey("projects.Project", on_delete=models.CASCADE, related_name="twins")
    one = models.ForeignKey("media_library.Asset", on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey("media_library.Asset", on_delete=models.CASCADE, related_name="+")
    distance = models.PositiveSmallIntegerField(help_text=_("bits of 64 that differ"))
    decision = models.CharField(max_length=9, choices=Decision, blank=True, default=Decision.OPEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    found_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["one", "other"], name="twins_once"),
            models.CheckConstraint(condition=models.Q(one__lt=models.F("other")), name="twins_in_order"),
        )
        indexes = (models.Index(fields=["project", "decision", "distance", "id"], name="twins_to_decide"),)

    def __str__(self) -> str:
        return f"{self.one_id} and {self.other_id}: {self.distance}"

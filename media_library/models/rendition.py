from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class RenditionQuerySet(models.QuerySet["Rendition"]):
    def unmade(self) -> RenditionQuerySet:
        """What is to be made, is being made or has failed: a small part of all, which has an index of its own."""
        return self.exclude(state="done")


class Rendition(models.Model):
    """A file made from an original; it can always be made again. The row says what is still to be done."""

    class State(models.TextChoices):
        PENDING = "pending", _("to be made")
        RUNNING = "running", _("being made")
        DONE = "done", _("made")
        FAILED = "failed", _("failed")

    original = models.ForeignKey("media_library.Original", on_delete=models.CASCADE, related_name="renditions")
    spec = models.CharField(max_length=32)
    state = models.CharField(max_length=8, choices=State, default=State.PENDING)
    attempts = models.PositiveSmallIntegerField(default=0)
    reason = models.TextField(blank=True, help_text=_("why it failed, in words"))
    asked_at = models.DateTimeField(null=True, blank=True, help_text=_("when a worker was last asked to make it"))
    claimed_by = models.CharField(max_length=128, blank=True, help_text=_("the life sign of the process at work"))
    claimed_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField(null=True, blank=True)
    storage_name = models.CharField(max_length=255, blank=True)
    mime = models.CharField(max_length=100, blank=True)
    width_px = models.PositiveIntegerField(null=True, blank=True)
    height_px = models.PositiveIntegerField(null=True, blank=True)
    size_bytes = models.BigIntegerField(null=True, blank=True)
    data = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = RenditionQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["original", "spec"], name="rendition_once_for_a_spec"),
            models.CheckConstraint(
                condition=~models.Q(state="done") | ~models.Q(storage_name=""), name="rendition_done_has_a_file"
            ),
        )
        indexes = (models.Index(fields=["state", "id"], condition=~models.Q(state="done"), name="rendition_to_do"),)

    def __str__(self) -> str:
        return f"{self.spec} of {self.original_id}"

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class MarkEvent(models.Model):
    """One person's judgement of one asset: its flag, its stars or its label, from one value to another.

    Events are never changed, but for `is_undone`, which says what the latest `MarkUndo` of the step says; and where the
    other half of a picture got its mark before its own part of the step came. The mark of an asset is the value of its
    latest event that is not undone, by `moment` and, where that is equal, by `step`: so events may arrive in any order,
    and twice, and the mark is the same. An event of nobody is what the file said.

    A `step` is one press of a key, however many assets it marked; the browser made its id.
    """

    class Field(models.TextChoices):
        FLAG = "flag", _("flag")
        STARS = "stars", _("stars")
        LABEL = "label", _("label")

    # Neither has an index of its own: others begin with it.
    project = models.ForeignKey(
        "projects.Project", on_delete=models.CASCADE, related_name="mark_events", db_index=False
    )
    asset = models.ForeignKey(
        "media_library.Asset", on_delete=models.CASCADE, related_name="mark_events", db_index=False
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="mark_events"
    )
    step = models.UUIDField()
    field = models.CharField(max_length=5, choices=Field)
    value = models.CharField(max_length=200, blank=True)
    was = models.CharField(max_length=200, blank=True, help_text=_("what the person saw when they marked"))
    moment = models.DateTimeField(help_text=_("when the key was pressed"))
    is_undone = models.BooleanField(default=False)
    arrived_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["asset", "field", "step"], name="mark_once_in_a_step"),)
        indexes = (
            models.Index(fields=["project", "step"], name="mark_by_step"),
            models.Index(fields=["asset", "field", "moment"], name="mark_of_an_asset"),
        )

    def __str__(self) -> str:
        return f"{self.field} {self.was or '–'} → {self.value or '–'}"


class MarkUndo(models.Model):
    """A step of one's own taken back, or done again; the latest one of a step counts."""

    project = models.ForeignKey("projects.Project", on_delete=models.CASCADE, related_name="mark_undos", db_index=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mark_undos")
    step = models.UUIDField()
    undoes = models.UUIDField(help_text=_("the step that is taken back or done again"))
    is_undone = models.BooleanField(help_text=_("taken back, and not done again"))
    moment = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["project", "by", "step"], name="mark_undo_once"),)
        indexes = (models.Index(fields=["project", "by", "undoes"], name="mark_undo_of_a_step"),)

    def __str__(self) -> str:
        return f"{'undo' if self.is_undone else 'redo'} {self.undoes}"


class MarkClock(models.Model):
    """A number that goes up with every mark in a project, and by more than one where many are marked.

    Who writes marks locks this row, so that numbers appear in their order.
    """

    project = models.OneToOneField("projects.Project", on_delete=models.CASCADE, related_name="mark_clock")
    version = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.project_id}: {self.version}"


class Look(models.Model):
    """Somebody has looked at an asset: what has none is unseen by them."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="looks", db_index=False)
    asset = models.ForeignKey("media_library.Asset", on_delete=models.CASCADE, related_name="looks")
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["user", "asset"], name="looked_once"),)

    def __str__(self) -> str:
        return f"{self.user_id} at {self.asset_id}"

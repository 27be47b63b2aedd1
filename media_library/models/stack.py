from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Stack(models.Model):
    """Assets that are one moment. A stack made by a rule remembers the rule and the import, to be undone in bulk.

    Brackets, panoramas and focus stacks are one picture in parts: no part of them is ever ranked or rejected by a rule.
    """

    class Kind(models.TextChoices):
        RAW_JPEG = "raw_jpeg", _("RAW and JPEG")
        CHAPTERS = "chapters", _("chapters of one recording")
        BURST = "burst", _("burst")
        BRACKET = "bracket", _("bracket")
        PANORAMA = "panorama", _("panorama")
        FOCUS = "focus", _("focus stack")
        MANUAL = "manual", _("by hand")

    project = models.ForeignKey("projects.Project", on_delete=models.CASCADE, related_name="stacks")
    kind = models.CharField(max_length=12, choices=Kind)
    rule = models.CharField(max_length=24, blank=True, help_text=_("by what it was found; none: by hand"))
    key = models.CharField(max_length=2200, blank=True, help_text=_("what the rule found equal"))
    made_by = models.ForeignKey(
        "media_library.Import", on_delete=models.SET_NULL, null=True, blank=True, related_name="stacks"
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["project", "kind", "key"], condition=~models.Q(key=""), name="stack_once_for_a_key"
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.key}"

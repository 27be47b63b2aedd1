from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Project(models.Model):
    """A body of work. It owns its material and its people, and is the unit of access."""

    class Kind(models.TextChoices):
        DOCUMENTARY = "documentary", _("documentary")
        EXHIBITION = "exhibition", _("exhibition")
        INSTALLATION = "installation", _("installation")
        ARCHIVE = "archive", _("archive")

    class Status(models.TextChoices):
        PLANNED = "planned", _("planned")
        ACTIVE = "active", _("in work")
        SHOWN = "shown", _("shown")
        CLOSED = "closed", _("closed")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    title = models.CharField(_("title"), max_length=200)
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    synopsis = models.TextField(_("synopsis"), blank=True)
    status = models.CharField(_("status"), max_length=8, choices=Status, default=Status.ACTIVE)
    languages = models.JSONField(_("languages"), default=list, blank=True, help_text=_("BCP 47 tags: kk, ru, en"))
    version = models.PositiveIntegerField(
        default=1, editable=False, help_text=_("counts the changes, so that two people do not overwrite each other")
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("title", "id")

    def __str__(self) -> str:
        return self.title

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Membership(models.Model):
    """A user's role in a project."""

    class Role(models.TextChoices):
        OWNER = "owner", _("owner")
        EDITOR = "editor", _("editor")
        CONTRIBUTOR = "contributor", _("contributor")
        REVIEWER = "reviewer", _("reviewer")
        VIEWER = "viewer", _("viewer")

    project = models.ForeignKey("projects.Project", on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=12, choices=Role)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["project", "user"], name="membership_once_in_a_project"),)

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"

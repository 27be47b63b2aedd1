from __future__ import annotations

from django.db import models


class Keyword(models.Model):
    """A word that assets of one project are filed under."""

    project = models.ForeignKey("projects.Project", on_delete=models.CASCADE, related_name="keywords")
    name = models.CharField(max_length=512)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["project", "name"], name="keyword_once_in_a_project"),)

    def __str__(self) -> str:
        return self.name

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class BackgroundStep(models.Model):
    """The latest step of a sort that was asked for in a project: the row of the queue that tells how it stands.

    The queue has no index by which to find it.
    """

    project = models.ForeignKey(
        "projects.Project", on_delete=models.CASCADE, related_name="background_steps", db_index=False
    )
    task_path = models.CharField(max_length=200, help_text=_("the sort of step"))
    result_id = models.UUIDField(null=True, help_text=_("its row in the queue of tasks"))

    class Meta:
        constraints = (models.UniqueConstraint(fields=["project", "task_path"], name="background_step_once"),)

    def __str__(self) -> str:
        return self.task_path.rpartition(".")[2]

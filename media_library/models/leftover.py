from __future__ import annotations

from django.db import models


class Leftover(models.Model):
    """A file in a store whose row has gone: to be deleted, and then remembered for a while.

    The row is written in the transaction that lets the file go, so that whatever happens next, somebody finds it. It
    stays for a time after the file has gone: an import that began before must not take the name for its own.
    """

    storage = models.CharField(max_length=16)
    name = models.CharField(max_length=255)
    left_at = models.DateTimeField(auto_now_add=True)
    gone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["storage", "name"], name="leftover_once"),)
        indexes = (models.Index(fields=["id"], condition=models.Q(gone_at__isnull=True), name="leftover_to_delete"),)

    def __str__(self) -> str:
        return f"{self.storage}: {self.name}"

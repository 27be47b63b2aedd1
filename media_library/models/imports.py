from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from .rendition import Rendition


class Import(models.Model):
    """One run of bringing files in.

    A run that was asked for in the browser is carried out `in_background`, by the worker: it waits until one takes it,
    and goes on by itself when its worker was killed. `places` are what it was asked to bring in; `upload` names the
    folder of what was sent, empty for all other runs.
    """

    class State(models.TextChoices):
        RECEIVING = "receiving", _("being sent")
        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("running")
        FINISHED = "finished", _("finished")
        STOPPED = "stopped", _("stopped before its end")

    class Mode(models.TextChoices):
        COPY = "copy", _("copy")
        LINK = "link", _("link")
        REFERENCE = "reference", _("stays where it is")

    project = models.ForeignKey("projects.Project", on_delete=models.CASCADE, related_name="imports")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="imports"
    )
    source = models.TextField(help_text=_("where the files came from"))
    mode = models.CharField(max_length=10, choices=Mode, default=Mode.COPY)
    GOING_ON = (State.RECEIVING, State.WAITING, State.RUNNING)
    """The states that a run leaves by itself."""

    state = models.CharField(max_length=10, choices=State, default=State.RUNNING)
    also_to = models.TextField(blank=True)
    mhl = models.BooleanField(default=False, help_text=_("a manifest of hashes beside each copy"))
    held_by = models.CharField(max_length=128, blank=True, help_text=_("the life sign of the process that runs it"))
    notices = models.JSONField(default=list, blank=True)
    files_found = models.PositiveIntegerField(default=0)
    bytes_found = models.BigIntegerField(default=0)
    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    in_background = models.BooleanField(default=False, help_text=_("the worker carries it out"))
    places = models.JSONField(default=list, blank=True, help_text=_("what the worker is to bring in"))
    upload = models.CharField(max_length=64, blank=True, help_text=_("the folder of what was sent"))
    stop_asked = models.BooleanField(default=False, help_text=_("somebody wants it to stop"))
    nudged_at = models.DateTimeField(null=True, blank=True, help_text=_("when a worker was last asked"))
    attempts = models.PositiveSmallIntegerField(default=0, help_text=_("how often a worker has begun it"))
    fault = models.TextField(blank=True, help_text=_("why the whole run broke off, in words"))

    bytes_done = models.BigIntegerField(default=0, help_text=_("of what is found, settled or read so far"))
    files_done = models.PositiveIntegerField(default=0)
    bytes_per_second = models.BigIntegerField(default=0)
    reading = models.TextField(blank=True, help_text=_("the file in hand"))
    progress_at = models.DateTimeField(null=True, blank=True, help_text=_("when these were last written"))

    class Meta:
        ordering = ("-id",)
        indexes = (
            models.Index(fields=["state", "id"], condition=~models.Q(state="finished"), name="import_not_finished"),
        )

    def __str__(self) -> str:
        return f"{self.started_at:%Y-%m-%d %H:%M} {self.source}"

    @property
    def title(self) -> str:
        """What a person calls it: `Upload by Aigerim, 12 files`, or the last names of its places. Wants `by`."""
        if self.upload:
            return describe_upload(str(self.by or ""), self.files_found)
        return ", ".join(line.rstrip("/").rpartition("/")[2] or line for line in self.source.splitlines())


def describe_upload(by: str, files: int) -> str:
    """How an upload is called: who sent it, and how much."""
    told = ngettext("%(count)d file", "%(count)d files", files) % {"count": files}
    if not by:
        return gettext("Upload, %(files)s") % {"files": told}
    return gettext("Upload by %(who)s, %(files)s") % {"who": by, "files": told}


class ImportedFileQuerySet(models.QuerySet["ImportedFile"]):
    def with_trouble(self) -> ImportedFileQuerySet:
        """Loads what `trouble` tells. Two queries more, for any number of rows."""
        told = Rendition.objects.filter(models.Q(state=Rendition.State.FAILED) | ~models.Q(reason="")).order_by("id")
        renditions = models.Prefetch("original__renditions", queryset=told, to_attr="troubled_renditions")
        return self.select_related("original").prefetch_related(renditions)


class ImportedFile(models.Model):
    """One source file of an import, and what became of it."""

    class Outcome(models.TextChoices):
        ADDED = "added", _("added")
        DUPLICATE = "duplicate", _("already here")
        SIDECAR = "sidecar", _("belongs to another file")
        IGNORED = "ignored", _("ignored")
        REFUSED = "refused", _("refused")
        FAILED = "failed", _("failed, will be tried again")

    run = models.ForeignKey("media_library.Import", on_delete=models.CASCADE, related_name="files")
    place = models.TextField(help_text=_("the folder or card that was read, as an absolute path"))
    path = models.TextField(help_text=_("below the place"))
    size_bytes = models.BigIntegerField()
    modified_ns = models.BigIntegerField(help_text=_("time of the last change, in nanoseconds"))
    BAD = (Outcome.REFUSED, Outcome.FAILED)
    """What did not come in."""

    outcome = models.CharField(max_length=10, choices=Outcome)
    reason = models.TextField(blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    original = models.ForeignKey(
        "media_library.Original", on_delete=models.PROTECT, null=True, blank=True, related_name="imported_files"
    )
    asset = models.ForeignKey(
        "media_library.Asset", on_delete=models.SET_NULL, null=True, blank=True, related_name="imported_files"
    )
    copied_to = models.TextField(blank=True, help_text=_("the second verified copy"))
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ImportedFileQuerySet.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["run", "place", "path"], name="imported_file_once_in_a_run"),)
        indexes = (models.Index(fields=["run", "outcome"], name="imported_file_by_outcome"),)

    def __str__(self) -> str:
        return f"{self.path}: {self.outcome}"

    @property
    def trouble(self) -> str:
        """What went wrong when a picture was made of the file; its bytes are safe all the same. See `with_trouble`."""
        renditions: list[Rendition] = getattr(self.original, "troubled_renditions", [])
        return renditions[0].reason if renditions else ""

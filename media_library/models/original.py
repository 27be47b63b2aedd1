from __future__ import annotations

from fractions import Fraction

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Original(models.Model):
    """The bytes, exactly as they came: identified by SHA-256, stored once, never changed.

    A copied or linked original lies in the store under `storage_name`; a referenced one stays where it is, at
    `reference_path`, and `storage_name` is empty.
    """

    class Kind(models.TextChoices):
        PHOTO = "photo", _("photo")
        VIDEO = "video", _("video")
        AUDIO = "audio", _("sound")
        DOCUMENT = "document", _("document")

    class State(models.TextChoices):
        PRESENT = "present", _("present")
        MISSING = "missing", _("missing")
        DAMAGED = "damaged", _("damaged")

    sha256 = models.CharField(max_length=64, unique=True)
    size_bytes = models.BigIntegerField()
    kind = models.CharField(max_length=10, choices=Kind)
    file_type = models.CharField(max_length=32, help_text=_("as exiftool names it"))
    reader = models.CharField(max_length=16)
    mime = models.CharField(max_length=100)
    extension = models.CharField(max_length=16)
    storage_name = models.CharField(max_length=255, blank=True)
    reference_path = models.TextField(blank=True)

    state = models.CharField(max_length=10, choices=State, default=State.PRESENT)
    read_back = models.BooleanField(default=False, help_text=_("the copy was read back past the cache and compared"))
    verified_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    width_px = models.PositiveIntegerField(null=True, blank=True)
    height_px = models.PositiveIntegerField(null=True, blank=True)
    duration_frames = models.BigIntegerField(null=True, blank=True)
    duration_ms = models.BigIntegerField(null=True, blank=True, help_text=_("of sound, and of video as written"))
    rate_num = models.PositiveIntegerField(null=True, blank=True)
    rate_den = models.PositiveIntegerField(null=True, blank=True)
    variable_rate = models.BooleanField(default=False)
    drop_frame = models.BooleanField(default=False)
    start_frame = models.BigIntegerField(null=True, blank=True, help_text=_("start timecode as a count of frames"))
    start_timecode_source = models.CharField(max_length=16, blank=True)
    likeness = models.BigIntegerField(
        null=True,
        blank=True,
        help_text=_("64 bits of what the picture looks like (a difference hash), signed"),
    )
    facts = models.JSONField(default=dict, help_text=_("everything that was read, as it was read"))

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=~Q(storage_name="") | ~Q(reference_path=""), name="original_lies_somewhere"
            ),
        )
        indexes = (models.Index(fields=["state"], name="original_state"),)

    def __str__(self) -> str:
        return f"{self.sha256[:12]}.{self.extension}"

    @property
    def rate(self) -> Fraction | None:
        """Frames a second, exact."""
        return Fraction(self.rate_num, self.rate_den) if self.rate_num and self.rate_den else None

from __future__ import annotations

import unicodedata

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .original import Original


def fold_name(name: str) -> str:
    """A file name as it is sorted and found by: composed (NFC) and without capitals, so that a Mac's names match."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


IN_LIBRARY = models.Q(trashed_at__isnull=True)


class AssetQuerySet(models.QuerySet["Asset"]):
    def in_library(self) -> AssetQuerySet:
        """What is not in the trash: every page and list of material begins with this."""
        return self.filter(IN_LIBRARY)

    def in_trash(self) -> AssetQuerySet:
        return self.filter(trashed_at__isnull=False)


class Asset(models.Model):
    """An original as it lives in one project.

    `captured_at` is the local wall-clock time of the camera, held as if it were UTC, so that two databases sort it
    alike; `captured_offset_minutes` is the camera's offset, if it gave one. `captured_text` is the value as written,
    kept when the time is corrected.

    `kind` repeats the original's, and `name_key` the file name, folded: so that a hundred thousand are sorted and
    narrowed by one index. An asset in the trash has `trashed_at`; it is in no list until it is put back.

    `flag`, `rating` (1 to 5 stars; none is null) and `label` are what the asset's events say, see `MarkEvent`;
    `marked_by` and `marked_at` are those of the latest one that counts, `mark_version` the project's number of it.
    """

    class Flag(models.TextChoices):
        PICK = "pick", _("pick")
        REJECT = "reject", _("reject")

    class Label(models.TextChoices):
        """The labels that have keys and colours. A file may have brought another word, which is kept."""

        RED = "red", _("red")
        YELLOW = "yellow", _("yellow")
        GREEN = "green", _("green")
        BLUE = "blue", _("blue")
        PURPLE = "purple", _("purple")

    class Cover(models.IntegerChoices):
        """Whether a grid shows the asset by itself."""

        NONE = 0, _("shown")
        STACKED = 1, _("under the top of its stack")
        JOINED = 2, _("the other half of a RAW and JPEG")

    project = models.ForeignKey("projects.Project", on_delete=models.CASCADE, related_name="assets")
    original = models.ForeignKey("media_library.Original", on_delete=models.PROTECT, related_name="assets")
    kind = models.CharField(max_length=10, choices=Original.Kind, help_text=_("that of the original"))
    file_name = models.CharField(max_length=1024, help_text=_("as shot"))
    name_key = models.CharField(max_length=1024, help_text=_("the file name, composed and without capitals"))
    folder = models.CharField(max_length=2048, blank=True, help_text=_("below the place it came from"))
    card = models.ForeignKey(
        "media_library.Card", on_delete=models.SET_NULL, null=True, blank=True, related_name="assets"
    )
    first_import = models.ForeignKey(
        "media_library.Import", on_delete=models.SET_NULL, null=True, blank=True, related_name="assets"
    )
    stack = models.ForeignKey(
        "media_library.Stack", on_delete=models.SET_NULL, null=True, blank=True, related_name="assets"
    )
    stack_position = models.PositiveIntegerField(default=0, help_text=_("0 is the top"))
    joined_to = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="joined",
        help_text=_("the RAW that this is the JPEG of: one picture to judge"),
    )
    cover = models.PositiveSmallIntegerField(choices=Cover, default=Cover.NONE)

    captured_at = models.DateTimeField(null=True, blank=True)
    captured_offset_minutes = models.SmallIntegerField(null=True, blank=True)
    captured_source = models.CharField(max_length=64, blank=True)
    captured_text = models.CharField(max_length=64, blank=True)

    make = models.CharField(max_length=200, blank=True)
    model = models.CharField(max_length=200, blank=True)
    lens = models.CharField(max_length=200, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    altitude_m = models.FloatField(null=True, blank=True)

    rating = models.SmallIntegerField(null=True, blank=True)
    flag = models.CharField(max_length=8, choices=Flag, blank=True)
    label = models.CharField(max_length=200, blank=True)
    marked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    marked_at = models.DateTimeField(null=True, blank=True)
    mark_version = models.BigIntegerField(default=0)
    title = models.TextField(blank=True)
    headline = models.TextField(blank=True)
    caption = models.TextField(blank=True)
    alt_text = models.TextField(blank=True, help_text=_("what is to be seen, for who cannot see it"))
    creator = models.TextField(blank=True)
    copyright = models.TextField(blank=True)
    keywords = models.ManyToManyField("media_library.Keyword", related_name="assets", blank=True)
    trashed_at = models.DateTimeField(null=True, blank=True)
    trashed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = AssetQuerySet.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["project", "original"], name="asset_once_in_a_project"),)
        indexes = (
            # `cover` stands at the end of each, so that what is covered is passed over without reading its row.
            models.Index(
                fields=["project", "captured_at", "id", "cover"], condition=IN_LIBRARY, name="asset_by_capture"
            ),
            models.Index(fields=["project", "name_key", "id"], condition=IN_LIBRARY, name="asset_by_name"),
            models.Index(
                fields=["project", "kind", "captured_at", "id", "cover"],
                condition=IN_LIBRARY,
                name="asset_kind_by_capture",
            ),
            models.Index(
                fields=["first_import", "captured_at", "id", "cover"],
                condition=IN_LIBRARY,
                name="asset_import_by_capture",
            ),
            # For the filter: each value of these is a stretch in the order of capture, and pages are merged from them.
            models.Index(
                fields=["project", "flag", "rating", "captured_at", "id", "cover"],
                condition=IN_LIBRARY & models.Q(rating__isnull=False),
                name="asset_rated_by_capture",
            ),
            # PostgreSQL does not sort by what follows a column that is null: so those without stars are apart.
            models.Index(
                fields=["project", "flag", "captured_at", "id", "cover"],
                condition=IN_LIBRARY & models.Q(rating__isnull=True),
                name="asset_unrated_by_capture",
            ),
            models.Index(
                fields=["project", "label", "captured_at", "id", "cover"],
                condition=IN_LIBRARY,
                name="asset_label_by_capture",
            ),
            models.Index(
                fields=["project", "model", "captured_at", "id", "cover"],
                condition=IN_LIBRARY,
                name="asset_camera_by_capture",
            ),
            models.Index(
                fields=["project", "lens", "captured_at", "id", "cover"],
                condition=IN_LIBRARY,
                name="asset_lens_by_capture",
            ),
            # For counting: everything that is counted by its own, in an order that needs no sorting.
            models.Index(
                fields=["project", "cover", "flag", "rating", "label", "kind", "model", "lens"],
                condition=IN_LIBRARY,
                name="asset_for_counting",
            ),
            models.Index(
                fields=["project", "stack", "cover", "flag", "rating", "label", "kind", "model", "lens"],
                condition=IN_LIBRARY & models.Q(stack__isnull=False),
                name="asset_stacked_for_counting",
            ),
            # Where hardly anything is joined, SQLite holds an index of all for useless: nearly all of it is null.
            models.Index(
                fields=["joined_to"], condition=models.Q(joined_to__isnull=False), name="asset_joined_to_another"
            ),
            models.Index(
                fields=["project", "mark_version"], condition=models.Q(mark_version__gt=0), name="asset_by_mark_version"
            ),
            models.Index(
                fields=["project", "trashed_at"],
                condition=models.Q(trashed_at__isnull=False),
                name="asset_in_trash",
            ),
        )

    def __str__(self) -> str:
        return self.file_name

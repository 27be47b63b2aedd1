from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MediaLibraryConfig(AppConfig):
    """The material: what comes in, what is made of it, and how it is found."""

    name = "media_library"
    verbose_name = _("material")

    def ready(self) -> None:
        from . import checks  # noqa: F401 - registers the system checks

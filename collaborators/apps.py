from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CollaboratorsConfig(AppConfig):
    """The people, and what they may do."""

    name = "collaborators"
    verbose_name = _("people")

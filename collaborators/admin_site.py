"""The admin's own lists, in the order in which they are wanted: material, projects, people, and upkeep at the end."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.http import HttpRequest
from django.utils.translation import gettext as _

HOUSE = ("media_library", "projects", "collaborators")


class DeskConfig(AdminConfig):
    """Django's admin with the site below."""

    default_site = "collaborators.admin_site.Desk"


class Desk(AdminSite):
    """What curators work with comes first. The rest is for whoever runs this copy of Kadr."""

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        apps: list[Any] = super().get_app_list(request, app_label)
        for model in (model for each in apps for model in each["models"]):
            model["name_of_one"] = model["model"]._meta.verbose_name
        if app_label is not None:
            return apps
        house = [each for name in HOUSE for each in apps if each["app_label"] == name]
        upkeep = [model for each in apps if each["app_label"] not in HOUSE for model in each["models"]]
        if upkeep and request.user.is_superuser:
            house.append({"name": _("Upkeep"), "app_label": "upkeep", "app_url": "", "models": upkeep})
        return house

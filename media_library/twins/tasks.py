"""Searches that take a while, in the background. Each may run twice with the same outcome."""

from __future__ import annotations

from dataclasses import asdict

from django_tasks import task

from .finding import find_twins

BEFORE_RENDITIONS = 20
"""The priority of what somebody waits for on the screen."""


@task(priority=BEFORE_RENDITIONS)
def look_for_twins(project_id: int) -> dict[str, int | bool]:
    """Looks for near-duplicates in a project; gives the fields of `finding.Search`."""
    return asdict(find_twins(project_id))

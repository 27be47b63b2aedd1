"""The guard against guessed passwords (django-axes): whom it counts by, and what it says."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

FIELD = "username"
"""What every sign-in form here and in the admin calls the address."""


def read_username(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """Whose password is guessed at (`AXES_USERNAME_CALLABLE`): in lower case, so that capitals are no way around."""
    given = (credentials or {}).get(FIELD) or request.POST.get(FIELD) or ""
    return str(given).strip().lower()


def read_address(request: HttpRequest) -> str:
    """Whose machine is asking (`AXES_CLIENT_IP_CALLABLE`): behind a proxy the last one that the proxy names.

    Only the last is the proxy's own word; what stands before it anybody may have sent.
    """
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.BEHIND_PROXY else ""
    return forwarded.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", "")


def answer_locked_out(
    request: HttpRequest, original_response: HttpResponse | None = None, credentials: dict[str, Any] | None = None
) -> HttpResponse:
    """What somebody reads who has guessed too often (`AXES_LOCKOUT_CALLABLE`): 429, and how long to wait."""
    wait = timedelta(hours=settings.AXES_COOLOFF_TIME)
    minutes = round(wait.total_seconds() / 60)
    response = render(request, "accounts/locked_out.html", {"minutes": minutes}, status=429)
    response["Retry-After"] = str(round(wait.total_seconds()))
    return response

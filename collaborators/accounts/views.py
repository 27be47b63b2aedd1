"""Sign in, sign out, and a new password by mail."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import views
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse_lazy

from .forms import SignInForm

sign_in = views.LoginView.as_view(
    template_name="accounts/sign_in.html", authentication_form=SignInForm, redirect_authenticated_user=True
)
sign_out = views.LogoutView.as_view()

password_reset = views.PasswordResetView.as_view(
    template_name="accounts/password_reset.html",
    email_template_name="accounts/password_reset_mail.txt",
    subject_template_name="accounts/password_reset_subject.txt",
    success_url=reverse_lazy("password-reset-sent"),
)
password_reset_sent = views.PasswordResetDoneView.as_view(template_name="accounts/password_reset_sent.html")
password_reset_set = views.PasswordResetConfirmView.as_view(
    template_name="accounts/password_reset_set.html", success_url=reverse_lazy("password-reset-done")
)
password_reset_done = views.PasswordResetCompleteView.as_view(template_name="accounts/password_reset_done.html")


def answer_locked_out(
    request: HttpRequest, original_response: HttpResponse | None = None, credentials: dict[str, Any] | None = None
) -> HttpResponse:
    """What somebody reads who has guessed too often (`AXES_LOCKOUT_CALLABLE`): 429, and how long to wait."""
    wait = timedelta(hours=settings.AXES_COOLOFF_TIME)
    minutes = round(wait.total_seconds() / 60)
    response = render(request, "accounts/locked_out.html", {"minutes": minutes}, status=429)
    response["Retry-After"] = str(round(wait.total_seconds()))
    return response

"""Sign in, sign out, and a new password by mail."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import views
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
    extra_email_context={"site_url": settings.SITE_URL.rstrip("/")},
    success_url=reverse_lazy("password-reset-sent"),
)
password_reset_sent = views.PasswordResetDoneView.as_view(template_name="accounts/password_reset_sent.html")
password_reset_set = views.PasswordResetConfirmView.as_view(
    template_name="accounts/password_reset_set.html", success_url=reverse_lazy("password-reset-done")
)
password_reset_done = views.PasswordResetCompleteView.as_view(template_name="accounts/password_reset_done.html")

"""What is typed at the door."""

from __future__ import annotations

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext_lazy as _


class SignInForm(AuthenticationForm):
    """E-mail and password. The field keeps Django's name, `username`, which the guard against guessing counts by."""

    username = forms.EmailField(
        label=_("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True})
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    error_messages = {
        "invalid_login": _("E-mail and password do not match. Type both again, or ask for a new password by e-mail."),
        "inactive": _("This account is closed. Whoever runs this copy of Kadr can open it again."),
    }

    def clean_username(self) -> str:
        """Lower case, so that capitals are not a way around the limit on guesses."""
        email: str = self.cleaned_data["username"]
        return email.lower()

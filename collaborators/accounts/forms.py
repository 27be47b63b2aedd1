"""What is typed at the door, and about one's own account."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, PasswordResetForm, SetPasswordForm
from django.utils.translation import gettext_lazy as _

from collaborators.models import User

if TYPE_CHECKING:
    SetPassword = SetPasswordForm[User]
else:
    SetPassword = SetPasswordForm  # generic for the type checker alone

TWO_PASSWORDS = _("The two are not the same. Type the new password twice.")


class SignInForm(AuthenticationForm):
    """E-mail, password, and for how long. The guard against guessing counts by the field that is named `username`."""

    username = forms.EmailField(
        label=_("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True})
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    stay = forms.BooleanField(label=_("Stay signed in on this computer"), required=False, initial=True)
    error_messages = {
        "invalid_login": _("E-mail and password do not match. Type both again, or ask for a new password by e-mail."),
        "inactive": _("This account is closed. Whoever runs this copy of Kadr can open it again."),
    }

    def clean_username(self) -> str:
        """Lower case, so that capitals are not a way around the limit on guesses."""
        email: str = self.cleaned_data["username"]
        return email.lower()


class ForgottenForm(PasswordResetForm):
    """Where the link to a new password goes."""

    email = forms.EmailField(
        label=_("E-mail"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email", "autofocus": True})
    )


class NewPasswordForm(SetPassword):
    """A new password, behind the link that came by mail."""

    error_messages = {"password_mismatch": TWO_PASSWORDS}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        word_new_passwords(self)


class OtherPasswordForm(PasswordChangeForm):
    """Another password, for who knows the old one."""

    error_messages = {
        "password_mismatch": TWO_PASSWORDS,
        "password_incorrect": _("This is not your password. Type it again, or sign out and ask for a new one by mail."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = _("Password until now")
        self.fields["old_password"].widget.attrs.pop("autofocus", None)
        word_new_passwords(self)


def word_new_passwords(form: forms.Form) -> None:
    """Labels and help for the two fields of a new password."""
    form.fields["new_password1"].label = _("New password")
    form.fields["new_password1"].help_text = _("At least 10 characters. A few words are easy to keep in mind.")
    form.fields["new_password2"].label = _("New password, once more")
    form.fields["new_password2"].help_text = ""


class NameForm(forms.Form):
    """What the others call somebody."""

    name = forms.CharField(
        label=_("Name"),
        max_length=200,
        help_text=_("As the others in your projects see you."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )


class KeysForm(forms.ModelForm[User]):
    """Whose keys the lighttable has, and whether those act that have neither Ctrl nor Alt."""

    class Meta:
        model = User
        fields = ("key_preset", "has_single_keys")


class RoomForm(forms.Form):
    """How light the pages are."""

    room = forms.ChoiceField(choices=User.Room.choices)

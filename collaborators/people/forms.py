"""Forms of a project's owner about its people."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from collaborators.models import Membership


class MemberForm(forms.Form):
    """Whom to add, and as what."""

    email = forms.EmailField(label=_("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    role = forms.ChoiceField(
        label=_("Role"), choices=Membership.Role.choices, initial=Membership.Role.CONTRIBUTOR.value
    )


class RoleForm(forms.Form):
    """Another role for a member."""

    role = forms.ChoiceField(choices=Membership.Role.choices)

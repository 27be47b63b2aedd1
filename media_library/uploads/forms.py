from __future__ import annotations

from django import forms


class BeginForm(forms.Form):
    """How much is going to be sent."""

    count = forms.IntegerField(min_value=1, max_value=1_000_000)
    size_bytes = forms.IntegerField(min_value=0, max_value=2**60)


class FileForm(forms.Form):
    """What a browser says of one file: its path below what was dropped, and when it was last changed."""

    path = forms.CharField(max_length=8192, strip=False)
    modified = forms.IntegerField(required=False, min_value=-(2**45), max_value=2**45)

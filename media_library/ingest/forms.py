from __future__ import annotations

from pathlib import Path
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from media_library.models import Import

from .folders import find_folder, list_allowed
from .places import UnfitPlace, check_second_place

WORDS_OF_MODES = [
    (Import.Mode.COPY, gettext_lazy("Copy: every byte is read back and compared. Right for cards.")),
    (
        Import.Mode.LINK,
        gettext_lazy("Link: no second set of bytes, on the same disk only. Leave the files as they are."),
    ),
    (Import.Mode.REFERENCE, gettext_lazy("Leave them where they are: Kadr reads them there, so the disk has to stay.")),
]


class FolderForm(forms.Form):
    """A folder of the server, and how it comes in."""

    at = forms.CharField(max_length=4096, label=gettext_lazy("Folder"))
    mode = forms.ChoiceField(
        choices=WORDS_OF_MODES, label=gettext_lazy("How"), initial=Import.Mode.COPY, widget=forms.RadioSelect
    )
    also_to = forms.ChoiceField(
        choices=lambda: [("", _("No second copy")), *((one.address, str(one.path)) for one in list_allowed())],
        required=False,
        label=gettext_lazy("Second copy in"),
        help_text=gettext_lazy("Best on another disk. Only folders that may be read from here can be chosen."),
    )
    mhl = forms.BooleanField(required=False, label=gettext_lazy("A manifest of hashes (ASC MHL) beside each copy"))

    def clean_at(self) -> Path:
        """The folder itself; a sentence when it may not or cannot be read."""
        return self._find(self.cleaned_data["at"])

    def clean_also_to(self) -> Path | None:
        address = self.cleaned_data["also_to"]
        return self._find(address) if address else None

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        also_to, place = cleaned.get("also_to"), cleaned.get("at")
        if also_to and cleaned.get("mode") != Import.Mode.COPY:
            self.add_error("also_to", _("A second copy is made while copying: choose “Copy”, or no second copy."))
        elif also_to and place:
            try:
                check_second_place(also_to, [place])
            except UnfitPlace as unfit:
                self.add_error("also_to", str(unfit))
        if cleaned.get("mhl") and cleaned.get("mode") == Import.Mode.REFERENCE:
            self.add_error("mhl", _("A manifest lies beside a copy, and none is made here."))
        return cleaned

    def _find(self, address: str) -> Path:
        try:
            return find_folder(address).path
        except UnfitPlace as unfit:
            raise forms.ValidationError(str(unfit)) from unfit

"""What is asked before something is done with many assets at once."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from media_library.models import Bin
from media_library.viewing.words import parse_word

LONGEST_LIST = 4_000
LEAVE, NONE = "", "none"


class BulkForm(forms.Form):
    """A form that knows which projects the assets are in. By itself it asks nothing."""

    def __init__(self, *args: Any, project_ids: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.project_ids = project_ids


class ManyWordsForm(BulkForm):
    """What is to be written into all of them. An empty field changes nothing."""

    keywords_add = forms.CharField(
        label=_("Add keywords"), required=False, max_length=LONGEST_LIST, help_text=_("With a semicolon between them.")
    )
    keywords_remove = forms.CharField(label=_("Remove keywords"), required=False, max_length=LONGEST_LIST)
    caption = forms.CharField(
        label=_("Caption"), required=False, widget=forms.Textarea(attrs={"rows": 3}), help_text=_("Instead of theirs.")
    )
    creator = forms.CharField(label=_("Creator"), required=False, help_text=_("Instead of theirs."))
    rating = forms.ChoiceField(
        label=_("Rating"),
        required=False,
        choices=[(LEAVE, _("as it is")), *((str(n), "★" * n) for n in range(1, 6)), (NONE, _("none"))],
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not any(cleaned.values()):
            raise ValidationError(_("Fill in what is to be changed."))
        return cleaned

    def values(self) -> dict[str, Any]:
        """What `change_many` takes."""
        typed = self.cleaned_data
        values: dict[str, Any] = {name: typed[name] for name in ("caption", "creator") if typed[name]}
        for name in ("keywords_add", "keywords_remove"):
            values |= {name: parse_word("keywords", typed[name])} if typed[name] else {}
        if typed["rating"]:
            values["rating"] = None if typed["rating"] == NONE else int(typed["rating"])
        return values


class BinForm(BulkForm):
    """The bin into which they are put."""

    bin = forms.ModelChoiceField(Bin.objects.none(), label=_("Bin"), required=False, empty_label=_("a new one"))
    name = forms.CharField(label=_("Name of the new bin"), required=False, max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bins = Bin.objects.filter(project_id__in=self.project_ids[:1]).order_by("name")
        self.fields["bin"].queryset = bins  # type: ignore[attr-defined]  # it is a ModelChoiceField

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if len(self.project_ids) > 1:
            raise ValidationError(_("These assets are in several projects, and a bin is in one. Narrow the list."))
        if not self.errors and bool(cleaned.get("bin")) == bool(cleaned.get("name")):
            raise ValidationError(_("Choose a bin, or write the name of a new one."))
        return cleaned

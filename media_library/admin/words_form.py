"""The words of one asset in the admin: the same fields as on its page, written by the same functions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collaborators.models import User
from media_library.describing.words import ChangedMeanwhile, change_rating, change_words, check, read_words, tidy
from media_library.models import Asset
from media_library.viewing.words import BETWEEN, parse_word

if TYPE_CHECKING:
    AssetModelForm = forms.ModelForm[Asset]
else:
    AssetModelForm = forms.ModelForm  # generic for the type checker alone

TEXTS = ("title", "headline", "caption", "alt_text", "creator", "copyright")
LINES = {"title": 1, "headline": 1, "caption": 4, "alt_text": 2, "creator": 1, "copyright": 1, "keyword_list": 2}
RATINGS = [("", gettext_lazy("none")), *((str(stars), "★" * stars) for stars in range(1, 6))]


def write_rating(asset: Asset) -> str:
    """The rating as its field holds it."""
    return "" if asset.rating is None else str(asset.rating)


def read_rating(text: str) -> int | None:
    """`write_rating` backwards; None for what is no rating."""
    return next((stars for stars in range(1, 6) if text == str(stars)), None)


class WordsForm(AssetModelForm):
    """The words, each with what it said when the page was made, so that nobody writes over somebody else's."""

    keyword_list = forms.CharField(
        label=gettext_lazy("Keywords"), required=False, help_text=gettext_lazy("With a semicolon between them.")
    )
    rating = forms.TypedChoiceField(
        label=gettext_lazy("Rating"), required=False, choices=RATINGS, coerce=int, empty_value=None
    )

    class Meta:
        model = Asset
        fields = TEXTS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asset = self.instance
        self.initial["keyword_list"] = BETWEEN.join(read_words(asset, "keywords"))
        self.initial["rating"] = write_rating(asset)
        for name, rows in LINES.items():
            if name in self.fields:
                self.fields[name].widget = forms.Textarea(attrs={"rows": rows})
        for field in self.fields.values():
            field.show_hidden_initial = True

    def clean(self) -> dict[str, Any]:
        """Each changed field has to fit, and to say still what it said."""
        cleaned = super().clean() or self.cleaned_data
        stored = Asset.objects.get(pk=self.instance.pk)
        for name in self.changed_data:
            if name in cleaned:
                self._check(stored, name)
        return cleaned

    def _check(self, stored: Asset, name: str) -> None:
        field, value, was = self._read(name)
        try:
            if field == "rating":
                stands = write_rating(stored)
                has_clashed = stands not in (was, "" if value is None else str(value))
            else:
                check(field, value)
                now = read_words(stored, field)
                has_clashed = tidy(field, now) not in (tidy(field, was), tidy(field, value))
                stands = now if isinstance(now, str) else BETWEEN.join(now)
            if has_clashed:
                text = _("Somebody has changed this meanwhile. It says now: “%s”. Save once more to write over it.")
                self._accept(name, stands)
                raise ValidationError(text % stands)
        except ValidationError as fault:
            self.add_error(name, fault)

    def _accept(self, name: str, stands: str) -> None:
        """The page that comes back knows what stands there now."""
        data: Any = self.data.copy()  # type: ignore[attr-defined]  # it is a QueryDict
        data[self.add_initial_prefix(name)] = stands
        self.data = data

    def _read(self, name: str) -> tuple[str, Any, Any]:
        """The field, what is to stand in it, and what stood there when the page was made."""
        value, was = self.cleaned_data[name], self.data.get(self.add_initial_prefix(name), "")
        if name == "keyword_list":
            return "keywords", parse_word("keywords", value), parse_word("keywords", was)
        return name, value, was

    def write(self, *, by: User) -> list[str]:
        """Writes what was changed; gives the names of fields in which somebody was quicker by a moment."""
        left = []
        for name in self.changed_data:
            field, value, was = self._read(name)
            try:
                if field == "rating":
                    change_rating(self.instance, rating=value, was=read_rating(was), by=by)
                else:
                    change_words(self.instance, field=field, value=value, was=was)
            except ChangedMeanwhile:
                left.append(str(self.fields[name].label))
        return left

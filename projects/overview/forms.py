"""The form of a project."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from projects.addresses import check_address
from projects.languages import normalise_tags
from projects.models import Project

OFFERED = [("kk", "Қазақша"), ("ru", "Русский"), ("en", "English")]
"""Languages to tick, each in its own name; any other is written as a tag."""


class ProjectForm(forms.Form):
    """What a project is called and what it is to become."""

    FOLDED = ("status", "slug", "synopsis", "spoken", "more_languages")
    """What a short form keeps under "More"."""

    title = forms.CharField(label=_("Title"), max_length=200)
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=Project.Kind.choices,
        help_text=_("What the project opens on. Any kind may hold films, exhibitions and installations."),
    )
    slug = forms.SlugField(
        label=_("Address"),
        max_length=80,
        required=False,
        help_text=_("The last part of the project's address: letters a to z, figures, hyphens. Empty: from the title."),
        error_messages={
            "invalid": _("Write the address with letters a to z, figures and hyphens, without spaces: winter-pasture.")
        },
    )
    synopsis = forms.CharField(
        label=_("Synopsis"), required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 5})
    )
    status = forms.ChoiceField(
        label=_("Status"), choices=Project.Status.choices, initial=Project.Status.ACTIVE.value, required=False
    )
    spoken = forms.MultipleChoiceField(
        label=_("Languages"), choices=OFFERED, required=False, widget=forms.CheckboxSelectMultiple
    )
    more_languages = forms.CharField(
        label=_("Other languages"),
        required=False,
        max_length=400,
        help_text=_("BCP 47 tags with commas between them: mn, kk-Arab, tyv."),
    )

    @property
    def has_folded_faults(self) -> bool:
        """Whether something under "More" has to be mended, so that it stands open."""
        return any(name in self.errors for name in self.FOLDED)

    def clean_status(self) -> str:
        """In work, when nothing was said."""
        return self.cleaned_data["status"] or Project.Status.ACTIVE.value

    def clean_synopsis(self) -> str:
        """Lines end as they do everywhere else; browsers send CR LF."""
        written: str = self.cleaned_data["synopsis"]
        return written.replace("\r\n", "\n")

    def clean_slug(self) -> str:
        """Lower case, and not one of Kadr's own words."""
        slug: str = self.cleaned_data["slug"].lower()
        check_address(slug)
        return slug

    def clean_more_languages(self) -> list[str]:
        """The tags as RFC 5646 writes them."""
        written: str = self.cleaned_data["more_languages"]
        return normalise_tags(tag for tag in written.replace(",", " ").split() if tag)

    def values(self) -> dict[str, Any]:
        """The columns of a project, as `make_project` and `change_project` take them."""
        columns = {name: self.cleaned_data[name] for name in ("title", "kind", "slug", "synopsis", "status")}
        return {
            **columns,
            "languages": normalise_tags([*self.cleaned_data["spoken"], *self.cleaned_data["more_languages"]]),
        }

    def add_faults(self, error: ValidationError) -> None:
        """Puts sentences from below beside the fields they are about."""
        by_field = error.error_dict if hasattr(error, "error_dict") else {None: error.error_list}
        for name, faults in by_field.items():
            field = "more_languages" if name == "languages" else name
            self.add_error(field if field in self.fields else None, faults)


class ProjectEditForm(ProjectForm):
    """The same, with the version that the person has read."""

    version = forms.IntegerField(widget=forms.HiddenInput)


def initial_of(project: Project) -> dict[str, Any]:
    """The project as the form shows it."""
    offered = {tag for tag, __ in OFFERED}
    columns = {name: getattr(project, name) for name in ("title", "kind", "slug", "synopsis", "status", "version")}
    return {
        **columns,
        "spoken": [tag for tag in project.languages if tag in offered],
        "more_languages": ", ".join(tag for tag in project.languages if tag not in offered),
    }

"""What forms say about what was typed: Django's sentences, in the manner of the house.

Django keeps them on the classes of its fields and validators, for every form, ours and the admin's; they are exchanged
once, when Kadr starts.
"""

from __future__ import annotations

from django.core import validators
from django.db import models
from django.forms import fields
from django.forms import models as model_forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

NOT_ON_THE_LIST = _("“%(value)s” is not on the list. Choose from the list.")
A_FILE = _("Choose a file.")

OF_FIELDS: dict[type, dict[str, str | Promise]] = {
    fields.Field: {"required": _("Fill this in.")},
    fields.IntegerField: {"invalid": _("Write a whole number, in figures.")},
    fields.FloatField: {"invalid": _("Write a number, in figures.")},
    fields.DecimalField: {"invalid": _("Write a number, in figures.")},
    fields.DateField: {"invalid": _("Write a day as year, month and day: 2026-11-19.")},
    fields.TimeField: {"invalid": _("Write a time as hours and minutes: 16:12.")},
    fields.DateTimeField: {"invalid": _("Write day and time: 2026-11-19 16:12.")},
    fields.URLField: {"invalid": _("Write a whole address, with https:// before it.")},
    fields.FileField: {
        "invalid": A_FILE,
        "missing": A_FILE,
        "empty": _("This file is empty. Choose another one."),
    },
    fields.ImageField: {"invalid_image": _("This is no picture, or it is damaged. Choose another one.")},
    fields.ChoiceField: {"invalid_choice": NOT_ON_THE_LIST},
    fields.MultipleChoiceField: {"invalid_choice": NOT_ON_THE_LIST, "invalid_list": _("Choose from the list.")},
    fields.JSONField: {"invalid": _("This is not JSON. Look for a bracket or a quotation mark that is missing.")},
    model_forms.ModelChoiceField: {
        "invalid_choice": _("What was chosen is not there any more. Choose from the list as it is now.")
    },
    model_forms.ModelMultipleChoiceField: {
        "invalid_choice": NOT_ON_THE_LIST,
        "invalid_list": _("Choose from the list."),
        "invalid_pk_value": _("“%(pk)s” is not on the list. Choose from the list."),
    },
    models.Field: {
        "blank": _("Fill this in."),
        "null": _("Fill this in."),
        "invalid_choice": NOT_ON_THE_LIST,
        "unique": _("%(field_label)s: another one has the same. Write something else."),
    },
}

OF_VALIDATORS: dict[type, str | Promise] = {
    validators.EmailValidator: _("This is not an e-mail address. Write it like name@example.org."),
    validators.MinValueValidator: _("Write %(limit_value)s or more."),
    validators.MaxValueValidator: _("Write %(limit_value)s or less."),
    validators.MinLengthValidator: ngettext_lazy(
        "This is %(show_value)d long; write at least %(limit_value)d character.",
        "This is %(show_value)d long; write at least %(limit_value)d characters.",
        "limit_value",
    ),
    validators.MaxLengthValidator: ngettext_lazy(
        "This is %(show_value)d long, and %(limit_value)d character fits. Make it shorter.",
        "This is %(show_value)d long, and %(limit_value)d characters fit. Make it shorter.",
        "limit_value",
    ),
    validators.ProhibitNullCharactersValidator: _("There is a sign in it that is no letter (NUL). Type it again."),
}


def exchange_sentences() -> None:
    """Puts our sentences where Django's were."""
    for field, sentences in OF_FIELDS.items():
        field.default_error_messages = {**vars(field).get("default_error_messages", {}), **sentences}  # type: ignore[attr-defined]
    for validator, sentence in OF_VALIDATORS.items():
        validator.message = sentence  # type: ignore[attr-defined]

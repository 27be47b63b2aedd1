"""The words of an asset as its page shows them in fields."""

from __future__ import annotations

import re
from dataclasses import dataclass
from http import HTTPStatus

from django.core.exceptions import BadRequest, ValidationError
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from collaborators.telling import Undo
from media_library.describing.words import ChangedMeanwhile, change_words, read_words
from media_library.models import Asset

BETWEEN = "; "
"""Between keywords in their field."""


@dataclass(frozen=True)
class Wording:
    """How a field of words is called and shown. `key` puts the cursor into it."""

    label: str | Promise
    saved: str | Promise
    rows: int = 1
    key: str = ""
    help: str | Promise = ""

    @property
    def tooltip(self) -> str:
        return str(format_lazy("{} ({})", self.label, self.key.removeprefix("Key"))) if self.key else ""


WORDINGS = {
    "title": Wording(_("Title"), _("The title is saved.")),
    "caption": Wording(_("Caption"), _("The caption is saved."), rows=3, key="KeyW"),
    "keywords": Wording(
        _("Keywords"), _("The keywords are saved."), key="KeyT", help=_("With a semicolon between them.")
    ),
    "headline": Wording(_("Headline"), _("The headline is saved.")),
    "creator": Wording(_("Creator"), _("The creator is saved.")),
    "copyright": Wording(_("Copyright"), _("The copyright is saved.")),
    "alt_text": Wording(
        _("Alt text"), _("The alt text is saved."), rows=2, help=_("What is to be seen, for who cannot see it.")
    ),
}
"""The fields in the order of the page. W writes the caption; T is the tag field, as where films are logged."""


@dataclass(frozen=True)
class WordField:
    """A field of words: what stands in the asset, and, when that was not saved, what was typed and why not."""

    name: str
    wording: Wording
    value: str
    typed: str | None = None
    fault: str = ""

    @property
    def shown(self) -> str:
        """What the field holds: what was typed, as long as it has not been saved."""
        return self.value if self.typed is None else self.typed

    @property
    def has_clashed(self) -> bool:
        """Whether somebody else was quicker: `value` is theirs, `typed` is not lost."""
        return self.typed is not None and not self.fault


@dataclass(frozen=True)
class WordChange:
    """What a form asks for: a field, what is to stand in it, and what stood there when the page was made."""

    name: str
    value: str
    was: str

    @classmethod
    def read(cls, data: QueryDict) -> WordChange:
        """Raises BadRequest for a field there is not, and for a form without its texts."""
        name = data.get("field", "")
        if name not in WORDINGS or "value" not in data or "was" not in data:
            raise BadRequest
        return cls(name, unite_lines(data.get("value", "")), unite_lines(data.get("was", "")))


@dataclass(frozen=True)
class WordOutcome:
    """What became of a change: the field as it is now, the status to answer with, and what to tell, if anything."""

    field: WordField
    status: HTTPStatus = HTTPStatus.OK
    told: str = ""
    was: str = ""

    @property
    def is_saved(self) -> bool:
        return self.status == HTTPStatus.OK

    def undo(self, url: str) -> Undo | None:
        """The step back: the same form, the other way round."""
        if not self.told:
            return None
        return Undo(url, {"field": self.field.name, "value": self.was, "was": self.field.value})


def save_word(asset: Asset, change: WordChange) -> WordOutcome:
    """Writes a field if it still says what the person saw; else tells what stands there now. Wants `keywords`."""
    wording = WORDINGS[change.name]
    if change.value == change.was:
        return WordOutcome(read_field(asset, change.name))
    value = parse_word(change.name, change.value)
    # A keyword may hold a semicolon: what the page showed is then not to be taken apart.
    stands = read_words(asset, change.name)
    was = stands if change.was == write_word(stands) else parse_word(change.name, change.was)
    try:
        changed = change_words(asset, field=change.name, value=value, was=was)
    except ChangedMeanwhile as clash:
        field = WordField(change.name, wording, write_word(clash.stands), typed=change.value)
        return WordOutcome(field, HTTPStatus.CONFLICT)
    except ValidationError as fault:
        field = WordField(change.name, wording, change.was, typed=change.value, fault=" ".join(fault.messages))
        return WordOutcome(field, HTTPStatus.UNPROCESSABLE_ENTITY)
    return WordOutcome(read_field(changed, change.name), told=str(wording.saved), was=change.was)


def list_words(asset: Asset) -> list[WordField]:
    """Every field with what stands in it. Wants `keywords`."""
    return [read_field(asset, name) for name in WORDINGS]


def read_field(asset: Asset, name: str) -> WordField:
    """A field with what stands in it."""
    return WordField(name, WORDINGS[name], write_word(read_words(asset, name)))


def write_word(value: str | list[str]) -> str:
    """A value of a field as one text."""
    return value if isinstance(value, str) else BETWEEN.join(value)


def parse_word(name: str, text: str) -> str | list[str]:
    """A text as a form brings it, as the value of a field."""
    if name != "keywords":
        return text
    return [word.strip() for word in re.split(r"[;\n]", text) if word.strip()]


def unite_lines(text: str) -> str:
    """A text as it was stored: forms write the ends of lines as CR LF (HTML Living Standard, 4.10.22.4)."""
    return text.replace("\r\n", "\n").replace("\r", "\n")

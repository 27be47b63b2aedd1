"""What a password has to be (`AUTH_PASSWORD_VALIDATORS`): Django's rules, told in the words of the house."""

from __future__ import annotations

from django.contrib.auth import password_validation as rules
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


class LongEnough(rules.MinimumLengthValidator):
    def get_error_message(self) -> str:
        text = ngettext(
            "This is too short. Write at least %(count)d character; a few words make a good password.",
            "This is too short. Write at least %(count)d characters; a few words make a good password.",
            self.min_length,
        )
        return text % {"count": self.min_length}


class NotOnesOwn(rules.UserAttributeSimilarityValidator):
    def get_error_message(self) -> str:
        return _("This is too close to your %(verbose_name)s. Choose something that others do not know of you.")


class NotEverybodys(rules.CommonPasswordValidator):
    def get_error_message(self) -> str:
        return _("Many people use this password, so it is guessed first. Choose another one.")


class NotFiguresAlone(rules.NumericPasswordValidator):
    def get_error_message(self) -> str:
        return _("Figures alone are guessed soon. Put words in.")

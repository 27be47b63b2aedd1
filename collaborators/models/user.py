from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Makes an account; without a password nobody can sign in to it yet."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """An account. One signs in with an e-mail address, whatever its capitals."""

    class Room(models.TextChoices):
        """How light the pages are. Colour is judged here, so both rooms are grey."""

        AUTO = "auto", _("as the system")
        DARK = "dark", _("dark room")
        PAPER = "paper", _("paper room")

    class KeyPreset(models.TextChoices):
        """Whose keys the lighttable has."""

        LIGHTROOM = "lightroom", "Lightroom"
        PHOTO_MECHANIC = "photo_mechanic", "Photo Mechanic"
        DARKTABLE = "darktable", "darktable"

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=200)
    room = models.CharField(_("room"), max_length=5, choices=Room, default=Room.AUTO)
    key_preset = models.CharField(_("keys"), max_length=16, choices=KeyPreset, default=KeyPreset.LIGHTROOM)
    has_single_keys = models.BooleanField(_("keys without Ctrl or Alt"), default=True)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(_("may use the admin"), default=False)
    date_joined = models.DateTimeField(default=timezone.now)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        constraints = (models.UniqueConstraint(Lower("email"), name="user_email_whatever_its_capitals"),)

    def __str__(self) -> str:
        return self.name or self.email

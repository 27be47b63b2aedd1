"""The smallest things that hold for the whole house."""

from __future__ import annotations

from django.conf import settings
from django.core.files.storage import storages


def test_originals_and_renditions_lie_below_the_tests_own_folder(tmp_path):
    for name in ("originals", "renditions"):
        assert str(storages[name].location).startswith(str(tmp_path))


def test_tests_do_not_touch_this_machines_copy():
    assert settings.BASE_DIR / "data" != settings.DATA_DIR


def test_a_user_is_stored(db, django_user_model):
    user = django_user_model.objects.create_user("Aigerim@Example.org", "a long password")
    assert user.email == "aigerim@example.org"

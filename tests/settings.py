"""Kadr's settings for tests: nothing of this machine's copy is read or written."""

import atexit
import os
import shutil
import tempfile

if "KADR_TESTS" not in os.environ:
    # Only the process that made the folder removes it; pytest-xdist's workers inherit the name.
    folder = tempfile.mkdtemp(prefix="kadr-tests-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.environ["KADR_TESTS"] = folder

os.environ["ENV_FILE"] = os.devnull
os.environ["DATA_DIR"] = os.environ["KADR_TESTS"]
os.environ["SECRET_KEY"] = "of no worth: for tests only"
os.environ.setdefault("DATABASE_URL", f"sqlite:///{os.environ['KADR_TESTS']}/kadr.sqlite3")
for name in ("ALLOWED_HOSTS", "BEHIND_PROXY", "CSRF_TRUSTED_ORIGINS", "DEBUG", "EMAIL_URL", "HTTPS",
             "KADR_IMPORT_FOLDERS", "KADR_MAX_UPLOAD_GB", "MEDIA_ROOT",
             "PORT", "SITE_URL", "TIME_ZONE"):  # fmt: skip
    os.environ.pop(name, None)

from config.settings import *  # noqa: E402, F403
from config.settings import DATABASES, STATIC_ROOT, STORAGES  # noqa: E402

STATIC_ROOT.mkdir(exist_ok=True)

# A file, as in a real copy: in memory, threads and processes would not meet in it.
DATABASES["default"]["TEST"] = (
    {"NAME": f"{os.environ['KADR_TESTS']}/test.sqlite3"} if "sqlite" in DATABASES["default"]["ENGINE"] else {}
)
# The live server cannot serve hashed names; one smoke test starts the real thing.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Nothing runs behind a test's back: what was asked for is counted, and a test that wants it done calls the function.
TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend", "QUEUES": ["default", "imports"]}}

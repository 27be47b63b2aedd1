"""The least that Django can do to answer with a file: no middleware, no database. What `delivering` compares with."""

from __future__ import annotations

import os
from pathlib import Path

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import FileResponse, HttpRequest
from django.urls import path


def answer(request: HttpRequest) -> FileResponse:
    return FileResponse(Path(os.environ["BARE_FILE"]).open("rb"), content_type="image/jpeg")


urlpatterns = [path("", answer)]

if not settings.configured:
    settings.configure(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["*"], SECRET_KEY="of no worth", MIDDLEWARE=[])
application = get_wsgi_application()

"""Every address of Kadr."""

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.views.decorators.http import require_safe

from config.styleguide import styleguide


@login_not_required
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Nothing here is for search engines."""
    return HttpResponse("User-agent: *\nDisallow: /\n", content_type="text/plain; charset=utf-8")


urlpatterns = [
    path("", include("projects.overview.urls")),
    path("accounts/", include("collaborators.accounts.urls")),
    path("projects/", include("collaborators.people.urls")),
    path("projects/", include("media_library.lighttable.urls")),
    path("projects/", include("media_library.uploads.urls")),
    path("projects/", include("media_library.ingest.urls")),
    path("projects/", include("media_library.bins.urls")),
    path("projects/", include("media_library.trash.urls")),
    path("projects/", include("media_library.twins.urls")),
    path("projects/", include("media_library.stacks.urls")),
    path("projects/", include("media_library.marking.urls")),
    path("projects/", include("media_library.viewing.urls")),
    path("projects/", include("media_library.delivery.urls")),
    path("styleguide/", styleguide, name="styleguide"),
    path("robots.txt", robots, name="robots"),
    path("admin/", admin.site.urls),
]

handler400 = "config.errors.answer_bad_request"

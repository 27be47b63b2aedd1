from django.urls import path

from . import views

urlpatterns = [
    path("", views.home, name="home"),
    path("projects/new/", views.project_new, name="project-new"),
    path("projects/<slug:slug>/", views.project, name="project"),
    path("projects/<slug:slug>/edit/", views.project_edit, name="project-edit"),
    path("projects/<slug:slug>/numbers/", views.project_numbers, name="project-numbers"),
    path("projects/<slug:slug>/mend/", views.mend, name="mend"),
    path("projects/<slug:slug>/mend/renditions/", views.mend_renditions, name="mend-renditions"),
]

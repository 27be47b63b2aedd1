from django.urls import path

from . import views

urlpatterns = [
    path("<slug:slug>/trash/", views.trash, name="trash"),
    path("<slug:slug>/trash/put/", views.trash_put, name="trash-put"),
    path("<slug:slug>/trash/restore/", views.trash_restore, name="trash-restore"),
    path("<slug:slug>/trash/empty/", views.trash_empty, name="trash-empty"),
]

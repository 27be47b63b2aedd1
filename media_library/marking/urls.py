from django.urls import path

from . import views

urlpatterns = [
    path("<slug:slug>/marks/", views.marks, name="marks"),
    path("<slug:slug>/marks/<int:asset_id>/history/", views.mark_history, name="mark-history"),
]

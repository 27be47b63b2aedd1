from django.urls import path

from . import views

urlpatterns = [
    path("<slug:slug>/twins/", views.twins, name="twins"),
    path("<slug:slug>/twins/find/", views.twins_find, name="twins-find"),
    path("<slug:slug>/twins/<int:twins_id>/decide/", views.twins_decide, name="twins-decide"),
    path("<slug:slug>/twins/<int:twins_id>/undo/", views.twins_undo, name="twins-undo"),
]

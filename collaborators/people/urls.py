from django.urls import path

from . import views

urlpatterns = [
    path("<slug:slug>/people/", views.people, name="people"),
    path("<slug:slug>/people/<int:member_id>/role/", views.member_role, name="member-role"),
    path("<slug:slug>/people/<int:member_id>/remove/", views.member_remove, name="member-remove"),
]

from django.urls import path

from . import views

urlpatterns = [
    path("me/", views.account, name="account"),
    path("me/password/", views.password_change, name="password-change"),
    path("room/", views.room, name="room"),
    path("keys/", views.keys, name="keys"),
    path("login/", views.sign_in, name="sign-in"),
    path("logout/", views.sign_out, name="sign-out"),
    path("password/", views.password_reset, name="password-reset"),
    path("password/sent/", views.password_reset_sent, name="password-reset-sent"),
    path("password/<uidb64>/<token>/", views.password_reset_set, name="password-reset-set"),
    path("password/done/", views.password_reset_done, name="password-reset-done"),
]

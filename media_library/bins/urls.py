from django.urls import path

from . import views

urlpatterns = [
    path("<slug:slug>/bins/", views.bins, name="bins"),
    path("<slug:slug>/bins/make/", views.bin_make, name="bin-make"),
    path("<slug:slug>/bins/put-back/", views.bin_put_back, name="bin-put-back"),
    path("<slug:slug>/bins/<int:bin_id>/rename/", views.bin_rename, name="bin-rename"),
    path("<slug:slug>/bins/<int:bin_id>/move/", views.bin_move, name="bin-move"),
    path("<slug:slug>/bins/<int:bin_id>/remove/", views.bin_remove, name="bin-remove"),
    path("<slug:slug>/bins/<int:bin_id>/add/", views.bin_add, name="bin-add"),
    path("<slug:slug>/bins/<int:bin_id>/take-back/", views.bin_take_back, name="bin-take-back"),
    path("<slug:slug>/bins/<int:bin_id>/take-out/", views.bin_take_out, name="bin-take-out"),
    path("<slug:slug>/bins/<int:bin_id>/place/", views.bin_place, name="bin-place"),
]

from django.urls import path

from . import views

urlpatterns = [
    path("<slug:slug>/media/<int:asset_id>/", views.asset, name="asset"),
    path("<slug:slug>/media/<int:asset_id>/about/", views.asset_about, name="asset-about"),
    path("<slug:slug>/media/<int:asset_id>/player/", views.asset_player, name="asset-player"),
    path("<slug:slug>/media/<int:asset_id>/words/", views.asset_words, name="asset-words"),
    path("<slug:slug>/media/<int:asset_id>/retry/", views.asset_retry, name="asset-retry"),
]

from django.urls import path

from . import views

urlpatterns = [
    path("<slug:slug>/media/<int:asset_id>/", views.asset, name="asset"),
    path("<slug:slug>/media/<int:asset_id>/words/", views.asset_words, name="asset-words"),
    path("<slug:slug>/media/<int:asset_id>/retry/", views.asset_retry, name="asset-retry"),
]

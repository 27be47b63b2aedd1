from django.urls import path

from . import views

urlpatterns = [
    path("<slug:slug>/media/<int:asset_id>/original/", views.original, name="original"),
    path("<slug:slug>/media/<int:asset_id>/play/", views.play, name="play"),
    path("<slug:slug>/media/<int:asset_id>/pixels/", views.pixels, name="pixels"),
    path("<slug:slug>/media/<int:asset_id>/renditions/<slug:spec>/", views.rendition, name="rendition"),
    path("<slug:slug>/download/", views.download, name="download"),
    path("<slug:slug>/sidecars/<int:sidecar_id>/", views.sidecar, name="sidecar"),
]

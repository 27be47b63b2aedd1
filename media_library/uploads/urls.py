from django.urls import path

from . import views

urlpatterns = [
    path("<slug:slug>/imports/new/", views.import_new, name="import-new"),
    path("<slug:slug>/imports/uploads/", views.upload_begin, name="upload-begin"),
    path("<slug:slug>/imports/<int:import_id>/files/", views.upload_file, name="upload-file"),
    path("<slug:slug>/imports/<int:import_id>/finish/", views.upload_finish, name="upload-finish"),
    path("<slug:slug>/imports/<int:import_id>/cancel/", views.upload_cancel, name="upload-cancel"),
]

from django.urls import path

from . import views

urlpatterns = [
    path("<slug:slug>/imports/", views.imports, name="imports"),
    path("<slug:slug>/imports/folder/", views.import_folder, name="import-folder"),
    path("<slug:slug>/imports/<int:import_id>/", views.import_run, name="import"),
    path("<slug:slug>/imports/<int:import_id>/stop/", views.import_stop, name="import-stop"),
    path("<slug:slug>/imports/<int:import_id>/go-on/", views.import_go_on, name="import-go-on"),
    path("<slug:slug>/imports/<int:import_id>/retry/", views.import_retry, name="import-retry"),
    path("<slug:slug>/imports/<int:import_id>/report/", views.import_report, name="import-report"),
]

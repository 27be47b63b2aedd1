from django.urls import path

from . import views

urlpatterns = [
    path("<slug:slug>/media/", views.library, name="library"),
    path("<slug:slug>/media/items/", views.library_items, name="library-items"),
    path("<slug:slug>/media/ids/", views.library_ids, name="library-ids"),
    path("<slug:slug>/media/furniture/", views.library_furniture, name="library-furniture"),
    path("<slug:slug>/media/facets/", views.library_facets, name="library-facets"),
    path("<slug:slug>/media/days/", views.library_days, name="library-days"),
]

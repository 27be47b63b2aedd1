from django.urls import path

from . import views

urlpatterns = [
    path("<slug:slug>/stacks/", views.stacks, name="stacks"),
    path("<slug:slug>/stacks/make/", views.stack_make, name="stack-make"),
    path("<slug:slug>/stacks/part/", views.stack_part, name="stack-part"),
    path("<slug:slug>/stacks/take-out/", views.stack_take_out, name="stack-take-out"),
    path("<slug:slug>/stacks/top/", views.stack_top, name="stack-top"),
    path("<slug:slug>/stacks/find/", views.bursts_find, name="bursts-find"),
    path("<slug:slug>/stacks/undo-rule/", views.stack_undo_rule, name="stack-undo-rule"),
    path("<slug:slug>/stacks/put-back/", views.stack_put_back, name="stack-put-back"),
]

"""Addresses of the interface's own pages."""

from django.urls import path

from tongzhou.ui import views

app_name = "ui"
urlpatterns = [
    path("rooms/", views.rooms, name="rooms"),
    path("keys/", views.keys, name="keys"),
    path("patterns/", views.patterns, name="patterns"),
    path("patterns/households/", views.sample_households, name="sample_households"),
    path("language/", views.set_language, name="language"),
    path("look/", views.set_look, name="look"),
]

"""Addresses of the registry."""

from django.urls import path

from tongzhou.registry.views import lookup

app_name = "registry"

urlpatterns = [
    path("lookup", lookup.lookup, name="lookup"),
]

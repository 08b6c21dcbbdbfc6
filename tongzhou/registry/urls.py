"""Addresses of the registry."""

from django.urls import include, path

from tongzhou.registry.views import lookup

app_name = "registry"

urlpatterns = [
    path("members/", include("tongzhou.registry.member_urls")),
    path("lookup", lookup.lookup, name="lookup"),
]

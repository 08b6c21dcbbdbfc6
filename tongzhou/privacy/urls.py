"""Addresses of privacy."""

from django.urls import path

from tongzhou.privacy import views

app_name = "privacy"
urlpatterns = [
    path("retention/", views.retention, name="retention"),
    path("retention/<slug:name>/", views.set_retention, name="set_retention"),
]

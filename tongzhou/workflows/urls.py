"""Addresses of the corridor."""

from django.urls import path

from tongzhou.workflows.views import households, needs, visits

app_name = "workflows"
urlpatterns = [
    path("search/", households.search, name="search"),
    path("household/<row:pk>/", households.household, name="household"),
    path("household/<row:pk>/story/", households.story, name="story"),
    path("household/<row:pk>/contact/", households.contact, name="contact"),
    path("household/<row:pk>/visit/", visits.visit, name="visit"),
    path("need/<row:pk>/request/", needs.request_for_need, name="request_for_need"),
]

"""Addresses of the corridor."""

from django.urls import path

from tongzhou.workflows.views import households, needs, visits

app_name = "workflows"
urlpatterns = [
    path("search/", households.search, name="search"),
    path("household/<int:pk>/", households.household, name="household"),
    path("household/<int:pk>/story/", households.story, name="story"),
    path("household/<int:pk>/contact/", households.contact, name="contact"),
    path("household/<int:pk>/visit/", visits.visit, name="visit"),
    path("need/<int:pk>/request/", needs.request_for_need, name="request_for_need"),
]

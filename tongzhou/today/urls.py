"""Addresses of Today."""

from django.urls import path

from tongzhou.today import views

app_name = "today"
urlpatterns = [path("", views.front, name="list")]

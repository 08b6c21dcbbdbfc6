"""Addresses of one's own account."""

from django.urls import path

from tongzhou.accounts import views

app_name = "accounts"
urlpatterns = [path("me/", views.me, name="me")]

"""Addresses of one's own account."""

from django.urls import path

from tongzhou.accounts import views

app_name = "accounts"
urlpatterns = [
    path("me/", views.me, name="me"),
    path("sessions/", views.sessions, name="sessions"),
    path("sessions/<row:pk>/end/", views.end_session, name="end_session"),
    path("sessions/end-others/", views.end_other_sessions, name="end_other_sessions"),
    path("reset/<str:token>/", views.reset, name="reset"),
]

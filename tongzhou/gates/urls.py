"""Addresses of the room."""

from django.urls import path

from tongzhou.gates.views import deeds, passes

app_name = "gates"

urlpatterns = [
    path("passes/", passes.listing, name="passes"),
    path("passes/issue/", passes.issue, name="issue"),
    path("passes/<int:pk>/", passes.card, name="pass"),
    path("passes/<int:pk>/replace", deeds.replace, name="replace"),
    path("passes/<int:pk>/lost", deeds.lost, name="lost"),
    path("passes/<int:pk>/revoke", deeds.revoke, name="revoke"),
    path("passes/<int:pk>/lift", deeds.lift, name="lift"),
    path("passes/<int:pk>/sign", deeds.sign, name="sign"),
]

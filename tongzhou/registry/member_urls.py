"""Addresses of people who act and of the units they act for; below `members/`."""

from django.urls import path

from tongzhou.registry import look_views, unit_views
from tongzhou.registry import member_views as views

urlpatterns = [
    path("", views.people, name="members"),
    path("<row:pk>/", views.member, name="member"),
    path("<row:pk>/end/", views.end_membership, name="end_membership"),
    path("<row:pk>/take-back/", views.take_back, name="take_back"),
    path("<row:pk>/reset/", views.reset_link, name="reset_link"),
    path("act-as/", views.act_as, name="act_as"),
    path("invite/", views.invite, name="invite"),
    path("invite/sheet/", views.invitation_sheet, name="invitation_sheet"),
    path("invite/<row:pk>/revoke/", views.revoke, name="revoke"),
    path("invite/<slug:role>/", views.invite_to, name="invite_to"),
    path("join/<str:token>/", views.join, name="join"),
    path("looks/<row:pk>/", look_views.looks, name="who_looked"),
    path("units/", unit_views.units, name="units"),
    path("units/<slug:kind>/add/", unit_views.add_unit, name="add_unit"),
    path("units/<slug:kind>/<row:pk>/", unit_views.unit, name="unit"),
]

"""Addresses of the room."""

from django.urls import path

from tongzhou.closures.views import data, maps, plans, wishes

app_name = "closures"

urlpatterns = [
    path("", plans.listing, name="plans"),
    path("new/", plans.new, name="new"),
    path("<int:pk>/", plans.plan, name="plan"),
    path("<int:pk>/progress/", plans.progress, name="progress"),
    path("<int:pk>/cancel/", plans.cancel, name="cancel"),
    path("<int:pk>/again/", plans.again, name="again"),
    path("<int:pk>/limits/", wishes.limits, name="limits"),
    path("<int:pk>/pin/", wishes.pin, name="pin"),
    path("<int:pk>/unpin/<int:position>/", wishes.unpin, name="unpin"),
    path("<int:pk>/compare/", plans.compare, name="compare"),
    path("<int:pk>/drawing/", data.plan_drawing, name="plan_drawing"),
    path("<int:pk>/plan.geojson", data.plan_file, name="plan_file"),
    path("<int:pk>/certificate.json", data.certificate, name="certificate"),
    path("maps/", maps.listing, name="maps"),
    path("maps/upload/", maps.upload, name="upload"),
    path("maps/<int:pk>/", maps.street_map, name="map"),
    path("maps/<int:pk>/progress/", maps.progress, name="map_progress"),
    path("maps/<int:pk>/current/", maps.make_current, name="make_current"),
    path("maps/<int:pk>/link/", maps.link, name="link"),
    path("maps/<int:pk>/drawing/", data.map_drawing, name="map_drawing"),
]

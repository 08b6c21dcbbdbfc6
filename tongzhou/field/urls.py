"""Addresses of the room. The app's own are under /field/, where its service worker reaches."""

from django.urls import path

from tongzhou.field.views import api, muster, shell, start, tray

app_name = "field"
urlpatterns = [
    path("", start.start, name="start"),
    path("phones/<row:pk>/end", start.end, name="end"),
    path("tray/", tray.tray, name="tray"),
    path("tray/<row:pk>/again", tray.again, name="again"),
    path("tray/<row:pk>/aside", tray.aside, name="aside"),
    path("muster/<row:pk>/", muster.page, name="muster"),
    path("api/muster/<row:pk>", muster.payload, name="muster_payload"),
    path("app", shell.app, name="app"),
    path("sw.js", shell.worker, name="worker"),
    path("api/open", api.open_shift, name="open"),
    path("api/send", api.send, name="send"),
    path("api/refresh", api.refresh, name="refresh"),
]

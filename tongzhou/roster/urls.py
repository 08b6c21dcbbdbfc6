"""Addresses of the room."""

from django.urls import path

from tongzhou.roster.views import deeds, growth, own, papers, posts, public, shifts, volunteers

app_name = "roster"

urlpatterns = [
    path("volunteers/", volunteers.listing, name="volunteers"),
    path("volunteers/enter/", volunteers.enter, name="enter"),
    path("volunteers/<row:pk>/", volunteers.volunteer, name="volunteer"),
    path("volunteers/<row:pk>/edit/", volunteers.edit, name="edit"),
    path("volunteers/<row:pk>/accept", deeds.accept, name="accept"),
    path("volunteers/<row:pk>/unreached", deeds.unreached, name="unreached"),
    path("volunteers/<row:pk>/pause", deeds.pause, name="pause"),
    path("volunteers/<row:pk>/resume", deeds.resume, name="resume"),
    path("volunteers/<row:pk>/leave", deeds.leave, name="leave"),
    path("volunteers/<row:pk>/link", deeds.link, name="link"),
    path("volunteers/<row:pk>/erase/", deeds.erase, name="erase"),
    path("posts/", posts.listing, name="posts"),
    path("posts/new/", posts.new, name="new_post"),
    path("posts/<row:pk>/", posts.post, name="post"),
    path("posts/<row:pk>/edit", posts.edit, name="edit_post"),
    path("posts/<row:pk>/need", posts.need, name="need"),
    path("posts/<row:pk>/close", posts.close, name="close_post"),
    path("posts/<row:pk>/reopen", posts.reopen, name="reopen_post"),
    path("posts/<row:pk>/poster.pdf", papers.of_post, name="post_poster"),
    path("gates/<row:pk>/post", posts.from_gate, name="from_gate"),
    path("committees/<row:pk>/poster.pdf", papers.of_committee, name="poster"),
    path("growth/", growth.growth, name="growth"),
    path("shifts/", shifts.shifts, name="shifts"),
    path("shifts/<row:pk>/", shifts.shift, name="shift"),
    path("join/<row:committee>/", public.join, name="join"),
    path("join/<row:committee>/<row:post>/", public.join_at, name="join_at"),
    path("needed/<row:committee>/", public.needed, name="needed"),
    path("needed/<row:committee>/<row:post>/", public.needed_at, name="needed_at"),
    path("me/<str:token>/", own.page, name="own"),
    path("me/<str:token>/change/", own.change, name="own_change"),
    path("me/<str:token>/pause", own.pause, name="own_pause"),
    path("me/<str:token>/resume", own.resume, name="own_resume"),
    path("me/<str:token>/leave", own.leave, name="own_leave"),
]

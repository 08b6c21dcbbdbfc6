"""A household's own page, opened by a secret link; no account."""

from django.urls import path

from tongzhou.workflows.views import own

app_name = "own"
urlpatterns = [
    path("<str:token>/", own.page, name="page"),
    path("<str:token>/ask/", own.ask, name="ask"),
    path("<str:token>/report/<row:observation>/", own.report, name="report"),
    path("<str:token>/request/<row:pk>/", own.answer, name="answer"),
    path("<str:token>/looked/", own.looked, name="looked"),
]

"""Addresses for the interface's tests: its own pages and one form that stores."""

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template import engines
from django.urls import include, path

STORED: list[str] = []
PAGE = """{% extends "ui/base.html" %}{% load ui %}{% block title %}Note{% endblock %}
{% block content %}<form method="post" class="form" data-main data-once data-draft="note">
{% csrf_token %}{{ form }}<p data-draft-note hidden>Brought back</p>
<button class="button primary">Save</button></form>{% endblock %}"""


class NoteForm(forms.Form):
    note = forms.RegexField("^.{3}")
    pin = forms.CharField(required=False, widget=forms.PasswordInput)


def note(request: HttpRequest) -> HttpResponse:
    """Stores a note under the id its form brought, or sends the form back."""
    form = NoteForm(request.POST or None)
    if form.is_valid():
        STORED.append(request.POST["client_id"])
        return HttpResponseRedirect("/note/")
    page = engines["django"].from_string(PAGE)
    return HttpResponse(page.render({"form": form}, request), status=422 if form.errors else 200)


urlpatterns = [
    path("ui/", include("tongzhou.ui.urls")),
    path("note/", note),
    path("sign-in/", note, name="account_login"),
]
handler404 = "tongzhou.ui.errors.page_not_found"

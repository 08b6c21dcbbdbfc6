"""One page around one form: title, way back, help, what was typed, what stands there now."""

from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise

from tongzhou.accounts.choices import Role
from tongzhou.registry.doors import ActingRequest

STAFF = (Role.COMMITTEE_STAFF, Role.STREET_OFFICER)
CARERS = (*STAFF, Role.HEALTH_WORKER, Role.BUILDING_DIRECTOR)

Text = str | Promise


def form_page(
    request: ActingRequest,
    form: Form,
    *,
    title: Text,
    help: Text,
    back: str,
    back_label: Text,
    template: str = "registry/form.html",
    **more: Any,
) -> HttpResponse:
    """Draw the form; with what was typed and status 422 after a failed attempt."""
    context = {
        "form": form, "title": title, "help": help, "back": back, "back_label": back_label, **more,
    }  # fmt: skip
    return render(request, template, context, status=422 if form.is_bound else 200)

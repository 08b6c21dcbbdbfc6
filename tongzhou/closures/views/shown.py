"""What the pages share: who may open them, and one page around one form."""

from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render

from tongzhou.accounts.choices import Role
from tongzhou.registry.doors import ActingRequest

STAFF = (Role.COMMITTEE_STAFF, Role.STREET_OFFICER)


def form_page(request: ActingRequest, form: Form, template: str, **context: Any) -> HttpResponse:
    """Draw the form; with what was typed and status 422 after a failed attempt."""
    status = 422 if form.is_bound else 200
    return render(request, template, {"form": form, **context}, status=status)

"""Roles a person can act in."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What one is for the neighbourhood. Residents and donors have no account."""

    COMMITTEE_STAFF = "committee_staff", _("Committee staff")
    BUILDING_DIRECTOR = "building_director", _("Building director")
    VOLUNTEER = "volunteer", _("Volunteer")
    DEPARTMENT_DESK = "department_desk", _("Department desk")
    HEALTH_WORKER = "health_worker", _("Community health worker")
    STREET_OFFICER = "street_officer", _("Street officer")
    ADMINISTRATOR = "administrator", _("Administrator")

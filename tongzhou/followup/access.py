"""The only way to a row of this room. Health detail is for those who care, and for the household."""

from typing import Any, TypeVar

from django.db.models import Model, QuerySet

from tongzhou.accounts.choices import Role
from tongzhou.followup.models import (
    Alarm,
    Disease,
    Extension,
    FollowUp,
    FollowUpVersion,
    Need,
    Observation,
    Policy,
    Reason,
    Release,
    Symptom,
)
from tongzhou.registry.acting import Acting

M = TypeVar("M", bound=Model)

SEES_HEALTH = frozenset({Role.COMMITTEE_STAFF, Role.STREET_OFFICER, Role.HEALTH_WORKER, "system"})


def observations(acting: Acting) -> QuerySet[Observation]:
    """Observations of one's committee; a household's own."""
    return _within(acting, Observation, "committee", "")


def follow_ups(acting: Acting) -> QuerySet[FollowUp]:
    """Checks of one's committee; a household's own."""
    return _within(acting, FollowUp, "committee", "observation__")


def versions(acting: Acting) -> QuerySet[FollowUpVersion]:
    """What checks said before they were corrected."""
    return _within(
        acting, FollowUpVersion, "follow_up__observation__committee", "follow_up__observation__"
    )


def alarms(acting: Acting) -> QuerySet[Alarm]:
    """Alarms of one's committee; all for a health worker of the whole street."""
    return _within(acting, Alarm, "observation__committee", "observation__")


def needs(acting: Acting) -> QuerySet[Need]:
    """What observed households of one's committee need; a household's own."""
    return _within(acting, Need, "observation__committee", "observation__")


def extensions(acting: Acting) -> QuerySet[Extension]:
    """Extensions of observations one may see."""
    return _within(acting, Extension, "observation__committee", "observation__")


def releases(acting: Acting) -> QuerySet[Release]:
    """Signatures under the end of observations one may see."""
    return _within(acting, Release, "observation__committee", "observation__")


def policies(acting: Acting) -> QuerySet[Policy]:
    """The values in force are no secret."""
    return Policy.objects.order_by("effective_on")


def diseases(acting: Acting) -> QuerySet[Disease]:
    """What people are observed for."""
    return Disease.objects.filter(is_active=True)


def reasons(acting: Acting) -> QuerySet[Reason]:
    """Why people are observed."""
    return Reason.objects.filter(is_active=True)


def symptoms(acting: Acting) -> QuerySet[Symptom]:
    """What is asked at each check, those no longer asked included."""
    return Symptom.objects.all()


def catalogue(acting: Acting) -> dict[str, QuerySet]:
    """The lists kept as data, whole, for the one who fills them."""
    lists: dict[str, Any] = {"disease": Disease, "reason": Reason, "symptom": Symptom}
    return {k: _all(m) if acting.is_system else _all(m).none() for k, m in lists.items()}


def _all(model: type[M]) -> QuerySet[M]:
    return model._default_manager.all()


def _within(acting: Acting, model: type[M], committee: str, to_observation: str) -> QuerySet[M]:
    rows = _all(model)
    if acting.household_id:
        return rows.filter(**{f"{to_observation}household_id": acting.household_id})
    if acting.role not in SEES_HEALTH:
        return rows.none()
    return rows.filter(acting.within_committees(committee))

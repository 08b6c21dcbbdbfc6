"""Keeping the catalogue of services."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tongzhou.core import audit, clock
from tongzhou.core.errors import Refusal, Stale
from tongzhou.desk import access
from tongzhou.desk.models import Service, ServiceStep
from tongzhou.registry import access as registry
from tongzhou.registry.acting import Acting
from tongzhou.registry.models import Department

CATALOGUE = Path(__file__).resolve().parent.parent / "catalogue.toml"
PLAIN = ("name", "name_en", "category", "words", "target_hours")
FLAGS = {"may_by_proxy": True, "is_errand": False}


@dataclass(frozen=True, slots=True)
class ServiceText:
    """What an editor can change of a service. Papers and steps: one a line."""

    name: str
    name_en: str
    department: Department | None
    papers: str
    papers_en: str
    steps: str
    steps_en: str
    target_hours: int
    may_by_proxy: bool
    is_active: bool


@transaction.atomic
def load_catalogue(*, now: datetime) -> int:
    """Add the services of the default catalogue that are missing; returns how many.

    What an office changed stays as it is; a department founded since is filled in.
    """
    system = Acting.system()
    known = {service.key: service for service in access.services(system)}
    departments = list(registry.departments(system))
    entries = tomllib.loads(CATALOGUE.read_text("utf-8"))["service"]
    added: list[tuple[Service, Mapping[str, Any]]] = []
    for sort, entry in enumerate(entries):
        department = _department(entry, departments)
        if entry["key"] not in known:
            added.append((_new(entry, department, sort=sort, on=clock.local_date(now)), entry))
        elif department and known[entry["key"]].department_id is None:
            access.services(system).filter(key=entry["key"]).update(department=department)
    Service.objects.bulk_create([service for service, _entry in added])
    ServiceStep.objects.bulk_create(
        step
        for service, entry in added
        for step in _steps(service, entry.get("steps", ()), entry.get("steps_en", ()))
    )
    keys = [service.key for service, _entry in added]
    audit.record("desk.catalogue.loaded", actor=system, now=now, services=keys)
    return len(added)


def _department(entry: Mapping[str, Any], departments: Sequence[Department]) -> Department | None:
    """Departments are called a little differently everywhere: the beginning decides."""
    wanted = entry.get("department")
    return next((d for d in departments if wanted and d.name.startswith(wanted)), None)


def _new(
    entry: Mapping[str, Any], department: Department | None, *, sort: int, on: date
) -> Service:
    return Service(
        key=entry["key"],
        department=department,
        papers="\n".join(entry.get("papers", ())),
        papers_en="\n".join(entry.get("papers_en", ())),
        last_verified_on=on,
        sort=sort,
        **{field: entry[field] for field in PLAIN if field in entry},
        **{field: entry.get(field, usual) for field, usual in FLAGS.items()},
    )


def _steps(service: Service, steps: Sequence[str], steps_en: Sequence[str]) -> list[ServiceStep]:
    english = [*steps_en, *[""] * len(steps)]
    return [
        ServiceStep(service=service, order=order, text=text[:200], text_en=english[order - 1][:200])
        for order, text in enumerate(steps, start=1)
    ]


@transaction.atomic
def edit_service(
    acting: Acting,
    service: Service,
    text: ServiceText,
    *,
    now: datetime,
    version: int | None = None,
) -> Service:
    """Change a service; saving also says that it was verified today."""
    if not access.may_edit_catalogue(acting):
        raise Refusal(_("Secretaries and the street office keep the catalogue."))
    row = registry.get_or_404(access.services(acting), pk=service.pk)
    if version is not None and version != row.version:
        raise Stale(
            _("Somebody changed this service while you were writing. Compare and save again.")
        )
    for field in ("name", "name_en", "department", "papers", "papers_en", "target_hours"):
        setattr(row, field, getattr(text, field))
    row.may_by_proxy, row.is_active = text.may_by_proxy, text.is_active
    row.last_verified_on, row.version = clock.local_date(now), row.version + 1
    row.save()
    row.steps.all().delete()
    ServiceStep.objects.bulk_create(_steps(row, _filled(text.steps), _filled(text.steps_en)))
    audit.record("desk.service.edited", actor=acting, now=now, obj=row, version=row.version)
    return row


def _filled(lines: str) -> list[str]:
    return [line.strip() for line in lines.splitlines() if line.strip()]

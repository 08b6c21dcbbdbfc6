"""The units of the street: committees and departments, named by the administrator."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from tongzhou.core import audit
from tongzhou.core.errors import Refusal
from tongzhou.registry import access
from tongzhou.registry.acting import Acting
from tongzhou.registry.models import Committee, Department, StreetOffice

Unit = StreetOffice | Committee | Department


@transaction.atomic
def add_committee(
    acting: Acting, *, name: str, name_en: str, phone: str, now: datetime
) -> Committee:
    """A further neighbourhood committee of the street."""
    _ensure_new(name, access.committees(acting).filter(name=name).exists())
    committee = Committee(office=_office(acting), name=name, name_en=name_en, phone=phone)
    committee.save()
    audit.record("registry.committee.added", actor=acting, now=now, obj=committee)
    return committee


@transaction.atomic
def add_department(
    acting: Acting, *, name: str, name_en: str, phone: str, now: datetime
) -> Department:
    """A further line department with a desk."""
    _ensure_new(name, access.departments(acting).filter(name=name).exists())
    department = Department(office=_office(acting), name=name, name_en=name_en, phone=phone)
    department.save()
    audit.record("registry.department.added", actor=acting, now=now, obj=department)
    return department


@transaction.atomic
def rename_unit(
    acting: Acting, kind: str, pk: int, *, name: str, name_en: str, phone: str, now: datetime
) -> Unit:
    """Change name and telephone of the office, a committee or a department."""
    rows = access.units(acting, kind)
    unit = access.get_or_404(rows, pk=pk)
    _ensure_new(name, rows.filter(name=name).exclude(pk=pk).exists())
    unit.name, unit.name_en, unit.phone = name, name_en, phone
    unit.save(update_fields=["name", "name_en", "phone"])
    audit.record(f"registry.{kind}.renamed", actor=acting, now=now, obj=unit)
    return unit


def _office(acting: Acting) -> StreetOffice:
    office = access.office(acting)
    if office is None:
        raise Refusal(_("There is no street office yet."))
    return office


def _ensure_new(name: str, is_taken: bool) -> None:
    if not name.strip():
        raise Refusal(_("Write the name."), field="name")
    if is_taken:
        raise Refusal(_("There is a unit of this name already."), field="name")

"""Every personal field has a purpose, a retention and an eraser that makes it vanish."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import models

from tongzhou.core.personal import Personal
from tongzhou.privacy import retention
from tongzhou.privacy.fields import SealedField

# Field types that can say something about a person; choices and numbers of rows cannot.
TELLING = (
    models.BinaryField, models.CharField, models.DateField, models.FileField,
    models.GenericIPAddressField, models.JSONField, models.TextField, SealedField,
)  # fmt: skip
OURS = [m for m in apps.get_models() if m.__module__.startswith("tongzhou.")]
NAMED = [pytest.param(model, id=model._meta.label) for model in OURS]


@pytest.mark.parametrize("model", NAMED)
def test_every_telling_field_is_marked_personal_or_impersonal(model: type[models.Model]) -> None:
    personal, impersonal = _personal(model), set(getattr(model, "impersonal", ()))
    telling = {field.name for field in _fields(model) if _is_telling(field)}

    assert telling - set(personal) - impersonal == set(), "neither personal nor impersonal"
    assert set(personal) & impersonal == set(), "both personal and impersonal"


@pytest.mark.parametrize("model", NAMED)
def test_only_fields_there_are_are_marked(model: type[models.Model]) -> None:
    marked = {*_personal(model), *getattr(model, "impersonal", ())}

    assert marked - {field.name for field in _fields(model)} == set()


@pytest.mark.parametrize("model", NAMED)
def test_every_personal_field_has_its_eraser_and_retention(model: type[models.Model]) -> None:
    erasers = {eraser.name: eraser for eraser in retention.all_erasers()}
    for name, mark in _personal(model).items():
        assert mark.purpose, name
        assert mark.retention in retention.DEFAULT_DAYS, name
        assert mark.eraser in erasers, name
        assert erasers[mark.eraser].retention == mark.retention, name


def test_sealed_fields_lie_beside_the_key_that_opens_them() -> None:
    sealed = {m for m in OURS for f in _fields(m) if isinstance(f, SealedField)}

    assert {m._meta.label for m in sealed if "key_id" not in {f.name for f in _fields(m)}} == set()


def test_no_eraser_is_without_work_and_each_is_named_once() -> None:
    names = [eraser.name for eraser in retention.all_erasers()]
    used = {mark.eraser for model in OURS for mark in _personal(model).values()}

    assert len(names) == len(set(names))
    # Bodies of audit entries hold ids only, and go by age all the same.
    assert set(names) - used <= {"privacy.audit_bodies"}


def test_every_class_of_data_has_an_eraser() -> None:
    assert set(retention.DEFAULT_DAYS) == {e.retention for e in retention.all_erasers()}


def _personal(model: type[models.Model]) -> dict[str, Personal]:
    return dict(getattr(model, "personal", {}))


def _fields(model: type[models.Model]) -> Iterator[models.Field]:
    yield from model._meta.concrete_fields


def _is_telling(field: models.Field) -> bool:
    return isinstance(field, TELLING) and not field.choices

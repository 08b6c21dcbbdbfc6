"""Foreign keys point down the house, never from room to room; imports alone do not show it."""

from django.apps import apps
from django.db.models import Model

from tests.house.sources import layers


def test_no_foreign_key_points_up_or_sideways() -> None:
    found = [
        f"{model._meta.label}.{field.name} -> {field.related_model._meta.label}"
        for model in _own_models()
        for field in [*model._meta.fields, *model._meta.many_to_many]
        if field.remote_field and isinstance(field.related_model, type)
        if _is_own(field.related_model) and not _may_point(model, field.related_model)
    ]

    assert not found


def test_the_corridor_and_the_work_list_own_no_rows() -> None:
    assert not {_package(model) for model in _own_models()} & {"today", "workflows", "cli"}


def _own_models() -> list[type[Model]]:
    return [model for model in apps.get_models(include_auto_created=True) if _is_own(model)]


def _is_own(model: type[Model]) -> bool:
    return model.__module__.startswith("tongzhou.")


def _package(model: type[Model]) -> str:
    return model.__module__.split(".")[1]


def _may_point(source: type[Model], target: type[Model]) -> bool:
    if _package(source) == _package(target):
        return True
    rank = {name: level for level, names in enumerate(layers()) for name in names}
    return rank[_package(source)] < rank[_package(target)]

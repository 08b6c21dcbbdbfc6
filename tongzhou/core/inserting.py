"""Many rows of one model into its table by one statement, written once.

`bulk_create` writes the statement anew for each batch, which for fifty rows takes longer than
storing them. It also learns their keys, and turns "7" into 7; whoever needs that uses it.
"""

from collections.abc import Callable, Iterable
from functools import lru_cache
from operator import attrgetter
from typing import Any

from django.db import connections, models, router

# Text, numbers and truth go to the database as they are; so do the keys of other rows.
AS_IT_IS = (
    models.BooleanField,
    models.CharField,
    models.ForeignKey,
    models.IntegerField,
    models.TextField,
)


def insert(rows: Iterable[models.Model]) -> None:
    """Store new rows of one model, each as it is. Their keys are not known afterwards."""
    rows = list(rows)
    if not rows:
        return
    using = router.db_for_write(type(rows[0]))
    sql, values, prepared = _statement(type(rows[0]), using)
    found = [list(values(row)) for row in rows]
    for each in found:
        for place, prepare in prepared:
            if each[place] is not None:
                each[place] = prepare(each[place])
    with connections[using].cursor() as cursor:
        cursor.executemany(sql, found)


@lru_cache(maxsize=32)
def _statement(
    model: type[models.Model], using: str
) -> tuple[str, Callable[[Any], tuple[Any, ...]], list[tuple[int, Callable[[Any], Any]]]]:
    """The statement, what reads a row's values, and what prepares those that need it."""
    fields: list[Any] = [f for f in model._meta.concrete_fields if not f.primary_key]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    places = ", ".join(["%s"] * len(fields))
    # Names of our own tables and columns only.
    sql = f'INSERT INTO "{model._meta.db_table}" ({columns}) VALUES ({places})'  # noqa: S608
    prepared = [(n, _preparing(f, using)) for n, f in enumerate(fields) if not _is_plain(f)]
    return sql, attrgetter(*(field.attname for field in fields)), prepared


def _is_plain(field: Any) -> bool:
    return isinstance(field, AS_IT_IS)


def _preparing(field: Any, using: str) -> Callable[[Any], Any]:
    if isinstance(field, models.DateTimeField):
        return lambda value: connections[using].ops.adapt_datetimefield_value(value)
    return lambda value: field.get_db_prep_save(value, connections[using])

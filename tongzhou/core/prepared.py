"""Statements compiled once: for a union of many parts, compiling costs more than running.

A statement is built from querysets as ever, with a `Slot` wherever a value changes from one
request to the next. Its builder is a plain function and sees slots only, so that nobody's value
can stay behind in a statement that serves the next person.
"""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain, repeat
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import Expression, Field, QuerySet
from django.db.models.sql.compiler import SQLCompiler


class Slot(Expression):
    """The place of a value, which is given by name each time the statement runs."""

    def __init__(self, name: str, output_field: Field) -> None:
        super().__init__(output_field=output_field)
        self.name = name

    @property
    def identity(self) -> tuple[Any, ...]:
        """What makes two slots the same: a statement is kept by the slots it was built with."""
        return Slot, self.name, type(self.output_field)

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """A placeholder; the slot itself stands for the parameter until there is a value."""
        return "%s", (self,)

    def bind(self, values: Mapping[str, Any], connection: Any) -> Any:
        """The value as the database takes it. Raises KeyError where none is given."""
        return self.output_field.get_db_prep_value(values[self.name], connection)


class Places:
    """Slots for a list of values: room for 1, 10, 50, 200, 500 of them, the rest filled up.

    So that a list of any length up to that asks for one of few statements.
    """

    ROOM = (1, 10, 50, 200, 500)

    def __init__(self, name: str, output_field: Field) -> None:
        self._names = [f"{name}_{i}" for i in range(self.ROOM[-1])]
        self._slots = [Slot(name, output_field) for name in self._names]

    def slots(self, room: int) -> list[Any]:
        """As many slots, for a lookup with `__in`."""
        return self._slots[:room]

    def batches(self, values: Sequence[Any]) -> Iterator[tuple[int, Mapping[str, Any]]]:
        """The values in lists that have room, each as the number of slots and what fills them."""
        for start in range(0, len(values), self.ROOM[-1]):
            batch = values[start : start + self.ROOM[-1]]
            room = next(room for room in self.ROOM if room >= len(batch))
            filled = chain(batch, repeat(batch[-1]))
            yield room, dict(zip(self._names[:room], filled, strict=False))


class Statement:
    """A queryset, compiled: of `values_list`, or of models without `select_related`."""

    def __init__(self, rows: QuerySet[Any, Any]) -> None:
        self._using = rows.db
        self._compiler = rows.query.get_compiler(using=rows.db)
        try:
            self._sql, self._params = self._compiler.as_sql()
        except EmptyResultSet:
            self._sql, self._params = "", ()
            return
        columns = [column for column, *_ in self._compiler.select[: self._compiler.col_count]]
        self._converters = self._compiler.get_converters(columns)

    def rows(
        self, values: Mapping[str, Any], *, first: int = 0, size: int | None = None
    ) -> list[Any]:
        """All rows, or one page of them. One query, or none where there can be no row."""
        if not self._sql:
            return []
        connection = connections[self._using]
        sql = self._sql
        bound = [p.bind(values, connection) if isinstance(p, Slot) else p for p in self._params]
        if size is not None:
            sql, bound = f"{sql} LIMIT %s OFFSET %s", [*bound, size, first]
        with connection.cursor() as cursor:
            cursor.execute(sql, bound)
            found = cursor.fetchall()
        return list(self._compiler.apply_converters(found, self._converters))

    def instances(self, values: Mapping[str, Any]) -> list[Any]:
        """The same as model instances with what they are annotated with."""
        found = self.rows(values)
        if not found:
            return []
        made, annotated = self._compiler.klass_info, self._compiler.annotation_col_map.items()
        columns = made["select_fields"]
        names = [self._compiler.select[column][0].target.attname for column in columns]
        instances = []
        for row in found:
            one = made["model"].from_db(self._using, names, [row[column] for column in columns])
            for name, column in annotated:
                setattr(one, name, row[column])
            instances.append(one)
        return instances


@lru_cache(maxsize=512)
def statement(build: Callable[..., QuerySet[Any, Any]], *shape: Hashable) -> Statement:
    """The statement of `build(*shape)`, made when it is first asked for.

    `shape` is what changes the words of the statement: who acts, as slots; a limit; a role.
    Raises TypeError for a builder that could carry values in from where it was written.
    """
    if getattr(build, "__closure__", None) or build.__name__ == "<lambda>":
        raise TypeError(f"{build.__qualname__} is not a plain function")
    return Statement(build(*shape))

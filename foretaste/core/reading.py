"""Rows, read by SQL that is already written, and that the server plans once for each connection.

Most of a short query's time goes into composing and planning its SQL, not into running it (measured: 0.7 ms of 0.8).
The few reads that the search, a trial's day, a posting and each request of somebody signed in stand on are therefore
written out here and there; everything else asks the ORM. What is sent is part of the code, never of the input: values
go into `values`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar, cast

from django.db import connection
from django.db.models import ForeignKey, Model

if TYPE_CHECKING:
    from foretaste.core.postgresql.base import DatabaseWrapper

M = TypeVar("M", bound=Model)


@cache
def _shape(model: type[Model]) -> tuple[str, list[str], list[tuple[int, Any, Any]]]:
    """Return the beginning of the SQL, the attributes its columns fill, and the converters of some of them."""
    fields = model._meta.concrete_fields
    columns = ", ".join(f'"{field.column}"' for field in fields)
    converters = [
        (place, convert, field.get_col(model._meta.db_table))
        for place, field in enumerate(fields)
        for convert in field.get_db_converters(connection)
    ]
    beginning = f'SELECT {columns} FROM "{model._meta.db_table}" '  # noqa: S608 - the names are the models' own
    return beginning, [field.attname for field in fields], converters


def found(sql: str, values: Sequence[object] | Mapping[str, object] = ()) -> list[tuple[Any, ...]]:
    """Return what a statement finds. Each text of it is kept by the server: let values alone differ."""
    with cast("DatabaseWrapper", connection).prepared_cursor() as cursor:
        cursor.execute(sql, cast("Any", values))
        return cast("list[tuple[Any, ...]]", cursor.fetchall())


def rows(model: type[M], tail: str, values: Sequence[object] = ()) -> list[M]:
    """Return the model's rows that `tail` finds: `rows(TrialDay, "WHERE trial_id = %s ORDER BY number", [7])`."""
    beginning, names, converters = _shape(model)
    read: Iterable[Sequence[Any]] = found(beginning + tail, values)
    if converters:
        read = [_converted(row, converters) for row in read]
    return [model.from_db(connection.alias, names, row) for row in read]


def row(model: type[M], tail: str, values: Sequence[object] = ()) -> M | None:
    """Return the first row that `tail` finds, or None."""
    return next(iter(rows(model, tail + " LIMIT 1", values)), None)


def _converted(row: Sequence[Any], converters: Iterable[tuple[int, Any, Any]]) -> list[Any]:
    made = list(row)
    for place, convert, column in converters:
        made[place] = convert(made[place], column, connection)
    return made


def with_rows(parent: Model, relation: str, model: type[M], tail: str) -> list[M]:
    """Read a parent's children as `prefetch_related` would: `parent.relation.all()` then asks nothing any more.

    `tail` says their order.
    """
    link = cast("ForeignKey[Any, Any]", parent._meta.get_field(relation).remote_field)
    read = rows(model, f'WHERE "{link.column}" = %s {tail}', [parent.pk])
    for one in read:
        setattr(one, link.name, parent)
    children = getattr(parent, relation).all()
    children._result_cache = read
    parent.__dict__.setdefault("_prefetched_objects_cache", {})[relation] = children
    return read

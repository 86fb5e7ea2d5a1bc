"""Whole rows, read by SQL that is already written.

Most of a short query's time goes into composing its SQL, not into the database (measured: 0.7 ms of 0.8). The few
reads that a trial's day, a posting and each request of somebody signed in stand on are therefore written out here and
there; everything else asks the ORM. `tail` is part of the code, never of the input: values go into `values`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, TypeVar, cast

from django.db import connection
from django.db.models import ForeignKey, Model

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


def rows(model: type[M], tail: str, values: Sequence[object] = ()) -> list[M]:
    """Return the model's rows that `tail` finds: `rows(TrialDay, "WHERE trial_id = %s ORDER BY number", [7])`."""
    beginning, names, converters = _shape(model)
    with connection.cursor() as cursor:
        cursor.execute(beginning + tail, cast("Any", values))
        found = cursor.fetchall()
    if converters:
        found = [_converted(row, converters) for row in found]
    return [model.from_db(connection.alias, names, row) for row in found]


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
    found = rows(model, f'WHERE "{link.column}" = %s {tail}', [parent.pk])
    for one in found:
        setattr(one, link.name, parent)
    children = getattr(parent, relation).all()
    children._result_cache = found
    parent.__dict__.setdefault("_prefetched_objects_cache", {})[relation] = children
    return found

"""Cursor pagination: `?after=<cursor>&limit=20`, newest first, stable while rows are added."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from ninja import Schema

from foretaste.core.refusals import NotAcceptable

M = TypeVar("M", bound=Model)


class Page(Schema):
    """What stands beside the items of each list: pass `next` as `after` for the following page; null at the end."""

    next: str | None


def page_of(
    rows: QuerySet[M], after: str | None, limit: int, *, named_by: str = "public_id"
) -> tuple[list[M], str | None]:
    """Return at most `limit` rows after the cursor, newest first, and the cursor that follows them.

    A cursor is the public id of the last row shown, or what else names it: a row's number would tell how many there
    are in all.
    Raises NotAcceptable for a cursor that we did not make.
    """
    if after:
        last = rows.filter(**{named_by: after}).values_list("pk", flat=True).first()
        if last is None:
            raise NotAcceptable(after="Pass `next` of an earlier answer, or leave it out.")
        rows = rows.filter(pk__lt=last)
    found: list[Any] = list(rows.order_by("-pk")[: limit + 1])
    more = len(found) > limit
    found = found[:limit]
    return found, getattr(found[-1], named_by) if more else None

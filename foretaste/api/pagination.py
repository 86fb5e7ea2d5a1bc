"""Cursor pagination: `?after=<cursor>&limit=20`, newest first, stable while rows are added."""

from __future__ import annotations

import base64
import binascii
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from ninja import Schema

from foretaste.core.refusals import NotAcceptable

M = TypeVar("M", bound=Model)


class Page(Schema):
    """What stands beside the items of each list: pass `next` as `after` for the following page; null at the end."""

    next: str | None


def cursor_of(row: Model) -> str:
    return base64.urlsafe_b64encode(str(row.pk).encode()).decode().rstrip("=")


def page_of(rows: QuerySet[M], after: str | None, limit: int) -> tuple[list[M], str | None]:
    """Return at most `limit` rows after the cursor, newest first, and the cursor that follows them.

    Raises NotAcceptable for a cursor that we did not make.
    """
    if after:
        try:
            last = int(base64.urlsafe_b64decode(after + "=" * (-len(after) % 4)))
        except (ValueError, binascii.Error, UnicodeError) as error:
            raise NotAcceptable(after="Pass `next` of an earlier answer, or leave it out.") from error
        if not 0 <= last < 2**63:
            raise NotAcceptable(after="Pass `next` of an earlier answer, or leave it out.")
        rows = rows.filter(pk__lt=last)
    found: list[Any] = list(rows.order_by("-pk")[: limit + 1])
    more = len(found) > limit
    found = found[:limit]
    return found, cursor_of(found[-1]) if more else None

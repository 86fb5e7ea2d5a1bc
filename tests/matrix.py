"""What both matrices share: a request whose every change is seen, and undone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.test import Client

# What the view pg_stat_xact_user_tables counts, without its indexes and its sort, which take three times as long.
TOUCHED = """
SELECT relname, rows FROM (
  SELECT relname, pg_stat_get_xact_tuples_inserted(oid) + pg_stat_get_xact_tuples_updated(oid)
       + pg_stat_get_xact_tuples_deleted(oid) AS rows
    FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
) AS counted WHERE rows > 0
"""
REFUSALS = (400, 401, 403, 404, 405)
ONE_S_OWN = {
    "django_session",
    "account_emailaddress",
    "core_cache",
}  # the library notes the address of whoever looks at theirs


@contextmanager
def undone(client: Client, *, watched: bool = True) -> Iterator[Callable[[], list[str]]]:
    """Undo whatever happens inside; the client stays signed in. Yields what names the tables touched so far.

    Counting takes longer than many a page: only what is `watched` is counted, and of the rest no table is named.
    """
    before = _counts() if watched else {}
    cookies = {name: one.value for name, one in client.cookies.items()}
    savepoint = transaction.savepoint()
    try:
        yield (
            lambda: (
                sorted({name for name, count in _counts().items() if count != before.get(name, 0)} - ONE_S_OWN)
                if watched
                else []
            )
        )
    finally:
        transaction.savepoint_rollback(savepoint)
        client.cookies.clear()
        for name, value in cookies.items():
            client.cookies[name] = value


def _counts() -> dict[str, int]:
    """Rows written so far in this transaction, by table, as PostgreSQL counts them."""
    with connection.cursor() as cursor:
        cursor.execute(TOUCHED)
        return dict(cursor.fetchall())


def is_sign_in(answer: Any) -> bool:
    return answer.status_code in (302, 303) and answer["Location"].startswith("/account/login/")


def is_refusal(answer: Any, role: str) -> bool:
    """Whether this answer says no: not signed in, not allowed, nothing here, not this way."""
    return answer.status_code in REFUSALS or (role == "visitor" and is_sign_in(answer))

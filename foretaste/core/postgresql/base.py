"""Connections to PostgreSQL, as Django makes them, that ask the server less.

A request costs one question less, because a connection is asked whether it still lives only where its socket says
anything at all; and the few statements that most requests stand on are planned once for each connection.
"""

from __future__ import annotations

import select
import sys
from collections.abc import Mapping, Sequence
from typing import Any, Self, cast

import psycopg
from django.db.backends.postgresql import base, operations
from django.db.backends.utils import CursorWrapper


class PreparedCursor(psycopg.Cursor[tuple[Any, ...]]):
    """A cursor whose statements the server keeps, parsed and planned, until the connection ends."""

    def execute(self, query: Any, params: Sequence[Any] | Mapping[str, Any] | None = None, **options: Any) -> Self:
        return super().execute(query, params, **{"prepare": True} | options)


class DatabaseOperations(operations.DatabaseOperations):
    """What Django does, and the words of a prepared statement with its values, where queries are noted."""

    def last_executed_query(self, cursor: Any, sql: Any, params: Any) -> str:
        if isinstance(cursor, PreparedCursor):
            return cast("str", cast("Any", self).compose_sql(sql, params))
        return super().last_executed_query(cursor, sql, params)


class DatabaseWrapper(base.DatabaseWrapper):
    """See the module."""

    ops_class = DatabaseOperations
    health_check_enabled: bool
    health_check_done: bool

    def get_connection_params(self) -> dict[str, Any]:
        """Return what Django would, but let a statement be prepared: only where it is asked for, never by itself."""
        return super().get_connection_params() | {"prepare_threshold": sys.maxsize}

    def close_if_health_check_failed(self) -> None:
        """Before a request's first statement: close a connection that has ended, as Django does.

        Django asks the server. A server that has closed its end has said so, and a silent one could not be told from
        a slow one by asking: so it is asked only where something has come that nobody waited for.
        """
        if self.health_check_enabled and not self.health_check_done and self._is_silent():
            self.health_check_done = True
        super().close_if_health_check_failed()

    def _is_silent(self) -> bool:
        if self.connection is None or self.connection.closed:
            return False
        socket = select.poll()
        socket.register(self.connection.fileno(), select.POLLIN)
        return not socket.poll(0)

    def prepared_cursor(self) -> CursorWrapper:
        """Return a cursor for statements whose text is always the same, values apart: each is planned once."""
        self.close_if_health_check_failed()
        self.ensure_connection()
        with self.wrap_database_errors:
            cursor = PreparedCursor(self.connection)
            return cast("CursorWrapper", cast("Any", self)._prepare_cursor(cursor))

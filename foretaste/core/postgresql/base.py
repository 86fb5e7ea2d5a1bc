"""Connections to PostgreSQL, as Django makes them, that ask the server less.

A request costs one question less, because a connection is asked whether it still lives only where its socket says
anything at all; and the few statements that most requests stand on are planned once for each connection.
"""

from __future__ import annotations

import select
import sys
import time
from collections.abc import Mapping, Sequence
from typing import Any, Self, cast

import psycopg
from django.db.backends.postgresql import base, operations
from django.db.backends.utils import CursorWrapper
from psycopg.pq import TransactionStatus

SILENCE_IS_TRUSTED_FOR = 60.0  # seconds without use


class PreparedCursor(psycopg.Cursor[tuple[Any, ...]]):
    """A cursor whose statements the server keeps, parsed and planned, until the connection ends."""

    def execute(self, query: Any, params: Sequence[Any] | Mapping[str, Any] | None = None, **options: Any) -> Self:
        how = {"prepare": True} | options
        try:
            return super().execute(query, params, **how)
        except psycopg.errors.FeatureNotSupported:  # a plan whose result is another since a migration changed a column
            if self.connection.info.transaction_status != TransactionStatus.IDLE:
                raise  # with its transaction's end the connection forgets all plans
            super().execute("DEALLOCATE ALL", prepare=False)
            return super().execute(query, params, **how)


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
    used_at: float = 0.0  # when a statement was last about to be sent

    def get_connection_params(self) -> dict[str, Any]:
        """Return what Django would, but let a statement be prepared: only where it is asked for, never by itself."""
        return super().get_connection_params() | {"prepare_threshold": sys.maxsize}

    def close_if_health_check_failed(self) -> None:
        """Before a request's first statement: close a connection that has ended, as Django does.

        Django asks the server. A server that has closed its end has said so: it is asked only where something has come
        that nobody waited for, or where the connection lay idle so long that what stands between may have dropped it
        without a word.
        """
        if self.health_check_enabled and not self.health_check_done and self._is_silent():
            self.health_check_done = True
        super().close_if_health_check_failed()
        self.used_at = time.monotonic()

    def get_new_connection(self, conn_params: Any) -> Any:
        self.used_at = time.monotonic()
        return super().get_new_connection(conn_params)

    def _is_silent(self) -> bool:
        if self.connection is None or self.connection.closed:
            return False
        if time.monotonic() - self.used_at > SILENCE_IS_TRUSTED_FOR:
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

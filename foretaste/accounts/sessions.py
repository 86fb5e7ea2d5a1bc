"""Sessions in the database, as Django keeps them; read the short way, because every signed-in request does."""

from __future__ import annotations

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session

from foretaste.core import calendars, reading


class SessionStore(db.SessionStore):
    def _get_session_from_db(self) -> Session | None:
        found = reading.row(Session, "WHERE session_key = %s AND expire_date > %s", [self.session_key, calendars.now()])
        if found is None:
            self._session_key = None
        return found

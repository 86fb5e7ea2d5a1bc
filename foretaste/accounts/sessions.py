"""Sessions in the database, as Django keeps them; read the short way, because every signed-in request does.

They end by the world's clock, as Django wrote them and as browsers keep their cookies: a demo whose clock has been
moved by weeks signs nobody out.
"""

from __future__ import annotations

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session

from foretaste.core import reading


class SessionStore(db.SessionStore):
    def _get_session_from_db(self) -> Session | None:
        found = reading.row(Session, "WHERE session_key = %s AND expire_date > now()", [self.session_key])
        if found is None:
            self._session_key = None
        return found

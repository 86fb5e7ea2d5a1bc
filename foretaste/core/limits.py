"""How often something may be done in a while: counted in one statement, the same for every web process."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.db import connection
from django.utils.crypto import salted_hmac
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from foretaste.core.models import Tally
from foretaste.core.refusals import Refused
from foretaste.core.transactions import step

DAY = dt.timedelta(days=1)
KEPT_FOR = dt.timedelta(days=2)  # longer than any while
COUNT = """
    INSERT INTO core_tally (key, since, count) VALUES (%s, %s, 1)
    ON CONFLICT (key) DO UPDATE SET since = excluded.since,
        count = CASE WHEN core_tally.since = excluded.since THEN core_tally.count + 1 ELSE 1 END
    RETURNING count
"""


class ThatIsEnoughForToday(Refused):
    message: ClassVar[str | Promise] = _("You have sent as many as may be sent in a day. Go on tomorrow.")
    status = 429


def over(what: str, whom: str, *, most: int, within: dt.timedelta, at: dt.datetime) -> int:
    """Count once more; return the seconds until it may be done again, 0 where it may be done now.

    `whom` is never stored as it is: an address says who somebody is. Without a limit (0) nothing is counted.
    """
    if most <= 0:
        return 0
    since, left = _while(within, at)
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [_key(what, whom), since])
        row = cursor.fetchone()
    return left if row is not None and row[0] > most else 0


def used_up(what: str, whom: str, *, most: int, within: dt.timedelta, at: dt.datetime) -> int:
    """Return the seconds until it may be done again, 0 where it may be done now. Nothing is counted."""
    if most <= 0:
        return 0
    since, left = _while(within, at)
    return left if Tally.objects.filter(key=_key(what, whom), since=since, count__gte=most).exists() else 0


def _while(within: dt.timedelta, at: dt.datetime) -> tuple[dt.datetime, int]:
    """Return since when it is counted, and for how many seconds more."""
    seconds = int(within.total_seconds())
    passed = int(at.timestamp()) % seconds
    return at.replace(microsecond=0) - dt.timedelta(seconds=passed), seconds - passed


def _key(what: str, whom: str) -> str:
    return salted_hmac("foretaste.core.limits", f"{what}:{whom}", algorithm="sha256").hexdigest()


@step
def send_within_a_day(what: str, person_id: int | None, *, most: int, at: dt.datetime) -> None:
    """Refuse what would mail others more often than a person may in a day. A refusal counts nothing."""
    if wait := over(what, str(person_id), most=most, within=DAY, at=at):
        raise ThatIsEnoughForToday(retry_after=wait)


class TheyWereAskedOften(ThatIsEnoughForToday):
    message: ClassVar[str | Promise] = _("This address was written to as often as it may be in a day. Go on tomorrow.")


@step
def write_within_a_day(what: str, person_id: int, *, most: int, at: dt.datetime) -> None:
    """Refuse what would mail one person more often in a day than anybody wants, whoever asks for it."""
    if wait := over(f"{what} of one person", str(person_id), most=most, within=DAY, at=at):
        raise TheyWereAskedOften(retry_after=wait)


def forget_old(at: dt.datetime) -> int:
    """Delete tallies nobody adds to any more; return how many."""
    return Tally.objects.filter(since__lt=at - KEPT_FOR).delete()[0]

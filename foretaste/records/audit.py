"""What the audit checks of records: each started trial has one in time, all alike, and none says how it ended."""

from __future__ import annotations

import datetime as dt

from foretaste.core import calendars
from foretaste.money.audit import Finding, check
from foretaste.records import queries
from foretaste.records.models import Record, StatusList

LATE = dt.timedelta(hours=1)  # the clock looks each minute
ALWAYS = {
    "@context", "id", "type", "issuer", "validFrom", "name", "credentialSubject", "credentialStatus", "proof",
}  # fmt: skip
CHOSEN = {"evidence"}


@check(guarantee=6, title="records")
def records_come_in_time_and_are_alike() -> Finding:
    """None is an hour late; every one has the same fields and tells no more of time than a month."""
    late = [one.trial_id for one in queries.due(calendars.now() - LATE)]
    odd = [
        record.public_id
        for record in Record.objects.exclude(document=None).only("public_id", "document", "month")
        if record.credential.keys() - CHOSEN != ALWAYS
        or record.credential["validFrom"][:10] != record.month.isoformat()
    ]
    return Finding(Record.objects.count(), sorted([*late, *odd]))


@check(guarantee=6, title="revoked records")
def what_is_revoked_is_in_its_list() -> Finding:
    lists = {one.number: set(one.revoked) for one in StatusList.objects.all()}
    revoked = list(Record.objects.exclude(revoked_at=None))
    missing = [one.public_id for one in revoked if one.status_index not in lists.get(one.status_list, set())]
    return Finding(len(revoked), sorted(missing))

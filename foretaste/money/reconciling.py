"""Reconciling: a run reads, compares and keeps what it found; people say what each difference is.

A difference is one row for as long as it is there. One that is gone is resolved by itself; one that was resolved by
hand and is still there opens again; one that was explained stays explained until its sums change.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.db import connection, transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foretaste.accounts.actors import CLOCK, Actor
from foretaste.core.amounts import Amount
from foretaste.core.refusals import NotAcceptable, NotAllowed, NotFound, Refused
from foretaste.core.spreadsheets import csv_lines
from foretaste.core.transactions import action
from foretaste.money import inbox, reconciliation
from foretaste.money.models import Difference, ReconciliationRun
from foretaste.money.movements import signature
from foretaste.money.providers import provider
from foretaste.money.queries import AUDIT_HOUR
from foretaste.money.reconciliation import Found

State = Difference.State


class OthersReconcileMeanwhile(Refused):
    message = gettext_lazy("The books are being compared by somebody else just now. Try again in a minute.")


TRIES = 5


def run(*, at: dt.datetime, since: dt.datetime | None = None) -> ReconciliationRun:
    """Reconcile with the instance's provider. It is asked outside every transaction; what was found is kept in one.

    Where another run was kept meanwhile, what this one has read is older than what is known: it reads again.
    """
    bank = provider()
    inbox.look_at_open_disputes(at=at)
    for _try in range(TRIES):
        before = _number_of_last(bank.name)
        read = reconciliation.read(bank, since or reconciliation.begins_at(bank.name, at))
        with transaction.atomic(durable=True):
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('reconciliation', 0))")
            if _number_of_last(bank.name) != before:
                continue
            found = reconciliation.keep_lines(read, bank.name, at)
            compared, operations = reconciliation.compare(read, bank.name, at)
            _keep(bank.name, [*found, *compared], at)
            return ReconciliationRun.objects.create(
                provider=bank.name,
                at=at,
                since=read.since,
                lines=len(read.lines),
                operations=operations,
                open_differences=Difference.objects.filter(provider=bank.name, state=State.OPEN).count(),
                totals=reconciliation.totals(read, bank.name),
            )
    raise OthersReconcileMeanwhile


def _number_of_last(name: str) -> int | None:
    number: int | None = ReconciliationRun.objects.filter(provider=name).aggregate(last=Max("pk"))["last"]
    return number


def _keep(name: str, found: list[Found], at: dt.datetime) -> None:
    known = {(one.kind, one.key): one for one in Difference.objects.select_for_update().filter(provider=name)}
    for one in found:
        row = known.pop((one.kind, one.key), None)
        if row is None:
            row = Difference(provider=name, kind=one.kind, key=one.key[:120], began_at=one.began_at, found_at=at)
        elif row.state == State.RESOLVED or (row.ours_minor, row.theirs_minor) != (one.ours_minor, one.theirs_minor):
            row.state, row.changed_by, row.changed_at = State.OPEN, signature(CLOCK), at
        row.about, row.currency = one.about[:120], one.currency
        row.ours_minor, row.theirs_minor, row.seen_at = one.ours_minor, one.theirs_minor, at
        if one.note and row.state == State.OPEN:
            row.state, row.note = State.EXPLAINED, one.note
        row.save()
    for row in known.values():
        if row.state != State.RESOLVED and row.kind != Difference.Kind.CHANGED:
            row.state, row.changed_by, row.changed_at = State.RESOLVED, signature(CLOCK), at
            row.save(update_fields=["state", "changed_by", "changed_at"])


def is_due(at: dt.datetime) -> bool:
    """Say whether no run was made since the last night's hour."""
    tonight = dt.datetime.combine(at.astimezone(dt.UTC).date(), AUDIT_HOUR)
    night = tonight if at >= tonight else tonight - dt.timedelta(days=1)
    return not ReconciliationRun.objects.filter(at__gte=night, at__lte=at).exists()


# --- people ---------------------------------------------------------------------------------------------


@action
def note_difference(*, difference_id: str, state: str, note: str, mine: bool, by: Actor, at: dt.datetime) -> Difference:
    """Say what a difference is, or take it on. Explained and resolved ones say why."""
    if not by.is_operator or by.person_id is None:
        raise NotAllowed
    found = Difference.objects.select_for_update().filter(public_id=difference_id).first()
    if found is None:
        raise NotFound
    if state not in State.values:
        raise NotAcceptable(state=_("Choose open, explained or resolved."))
    if state != State.OPEN and not note.strip():
        raise NotAcceptable(note=_("Say why: whoever looks at it next year wants to know."))
    found.state, found.note = State(state), note.strip()[:500]
    found.owner_id = by.person_id if mine else found.owner_id
    found.changed_by, found.changed_at = signature(by), at
    found.save()
    return found


def differences(by: Actor) -> QuerySet[Difference]:
    """Differences, those that began first before: the operator's alone."""
    if not by.is_operator:
        raise NotAllowed
    return Difference.objects.order_by("began_at", "id")


def latest(name: str) -> ReconciliationRun | None:
    return ReconciliationRun.objects.filter(provider=name).order_by("-at", "-id").first()


def open_differences(name: str) -> QuerySet[Difference]:
    return Difference.objects.filter(provider=name, state=State.OPEN).order_by("began_at", "id")


def runs(by: Actor) -> QuerySet[ReconciliationRun]:
    if not by.is_operator:
        raise NotAllowed
    return ReconciliationRun.objects.order_by("-at", "-id")


def report_csv(by: Actor, at: dt.datetime) -> Iterator[str]:
    """Return every difference as CSV, its age in days and its sums in major units."""
    head = ["id", "provider", "kind", "about", "currency", "ledger", "provider_says", "difference", "began_at",
            "age_days", "found_at", "seen_at", "state", "owner", "note", "changed_by", "changed_at"]  # fmt: skip
    rows = (
        [
            one.public_id, one.provider, one.kind, one.about, one.currency,
            Amount(one.ours_minor, one.currency).major, Amount(one.theirs_minor, one.currency).major,
            Amount(one.theirs_minor - one.ours_minor, one.currency).major,
            one.began_at.isoformat(), (at - one.began_at).days, one.found_at.isoformat(), one.seen_at.isoformat(),
            one.state, one.owner_id, one.note, one.changed_by,
            one.changed_at.isoformat() if one.changed_at else "",
        ]
        for one in differences(by).iterator()
    )  # fmt: skip
    yield from csv_lines(head, rows)

"""What the clock does next: payouts, refunds, handovers, payrolls and audits whose time has come."""

from __future__ import annotations

import calendar
import datetime as dt

from django.db.models import Q, QuerySet

from foretaste.money.models import (
    AuditRun,
    Dispute,
    Handover,
    Payout,
    PayoutAccount,
    PayrollDue,
    ProviderOperation,
    Refund,
)
from foretaste.money.queries.rules import unclaimed_after

PAYROLL_DUE_AFTER = dt.timedelta(days=14)
NOT_SENT = (Payout.State.WAITING, Payout.State.NEEDS_ACCOUNT, Payout.State.RETURNED, Payout.State.UNCLAIMED)
REMINDERS = tuple(dt.timedelta(days=days) for days in (7, 30, 90, 180, 365))  # after which a letter asks for an account


def payouts_to_review(at: dt.datetime) -> QuerySet[Payout]:
    """Payouts that somebody may look at before they leave; unlooked at, they leave by themselves."""
    waiting = [Payout.State.WAITING, Payout.State.NEEDS_ACCOUNT]
    return Payout.objects.filter(state__in=waiting, reviewed_at=None, review_until__gt=at).order_by("review_until")


def payroll_overdue(at: dt.datetime) -> QuerySet[PayrollDue]:
    return PayrollDue.objects.filter(confirmed_at=None, due_at__lt=at).order_by("due_at")


def due_to_be_sent(at: dt.datetime) -> QuerySet[Payout]:
    """Payouts whose time has come and that have an account, or had one when they were made: it may be refused since."""
    with_account = PayoutAccount.objects.filter(replaced_at=None, refused_at=None).values("person_id")
    ready = Q(person_id__in=with_account) | Q(state=Payout.State.WAITING)
    return Payout.objects.filter(ready, state__in=NOT_SENT, not_before__lte=at).order_by("id")


def due_to_be_reminded(at: dt.datetime) -> list[Payout]:
    """Payouts whose owner is asked again where to send them."""
    stuck = Payout.objects.filter(state__in=[Payout.State.NEEDS_ACCOUNT, Payout.State.RETURNED])
    stuck = stuck.filter(reminders__lt=len(REMINDERS))
    return [one for one in stuck.order_by("id") if at >= waits_since(one) + REMINDERS[one.reminders]]


def due_to_be_kept_apart(at: dt.datetime) -> list[Payout]:
    """Payouts that could not be paid out for as long as the rule of the place says."""
    found = []
    stuck = Payout.objects.filter(state__in=[Payout.State.NEEDS_ACCOUNT, Payout.State.RETURNED])
    countries: dict[str, int | None] = {}
    for payout in stuck.filter(created_at__lte=at - dt.timedelta(days=80)).order_by("id"):
        account = PayoutAccount.objects.filter(person_id=payout.person_id).order_by("-saved_at").first()
        country = account.country if account else ""
        months = countries.setdefault(country, unclaimed_after(country, at.date()))
        if months is not None and at >= _months_after(waits_since(payout), months):
            found.append(payout)
    return found


def waits_since(payout: Payout) -> dt.datetime:
    return payout.returned_at or payout.created_at


def _months_after(at: dt.datetime, months: int) -> dt.datetime:
    years, month = divmod(at.month - 1 + months, 12)
    last = calendar.monthrange(at.year + years, month + 1)[1]
    return at.replace(year=at.year + years, month=month + 1, day=min(at.day, last))


def due_to_be_handed_over(at: dt.datetime) -> QuerySet[Handover]:
    """Handovers that failed for a reason that passes, and whose hour is over."""
    return Handover.objects.filter(state=Handover.State.FAILED, retry_at__lte=at).order_by("id")


def due_to_be_refunded(at: dt.datetime) -> QuerySet[Refund]:
    due = Refund.objects.filter(state=Refund.State.WAITING, release_at__lte=at)
    return due.exclude(order__disputes__state=Dispute.State.OPEN).order_by("id")


def due_to_be_asked(at: dt.datetime) -> QuerySet[ProviderOperation]:
    """Operations whose answer was lost, or that no job came to within a minute."""
    unknown = Q(state=ProviderOperation.State.UNKNOWN)
    forgotten = Q(state=ProviderOperation.State.READY, created_at__lte=at - dt.timedelta(minutes=1))
    return ProviderOperation.objects.filter(unknown | forgotten).order_by("created_at", "id")


def due_to_be_looked_up(at: dt.datetime) -> QuerySet[ProviderOperation]:
    """Operations whose word has been out for an hour: messages can be lost."""
    hour_ago = at - dt.timedelta(hours=1)
    quiet = Q(looked_up_at=None) | Q(looked_up_at__lte=hour_ago)
    return ProviderOperation.objects.filter(quiet, state=ProviderOperation.State.SENT, asked_at__lte=hour_ago).order_by(
        "created_at", "id"
    )


AUDIT_HOUR = dt.time(3, tzinfo=dt.UTC)


def latest_audit() -> AuditRun | None:
    return AuditRun.objects.order_by("-at").first()


def audit_is_due(at: dt.datetime) -> bool:
    """Say whether no audit has run since the last night's hour."""
    tonight = dt.datetime.combine(at.astimezone(dt.UTC).date(), AUDIT_HOUR)
    night = tonight if at >= tonight else tonight - dt.timedelta(days=1)
    return not AuditRun.objects.filter(at__gte=night, at__lte=at).exists()

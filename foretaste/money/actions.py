"""What people and the clock can do about money itself. What trials and seats do with it are steps elsewhere."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import Sum
from django.utils.translation import gettext as _

from foretaste.accounts import queries as accounts
from foretaste.accounts.actors import Actor, Role
from foretaste.core.account_numbers import fingerprint_of, iban
from foretaste.core.events import publish
from foretaste.core.refusals import NotAllowed, NotFound
from foretaste.core.transactions import action
from foretaste.money import funding, handing_over, hosting, movements, outgoing, queries, risks, sending, settling
from foretaste.money.events import PayoutAccountChanged, PayoutStillWaits, PayrollConfirmed, PayrollIsLate
from foretaste.money.jobs import later
from foretaste.money.models import (
    AuditRun,
    FeeRule,
    FundingOrder,
    Handover,
    LedgerEntry,
    Payout,
    PayoutAccount,
    PayoutRule,
    PayrollDue,
    Refund,
    SeatFund,
    Settlement,
    UnclaimedRule,
    WageFloor,
)
from foretaste.money.refusals import (
    NothingIsOwed,
    NothingToPayOut,
    TheAccountCannotBeRead,
    ThePayoutWaitsForNobody,
    ThePayrollIsConfirmed,
    TheProviderAsksForIt,
    TheRuleIsDatedBack,
    TheSamePersonOnBothSides,
)


@action
def cancel_funding(*, order_id: str, by: Actor, at: dt.datetime) -> FundingOrder:
    """Give up an order nobody has paid. A payment that comes later goes back."""
    queries.order_of(order_id, by)
    return funding.cancel_order(order_id=order_id, at=at)


# --- the intern's account and payouts -------------------------------------------------------------


@action
def save_payout_account(
    *, holder: str, number: str, routing: str = "", country: str = "", by: Actor, at: dt.datetime
) -> PayoutAccount:
    """Save where the person wants to be paid; it replaces the account before. What waited for it goes out at once.

    Where it changes, the person is told by mail: pay that goes somewhere else is never a surprise.
    An IBAN begins with its country; `country` is asked for any other number only.
    """
    if hosting.is_hosted():
        raise TheProviderAsksForIt
    person = accounts.person_of(by)
    number = "".join(number.split()).upper()
    if not holder.strip():
        raise TheAccountCannotBeRead(holder=_("Enter the name the account is held in."))
    if not _can_be_an_account(number):
        raise TheAccountCannotBeRead(number=str(TheAccountCannotBeRead.message))
    country = number[:2] if number[:2].isalpha() else country.strip().upper()[:2]
    if not country:
        raise TheAccountCannotBeRead(country=_("Choose the country of the bank: the number does not name it."))
    fingerprint = fingerprint_of(number)
    if risks.has_paid_for(person.public_id, fingerprint):
        raise TheSamePersonOnBothSides
    with connection.cursor() as cursor:  # pressed twice, one waits for the other: there may be no row to lock yet
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"account of {person.public_id}"])
    current = PayoutAccount.objects.select_for_update().filter(person_id=person.public_id, replaced_at=None)
    before = [one.fingerprint for one in current]
    current.update(replaced_at=at)
    account = PayoutAccount.objects.create(
        person_id=person.public_id,
        holder=holder.strip(),
        country=country,
        number=number,
        routing=routing.strip(),
        fingerprint=fingerprint,
        saved_at=at,
    )
    if before and before != [fingerprint]:
        publish(
            PayoutAccountChanged(person_id=person.public_id, account_id=account.public_id, ending=account.number[-4:])
        )
    for payout in Payout.objects.filter(person_id=person.public_id, state__in=queries.NOT_SENT):
        later("send_payout", payout_id=payout.public_id)
    return account


def _can_be_an_account(number: str) -> bool:
    """Check an IBAN by its country's shape and its check digits, anything else by its shape."""
    if not number.isascii() or not number.isalnum() or not 6 <= len(number) <= 34:
        return False
    if number[:2].isalpha():
        return iban(number) == number
    return number.isdigit()


@action
def request_payout(*, by: Actor, at: dt.datetime) -> list[Payout]:
    """Send what is earned and not yet on its way: the days of a trial that still runs. Ended ones go by themselves.

    It waits for a settlement of the same trial, and a settlement for it (`settling.pay_intern`): a day is sent once.
    """
    person = accounts.person_of(by)
    earned = (
        LedgerEntry.objects.filter(
            account__kind="intern:earned", account__owner=person.public_id, transfer__movement="earn_day"
        )
        .values_list("transfer__trial_id", "account__currency")
        .annotate(sum=Sum("amount"))
        .order_by("transfer__trial_id")
    )
    made = []
    for trial_id, currency, minor in earned:
        fund = SeatFund.objects.select_for_update(no_key=True).filter(trial_id=trial_id).first()
        if fund is None or fund.payer != settling.PAID_BY_US:
            continue
        if Settlement.objects.filter(trial_id=trial_id).exists():
            continue
        taken = Payout.objects.filter(trial_id=trial_id).aggregate(sum=Sum("amount_minor"))["sum"] or 0
        payout = sending.make_payout(
            person_id=person.public_id, trial_id=trial_id, amount_minor=minor - taken, currency=currency, at=at
        )
        made += [payout] if payout else []
    if not made:
        raise NothingToPayOut
    return made


@action
def send_payout(*, payout_id: str, at: dt.datetime) -> Payout:
    """Let a payout leave if its time has come and there is an account. Harmless to repeat."""
    payout = Payout.objects.select_for_update(of=("self",), no_key=True).get(public_id=payout_id)
    return outgoing.send(payout, at=at)


@action
def remind_of_payout(*, payout_id: str, at: dt.datetime) -> Payout:
    """Ask the intern once more where to send a payout. Each reminder is sent once."""
    payout = Payout.objects.select_for_update(of=("self",), no_key=True).get(public_id=payout_id)
    if payout in queries.due_to_be_reminded(at):
        payout.reminders += 1
        payout.save(update_fields=["reminders"])
        publish(
            PayoutStillWaits(
                payout_id=payout.public_id,
                person_id=payout.person_id,
                trial_id=payout.trial_id,
                reminder=payout.reminders,
            )
        )
    return payout


@action
def keep_payout_apart(*, payout_id: str, at: dt.datetime) -> Payout:
    """Keep apart what could not be paid out for as long as the rule of the place says. Harmless to repeat."""
    payout = Payout.objects.select_for_update(of=("self",), no_key=True).get(public_id=payout_id)
    return outgoing.keep_apart(payout, at=at) if payout in queries.due_to_be_kept_apart(at) else payout


@action
def set_unclaimed_rule(
    *, country: str, months: int, valid_from: dt.date, source: str, note: str = "", by: Actor, at: dt.datetime
) -> UnclaimedRule:
    """Say after how many months what can't be paid out is kept apart in a place."""
    _only_operator(by)
    if valid_from < at.date():
        raise TheRuleIsDatedBack
    rule, _is_new = UnclaimedRule.objects.update_or_create(
        country=country.strip().upper()[:2],
        valid_from=valid_from,
        defaults={"months": months, "source": source.strip()[:300], "note": note.strip()[:300]},
    )
    return rule


@action
def let_payout_go(*, payout_id: str, by: Actor, at: dt.datetime) -> Payout:
    """The operator has looked at a first trial between new parties: its payout waits for that no longer."""
    _only_operator(by)
    payout = Payout.objects.select_for_update(of=("self",), no_key=True).filter(public_id=payout_id).first()
    if payout is None:
        raise NotFound
    if payout.review_until is None or payout.reviewed_at is not None or payout.review_until <= at:
        raise ThePayoutWaitsForNobody
    payout.reviewed_at, payout.reviewed_by = at, movements.signature(by)
    payout.not_before = payout.created_at + queries.payout_delay(payout.trial_id)
    payout.save(update_fields=["reviewed_at", "reviewed_by", "not_before"])
    later("send_payout", payout_id=payout.public_id)
    return payout


@action
def hand_over(*, person_id: str, trial_id: str, at: dt.datetime) -> Handover | None:
    """Let a trial's earned pay move to the person's own account at the provider. Harmless to repeat."""
    return handing_over.hand_over(person_id=person_id, trial_id=trial_id, at=at)


@action
def send_refund(*, refund_id: str, at: dt.datetime) -> Refund:
    """Let a refund leave. Harmless to repeat; one that failed stays until someone sends it again."""
    refund = Refund.objects.select_for_update(of=("self",), no_key=True).get(public_id=refund_id)
    return refund if refund.state == Refund.State.FAILED else outgoing.send_back(refund, at=at)


@action
def send_refunds(*, refund_ids: Sequence[str], at: dt.datetime) -> int:
    """Let many refunds leave at once, all of them or none; return how many left. Harmless to repeat."""
    refunds = Refund.objects.select_for_update(of=("self",), no_key=True).select_related("order").order_by("id")
    return outgoing.send_back_many(list(refunds.filter(public_id__in=refund_ids)), at=at)


@action
def retry_refund(*, refund_id: str, by: Actor, at: dt.datetime) -> Refund:
    """Send a failed refund again, with a new attempt of its own."""
    if not by.is_operator and not by.has(Role.FINANCE):
        raise NotAllowed
    refund = Refund.objects.select_for_update(of=("self",), no_key=True).filter(public_id=refund_id).first()
    if refund is None or not queries.refunds_visible_to(by).filter(pk=refund.pk).exists():
        raise NotFound
    return outgoing.send_back(refund, at=at)


@action
def pay_debt(*, currency: str, method: str, return_url: str = "", by: Actor, at: dt.datetime) -> FundingOrder:
    """Let a company pay what it owes: an order like any other, whose money pays the debt as soon as it is available."""
    if not by.has(Role.FINANCE) or by.organization_id is None:
        raise NotAllowed
    company = accounts.organization_of(by).public_id
    owed = next((one for one in queries.debts_of(company) if one.currency == currency), None)
    if owed is None:
        raise NothingIsOwed
    return funding.start_debt_order(company_id=company, amount=owed, method=method, return_url=return_url, by=by, at=at)


@action
def confirm_payroll(*, due_id: str, note: str = "", by: Actor, at: dt.datetime) -> PayrollDue:
    """The payroll has paid the intern: the company's finance or the operator says so. The payer gets the gross."""
    due = PayrollDue.objects.select_for_update(no_key=True).filter(public_id=due_id).first()
    if due is None or not queries.payroll_visible_to(by).filter(pk=due.pk).exists():
        raise NotFound
    if not by.is_operator and not by.has(Role.FINANCE):
        raise NotAllowed
    if due.confirmed_at is not None:
        raise ThePayrollIsConfirmed
    movements.confirm_payroll(due, at=at, by=by)
    due.confirmed_at, due.confirmed_by, due.note = at, movements.signature(by), note.replace("\x00", "").strip()[:200]
    due.save(update_fields=["confirmed_at", "confirmed_by", "note"])
    settlement = Settlement.objects.get(trial_id=due.trial_id)
    sending.return_to_company(settlement, due.amount_minor, why=Refund.Why.PAYROLL, at=at)
    publish(
        PayrollConfirmed(
            due_id=due.public_id, trial_id=due.trial_id, person_id=due.person_id, company_id=due.company_id
        )
    )
    return due


@action
def raise_payroll_alarm(*, due_id: str, at: dt.datetime) -> PayrollDue:
    """Tell everybody, once, that a payroll is late. Until it confirms, the money stays set aside."""
    due = PayrollDue.objects.select_for_update(no_key=True).get(public_id=due_id)
    if due.confirmed_at is None and due.alarmed_at is None and due.due_at < at:
        due.alarmed_at = at
        due.save(update_fields=["alarmed_at"])
        publish(
            PayrollIsLate(
                due_id=due.public_id, trial_id=due.trial_id, person_id=due.person_id, company_id=due.company_id
            )
        )
    return due


# --- rules, by the operator -----------------------------------------------------------------------


@action
def set_fee(*, basis_points: int, valid_from: dt.date, note: str = "", by: Actor, at: dt.datetime) -> FeeRule:
    """Let a fee apply from a day on. Signed terms keep theirs."""
    _only_operator(by)
    if valid_from < at.date():
        raise TheRuleIsDatedBack
    rule, _is_new = FeeRule.objects.update_or_create(
        valid_from=valid_from, defaults={"basis_points": basis_points, "note": note.strip()[:200]}
    )
    return rule


@action
def set_payout_rule(*, review_days: int, valid_from: dt.date, note: str = "", by: Actor, at: dt.datetime) -> PayoutRule:
    """Let somebody look at first trials between new parties before their payout, from a day on. Never at an earning."""
    _only_operator(by)
    if valid_from < at.date():
        raise TheRuleIsDatedBack
    rule, _is_new = PayoutRule.objects.update_or_create(
        valid_from=valid_from, defaults={"review_days": review_days, "note": note.strip()[:200]}
    )
    return rule


@action
def set_wage_floor(
    *,
    country: str,
    region: str = "",
    city: str = "",
    currency: str,
    hourly_rate: Decimal | None,
    valid_from: dt.date,
    valid_to: dt.date | None = None,
    source: str,
    note: str = "",
    by: Actor,
    at: dt.datetime,
) -> WageFloor:
    """Write a row of the wage table, with its source; what an operator writes counts as checked."""
    _only_operator(by)
    row, _is_new = WageFloor.objects.update_or_create(
        country=country.strip().upper(),
        region=region.strip(),
        city=city.strip(),
        valid_from=valid_from,
        defaults={
            "currency": currency.upper(),
            "hourly_rate": hourly_rate,
            "valid_to": valid_to,
            "source": source.strip()[:300],
            "note": note.strip()[:300],
            "checked_on": at.date(),
        },
    )
    return row


def _only_operator(by: Actor) -> None:
    if not by.is_operator:
        raise NotAllowed


@action
def record_audit(*, lines: list[dict[str, Any]], by: Actor, at: dt.datetime) -> AuditRun:
    """Keep what an audit said of the twelve guarantees."""
    if not by.has(Role.CLOCK, Role.OPERATOR):
        raise NotAllowed
    run, _is_new = AuditRun.objects.get_or_create(
        at=at, defaults={"holds": all(line["holds"] for line in lines), "lines": lines}
    )
    return run

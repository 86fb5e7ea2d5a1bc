"""The rows of "My pay": one trial each, with every day it paid."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from foretaste.accounts.actors import Actor
from foretaste.core.amounts import Amount
from foretaste.core.dates import dated
from foretaste.money import queries as money
from foretaste.money.queries import Earnings, Place
from foretaste.trials import queries as trials
from foretaste.web.pay import where
from foretaste.web.pay.papers import lines_of
from foretaste.web.pay.where import day_line, ending_of, payout_line
from foretaste.web.templatetags.ui import money as money_words

if TYPE_CHECKING:
    from foretaste.money.models import Payout, PayoutAccount, PayrollDue, Settlement
    from foretaste.trials.models import Trial


@dataclass(frozen=True)
class Row:
    """One trial's pay."""

    id: str
    title: str
    company: str
    state: str
    state_kind: str
    lines: list[dict[str, Any]]
    total_label: str
    total: Amount
    payouts: list[dict[str, str]]
    is_settled: bool
    held: Amount  # not decided yet
    still: Amount  # of a trial under way, what is yours and not on its way yet
    can_be_sent: bool = False  # ... and by us, not by a payroll: now, if the person likes


def trials_with_pay(
    by: Actor, payouts: Mapping[str, list[Payout]], account: PayoutAccount | None, *, asks_first: bool
) -> list[Row]:
    """Return the person's own trials with at least one started day or anything paid, the newest first."""
    own = trials.visible_to(by).filter(intern_id=by.person_id)
    mine = own.select_related("organization").prefetch_related("days").order_by("-id")
    settled = {one.trial_id: one for one in money.settlements_visible_to(by).prefetch_related("lines")}
    rows = (
        _row(trial, settled.get(trial.public_id), payouts.get(trial.public_id, []), account, asks_first)
        for trial in mine
    )
    return [row for row in rows if row is not None]


def _row(
    trial: Trial,
    settlement: Settlement | None,
    payouts: list[Payout],
    account: PayoutAccount | None,
    asks_first: bool,
) -> Row | None:
    if settlement is None:
        started = [day for day in trial.days.all() if day.is_started]
        if not started:
            return None
        lines = [day_line(trial, day, None) for day in started]
        total = trial.amount(sum(day.pay_minor for day in started))
        still = total - trial.amount(sum(payout.amount_minor for payout in payouts))
        places = [payout_line(payout, trial, account, asks_first) for payout in payouts]
        if still and payouts:
            says = _("%(sum)s more is yours already. It is sent when the trial ends, however it ends.")
            places.append({"icon": "lock", "text": says % {"sum": money_words(still)}})
        elif still:
            text = _("Yours already. It is sent when the trial ends, however it ends.")
            places.append({"icon": "lock", "text": text})
        return Row(
            trial.public_id,
            trial.title,
            trial.organization.name,
            _("Under way"),
            "now",
            lines,
            _("Yours so far"),
            total,
            places,
            False,
            trial.amount(0),
            still,
            can_be_sent=bool(still) and not where.payroll_of(trial),
        )
    if not settlement.paid_minor and not settlement.held_minor:
        return None
    statement = money.statement_from(settlement)
    places = [payout_line(payout, trial, account, asks_first) for payout in payouts]
    if not places:
        places = [{"icon": "landmark", "text": statement.sentence}]
    arrived = bool(payouts) and all(payout.state == where.ARRIVED for payout in payouts)
    return Row(
        trial.public_id,
        trial.title,
        trial.organization.name,
        _("Paid") if arrived else _("Settled"),
        "in" if arrived else "now",
        lines_of(statement),
        _("Yours"),
        statement.paid,
        places,
        True,
        statement.held,
        trial.amount(0),
    )


def to_be_sent(rows: list[Row]) -> str:
    """Return what is earned in trials under way and can be sent before they end; "" where nothing can."""
    return _together([row.still for row in rows if row.can_be_sent])


def figures(earnings: list[Earnings], at: dt.datetime) -> list[dict[str, Any]]:
    """This year, all years where there are several, and what has not arrived yet; by currency."""
    shown = []
    for one in earnings:
        this_year = one.by_year.get(at.year, Amount.zero(one.currency))
        shown.append({"label": _("Earned in %(year)s") % {"year": at.year}, "sum": this_year, "hint": _("before tax")})
        if len(one.by_year) > 1:
            since = min(one.by_year)
            shown.append({"label": _("Since %(year)s") % {"year": since}, "sum": one.total, "hint": ""})
        if one.waiting:
            shown.append({"label": _("Not at your bank yet"), "sum": one.waiting, "hint": _("yours all the same")})
    return shown


def where_it_is(
    rows: list[Row],
    payouts: Mapping[str, list[Payout]],
    account: PayoutAccount | None,
    *,
    by_payroll: list[PayrollDue],
    asks_first: bool,
    at: dt.datetime,
) -> str:
    """Return one true sentence about where the money is, and when it arrives."""
    there: dict[Place, list[Payout]] = defaultdict(list)
    for one in (one for some in payouts.values() for one in some):
        there[money.place_of(one, account, asks=asks_first, at=at)].append(one)
    for place in (place for place in Place if place is not Place.ARRIVED):
        if found := there[place]:
            return _one_place(place, found, account, at)
    if by_payroll:
        return money.where_payroll_pay_is(by_payroll)
    if running := _together([row.still for row in rows]):
        return _("%(sum)s is yours already and is sent when the trial ends, however it ends.") % {"sum": running}
    held = _together([row.held for row in rows])
    if there[Place.ARRIVED] and held:
        words = {"sum": _sum(there[Place.ARRIVED]), "held": held}
        return _("%(sum)s has arrived. %(held)s more is held until a person has decided.") % words
    if held:
        return _("%(held)s is held until a person has decided.") % {"held": held}
    if arrived := there[Place.ARRIVED]:
        return _("All of it has arrived: %(sum)s.") % {"sum": _sum(arrived)}
    return _("Nothing is owed to you just now.")


def _one_place(place: Place, payouts: list[Payout], account: PayoutAccount | None, at: dt.datetime) -> str:
    """Say where payouts are that are in the same place, none of them arrived."""
    accounts = [one.account or account if place in (Place.SENT, Place.LATE) else account for one in payouts]
    leaves = max(one.not_before for one in payouts)
    expected = [one.expected_at for one in payouts if one.expected_at]
    words = {
        "sum": _sum(payouts),
        "end": ", ".join(sorted({ending_of(one) for one in accounts if one})),
        "day": dated(leaves.date()),
        "there": dated(max(expected).date()) if len(expected) == len(payouts) else "",
    }
    match place:
        case Place.KEPT | Place.NO_ACCOUNT if leaves > at:
            return _("%(sum)s is yours and waits for your account: add it, and it goes out on %(day)s.") % words
        case Place.KEPT | Place.NO_ACCOUNT:
            return _("%(sum)s is yours and waits for your account: add it, and it goes out the same hour.") % words
        case Place.RETURNED:
            return _("%(sum)s is yours. Your bank sent it back: correct the account, and it goes out again.") % words
        case Place.ASKED if leaves > at:
            says = _(
                "%(sum)s is yours. The payment provider asks you for something first: answer it, and it goes out on "
                "%(day)s."
            )
            return says % words
        case Place.ASKED:
            says = _(
                "%(sum)s is yours. The payment provider asks you for something first: "
                "answer it, and it goes out at once."
            )
            return says % words
        case Place.DELAYED:
            return _("%(sum)s is yours and goes out by itself, on %(day)s at the latest.") % words
        case Place.LEAVING if all(one.state != where.WAITING for one in payouts):
            return _("%(sum)s is yours. It goes out in a moment, to the account ending %(end)s.") % words
        case Place.LATE:
            says = _("%(sum)s is on its way to the account ending %(end)s. It was due there by %(there)s and is late.")
            return says % words
        case _ if words["there"]:
            return _("%(sum)s is on its way to the account ending %(end)s, there by %(there)s.") % words
    return _("%(sum)s is on its way to the account ending %(end)s.") % words


def _sum(payouts: list[Payout]) -> str:
    return _together([Amount(one.amount_minor, one.currency) for one in payouts])


def _together(amounts: list[Amount]) -> str:
    """Return the sums of each currency, the first of the alphabet first; "" where there is nothing."""
    sums: dict[str, int] = defaultdict(int)
    for one in amounts:
        sums[one.currency] += one.minor
    return " + ".join(money_words(Amount(minor, currency)) for currency, minor in sorted(sums.items()) if minor)

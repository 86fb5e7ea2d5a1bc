"""The rows of "My pay": one trial each, with every day it paid."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from foretaste.accounts.actors import Actor
from foretaste.core.amounts import Amount
from foretaste.core.dates import dated
from foretaste.money import queries as money
from foretaste.money.queries import Earnings
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


def trials_with_pay(by: Actor, payouts: Mapping[str, list[Payout]], account: PayoutAccount | None) -> list[Row]:
    """Return the person's own trials with at least one started day or anything paid, the newest first."""
    own = trials.visible_to(by).filter(intern_id=by.person_id)
    mine = own.select_related("organization").prefetch_related("days").order_by("-id")
    settled = {one.trial_id: one for one in money.settlements_visible_to(by).prefetch_related("lines")}
    rows = (_row(trial, settled.get(trial.public_id), payouts.get(trial.public_id, []), account) for trial in mine)
    return [row for row in rows if row is not None]


def _row(
    trial: Trial, settlement: Settlement | None, payouts: list[Payout], account: PayoutAccount | None
) -> Row | None:
    if settlement is None:
        started = [day for day in trial.days.all() if day.is_started]
        if not started:
            return None
        lines = [day_line(trial, day, None) for day in started]
        total = trial.amount(sum(day.pay_minor for day in started))
        says = {"icon": "lock", "text": _("Yours already. It is sent when the trial ends, however it ends.")}
        return Row(
            trial.public_id,
            trial.title,
            trial.organization.name,
            _("Under way"),
            "now",
            lines,
            _("Yours so far"),
            total,
            [says],
            False,
        )
    if not settlement.paid_minor and not settlement.held_minor:
        return None
    statement = money.statement_from(settlement)
    places = [payout_line(payout, trial, account) for payout in payouts]
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
    )


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
    everything = [one for some in payouts.values() for one in some]
    running = [row for row in rows if not row.is_settled]

    def together(*states: str) -> str:
        chosen = [one for one in everything if one.state in states]
        return " + ".join(
            money_words(Amount(sum(one.amount_minor for one in chosen if one.currency == currency), currency))
            for currency in sorted({one.currency for one in chosen})
        )

    if (waiting := together(where.NEEDS_ACCOUNT, "unclaimed")) and account and account.is_usable:
        return _("%(sum)s is yours. It goes out in a moment, to the account ending %(end)s.") % {
            "sum": waiting,
            "end": ending_of(account),
        }
    if waiting:
        return _("%(sum)s is yours and waits for your account: add it, and it goes out the same hour.") % {
            "sum": waiting
        }
    if returned := together(where.RETURNED):
        return _("%(sum)s is yours. Your bank sent it back: correct the account, and it goes out again.") % {
            "sum": returned
        }
    if (asked := together(where.WAITING)) and asks_first:
        return _(
            "%(sum)s is yours. The payment provider asks you for something first: answer it, and it goes out at once."
        ) % {"sum": asked}
    delayed = [one.not_before for one in everything if one.state == where.WAITING and one.not_before > at]
    if delayed:
        words = {"sum": together(where.WAITING), "day": dated(max(delayed).date())}
        return _("%(sum)s is yours and goes out by itself, on %(day)s at the latest.") % words
    if moving := together(where.WAITING, where.SENT):
        end = ending_of(account) if account else ""
        expected = [one.expected_at for one in everything if one.state in (where.WAITING, where.SENT)]
        if None in expected:
            return _("%(sum)s is on its way to the account ending %(end)s.") % {"sum": moving, "end": end}
        words = {"sum": moving, "end": end, "day": dated(max(one for one in expected if one).date())}
        return _("%(sum)s is on its way to the account ending %(end)s, there by %(day)s.") % words
    if by_payroll:
        return money.where_payroll_pay_is(by_payroll)
    if running:
        return _("%(sum)s is yours already and is sent when the trial ends, however it ends.") % {
            "sum": money_words(running[0].total)
        }
    if arrived := together(where.ARRIVED):
        return _("All of it has arrived: %(sum)s.") % {"sum": arrived}
    return _("Nothing is owed to you just now.")

"""The welcome: frozen terms made readable, what each ending pays, what signing means."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import gettext as _

from foretaste.core.amounts import Amount
from foretaste.core.places import told_once
from foretaste.money import queries as money
from foretaste.money.endings import Ending
from foretaste.opportunities import lifecycle
from foretaste.opportunities.costs import costs, exit_pays
from foretaste.opportunities.terms import Terms
from foretaste.trials import queries as trials
from foretaste.web.asking.cards import where_of
from foretaste.web.templatetags.ui import day as day_words
from foretaste.web.templatetags.ui import money as money_words
from foretaste.web.templatetags.ui import when as when_words
from foretaste.web.trials.shown import parts_of

if TYPE_CHECKING:
    from foretaste.opportunities.models import Offer


def page(offer: Offer, at: dt.datetime) -> dict[str, Any]:
    terms = offer.frozen_terms
    carries = trials.will_carry_bonus(
        intern_id=offer.application.intern_id, organization_id=offer.application.opportunity.organization_id, at=at
    )
    bonus = terms.exit_bonus if carries else [0] * len(terms.days)
    may_answer = offer.state == lifecycle.Offer.OPEN and at < offer.answer_by
    days = [dt.date.fromisoformat(one.on) for one in terms.days]
    state, kind = _state(offer, may_answer)
    zone = terms.place.time_zone

    def amount(minor: int) -> Amount:
        return Amount(minor, terms.currency)

    return {
        "offer": offer,
        "company": terms.company.name,
        "state_tag": state,
        "state_kind": kind,
        "headline": _("%(company)s welcomes you") % {"company": terms.company.name} if may_answer else terms.title,
        "lead": _lead(offer, terms, may_answer, zone),
        "may_answer": may_answer,
        "answer_by": when_words(offer.answer_by, zone),
        "dates": days,
        "hours": _hours(terms),
        "where": _where(terms),
        "clash": _clash(offer, terms),
        "full_pay": amount(terms.full_pay_minor),
        "pay_says": _pay_says(terms),
        "leaving": _leaving(terms, bonus),
        "held_says": _("%(sum)s has been held for this since before you were asked.")
        % {"sum": money_words(amount(terms.full_pay_minor))},
        "waits_say": _waits_say(offer, at) if may_answer else "",
        "bonus": _bonus(terms, carries),
        "days_heading": _("One door, one day")
        if len(days) == 1
        else _("%(count)s doors, one a day") % {"count": _number(len(days))},
        "doors": [
            {"state": "offer", "when": day_words(on, "short"), "pay": money_words(amount(one.pay_minor))}
            for on, one in zip(days, terms.days, strict=True)
        ],
        "plan": terms.days,
        "endings": [(how, amount(pay)) for how, pay in _endings(terms, bonus)],
        "parts": parts_of(offer.text)[1:],
        "level": 3,
    }


def _waits_say(offer: Offer, at: dt.datetime) -> str:
    """What may delay the payout, said before the signature. An earning is never delayed."""
    by_card, review = money.payout_waits_for(offer.seat.public_id, offer.application.intern.public_id, at)
    said = []
    if by_card:
        said.append(
            _("The company paid by card, and such money leaves for your bank %(days)s days after the end.")
            % {"days": by_card}
        )
    if review:
        said.append(
            _(
                "It is a first trial between new parties: somebody looks before it leaves for your bank, "
                "%(days)s days at most."
            )
            % {"days": review}
        )
    return " ".join([*said, _("What you earn is yours at once all the same.")]) if said else ""


def _number(count: int) -> str:
    return [_("No"), _("One"), _("Two"), _("Three"), _("Four"), _("Five")][count]


def _state(offer: Offer, may_answer: bool) -> tuple[str, str]:
    if may_answer:
        return _("You are welcome"), "now"
    if offer.state == lifecycle.Offer.OPEN:
        return _("The time to answer is over"), ""
    return str(offer.get_state_display()), "in" if offer.state == lifecycle.Offer.ACCEPTED else ""


def _lead(offer: Offer, terms: Terms, may_answer: bool, zone: str) -> str:
    if may_answer:
        return _("“%(title)s” is yours to take until %(moment)s. Everything both sides sign stands on this page.") % {
            "title": terms.title,
            "moment": when_words(offer.answer_by, zone),
        }
    return {
        lifecycle.Offer.ACCEPTED: _("You have said yes. The agreement stands on the trial’s page."),
        lifecycle.Offer.DECLINED: _("You have let it go. Nothing changes for you."),
        lifecycle.Offer.WITHDRAWN: _("The company has taken it back. Nothing of yours was signed."),
    }.get(lifecycle.Offer(offer.state), _("The time to answer is over. The place has gone to someone else, or nobody."))


def _hours(terms: Terms) -> str:
    spans = {(one.starts, one.ends) for one in terms.days}
    start, end = min(one.starts for one in terms.days), max(one.ends for one in terms.days)
    words = _("%(start)s to %(end)s") % {"start": start, "end": end}
    return words if len(spans) == 1 else _("between %(hours)s") % {"hours": words}


def _where(terms: Terms) -> str:
    place = terms.place
    if place.kind == "remote":
        return where_of(place.kind, place.city)
    return ", ".join(told_once(place.address, place.city))


def _clash(offer: Offer, terms: Terms) -> str:
    slots = [(dt.datetime.fromisoformat(one.starts_at), dt.datetime.fromisoformat(one.ends_at)) for one in terms.days]
    if offer.state != lifecycle.Offer.OPEN or not (day := trials.clash(offer.application.intern_id, slots)):
        return ""
    return _("On %(day)s you have agreed to “%(title)s” at %(company)s. Let one of them go first.") % {
        "day": day_words(day.on),
        "title": day.trial.title,
        "company": day.trial.organization.name,
    }


def _pay_says(terms: Terms) -> str:
    one = money_words(Amount(terms.day_pay[0], terms.currency))
    before_tax = _(", before tax") if terms.engagement_type != "contractor" else ""
    if len(terms.days) == 1:
        return _("for one day") + before_tax
    if len(set(terms.day_pay)) == 1:
        words = _("for %(count)s days, %(pay)s each") % {"count": _number(len(terms.days)).lower(), "pay": one}
    else:
        words = _("for %(count)s days") % {"count": _number(len(terms.days)).lower()}
    return words + before_tax


def _leaving(terms: Terms, bonus: list[int]) -> list[dict[str, Any]]:
    pay, money = terms.day_pay, terms.currency
    lines: list[dict[str, Any]] = []
    for number in range(1, len(pay)):
        hint = ""
        if bonus[number - 1]:
            hint = _("%(days)s + %(bonus)s goodbye bonus") % {
                "days": money_words(Amount(sum(pay[:number]), money)),
                "bonus": money_words(Amount(bonus[number - 1], money)),
            }
        label = _("On day %(number)s") % {"number": number}
        lines.append({"label": label, "amount": Amount(exit_pays(pay, bonus, number), money), "hint": hint})
    last = (
        _("On day %(number)s, or stay to the end") % {"number": len(pay)}
        if len(pay) > 1
        else _("Any moment of the day")
    )
    return [*lines, {"label": last, "amount": Amount(sum(pay), money), "hint": ""}]


def _bonus(terms: Terms, carries: bool) -> dict[str, str]:
    """The cap, said before signing. It counts agreements, never exits."""
    words = {"count": settings.BONUS_AGREEMENTS, "days": settings.BONUS_WINDOW_DAYS, "company": terms.company.name}
    rule = (
        _(
            "Your first %(count)s agreements in any %(days)s days carry the goodbye bonus,"
            " and only the first with a given company. Agreements are counted, never how they ended."
        )
        % words
    )
    if not any(terms.exit_bonus):
        return {
            "heading": _("No goodbye bonus"),
            "text": _("These terms have none. Every day you start is paid in full all the same."),
        }
    if carries:
        return {"heading": _("This one carries the goodbye bonus"), "text": rule}
    return {
        "heading": _("This one carries no goodbye bonus"),
        "text": rule + " " + _("If you sign this one, leaving pays the days you started, without the bonus."),
    }


def _endings(terms: Terms, bonus: list[int]) -> list[tuple[str, int]]:
    """Every ending of the law's table, in the intern's words."""
    company, count = terms.company.name, len(terms.days)
    rows = []
    for cost in costs(terms.day_pay, bonus, terms.kill_fee_minor, terms.fee_basis_points):
        words = {"company": company, "number": cost.days_started}
        how = {
            Ending.COMPLETION: _("You stay to the end"),
            Ending.EXIT: _("You leave on day %(number)s, or before the next one starts"),
            Ending.EXIT_BEFORE_START: _("You leave before day 1"),
            Ending.COMPANY_WITHDRAWS: _("%(company)s withdraws at least 24 hours before day 1"),
            Ending.COMPANY_WITHDRAWS_LATE: _("%(company)s withdraws later"),
            Ending.EARLY_END: _("%(company)s ends it early, on any day"),
            Ending.COMPANY_NO_SHOW: _("Nobody is there for you"),
            Ending.INTERN_NO_SHOW: _("You never check in, and never claim it"),
            Ending.SENT_AWAY: _(
                "You are sent away on day 1 for safety or misconduct: at least, a person decides on the rest"
            ),
        }.get(cost.ending)
        if how and not (cost.ending == Ending.EXIT and cost.days_started == count):
            rows.append((how % words, cost.sums.paid_total))
    return rows

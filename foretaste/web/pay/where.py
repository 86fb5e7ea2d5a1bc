"""Where money goes and when it is there, in plain words. One sentence, and it is true."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from babel import dates
from django.utils.translation import get_language, to_locale
from django.utils.translation import gettext as _

from foretaste.core import calendars
from foretaste.core.amounts import Amount
from foretaste.money.queries import (
    PAYROLL_DUE_AFTER,
    Place,
    payout_delay,
    place_of,
    provider_asks,
    review_of,
)
from foretaste.web.templatetags.ui import day as day_words
from foretaste.web.templatetags.ui import hour as hour_words
from foretaste.web.templatetags.ui import money as money_words
from foretaste.web.templatetags.ui import when as when_words

if TYPE_CHECKING:
    from foretaste.money.models import Payout, PayoutAccount
    from foretaste.trials.models import Trial, TrialDay

WAITING, NEEDS_ACCOUNT, SENT, ARRIVED, RETURNED = "waiting", "needs_account", "sent", "arrived", "returned"
AT_THE_BANK_BY = dt.time(18)  # on the next working day


def ending_of(account: PayoutAccount) -> str:
    """The last four characters: enough to know it again, too little to use."""
    return account.number[-4:]


def arrives_by(leaves_at: dt.datetime, country: str, zone: str, region: str = "") -> dt.datetime:
    """Return when a payout is at the bank: 18:00 on the next working day of the place."""
    day = calendars.local_date(leaves_at, zone) + dt.timedelta(days=1)
    while not calendars.is_working_day(day, country, region or None):
        day += dt.timedelta(days=1)
    return calendars.moment(day, AT_THE_BANK_BY, zone)


def before_leaving(trial: Trial, account: PayoutAccount | None, at: dt.datetime) -> tuple[str, str]:
    """Say where an exit's money would go: as a line of its own, and after the sum in a sentence."""
    if payroll := payroll_of(trial):
        due = day_words(at + PAYROLL_DUE_AFTER, trial.time_zone)
        return (
            _("Through the payroll of %(payer)s by %(day)s, before tax") % {"payer": payroll, "day": due},
            _("goes to you through the payroll of %(payer)s by %(day)s, before tax.") % {"payer": payroll, "day": due},
        )
    if account is None:
        return (
            _("Yours at once. Add your account afterwards, and it goes out the same hour."),
            _("is yours at once, and goes out as soon as you have added your account."),
        )
    if not account.is_usable:
        return (
            _("Yours at once. Your bank refused the account ending %(end)s: correct it, and it goes out.")
            % {"end": ending_of(account)},
            _("is yours at once, and goes out as soon as you have corrected your account."),
        )
    delay = max(payout_delay(trial.public_id), review_of(trial.public_id, trial.intern.public_id))
    words = {
        "end": ending_of(account),
        "moment": when_words(arrives_by(at + delay, trial.country, trial.time_zone, trial.region), trial.time_zone),
    }
    return (
        _("In the account ending %(end)s by %(moment)s") % words,
        _("goes to the account ending %(end)s by %(moment)s.") % words,
    )


def payroll_of(trial: Trial) -> str:
    """Return who pays where not Foretaste does."""
    kind = trial.terms.get("engagement_type")
    if kind == "employee":
        return trial.organization.name
    return _("the employer of record") if kind == "employer_of_record" else ""


def needs_account(payout: Payout, account: PayoutAccount | None) -> bool:
    """Say whether a payout waits for its person to name an account."""
    return payout.state in (NEEDS_ACCOUNT, "unclaimed") and not (account and account.is_usable)


def payout_line(
    payout: Payout, trial: Trial, account: PayoutAccount | None = None, asks: bool | None = None
) -> dict[str, str]:
    """Say where one payout is. `account` is the person's current one: a payout takes it when it is sent.

    `asks` says that the provider wants an answer of them first; who has not looked yet leaves it to be looked up.
    """
    zone, at = trial.time_zone, calendars.now()
    waits = payout.state not in (SENT, ARRIVED)
    if asks is None:
        asks = waits and provider_asks(payout.person_id)
    place = place_of(payout, account, asks=asks, at=at)
    end = ending_of(payout.account) if payout.account and not waits else ending_of(account) if account else ""
    match place:
        case Place.ARRIVED:
            text = _("Arrived in the account ending %(end)s on %(moment)s") % {
                "end": end,
                "moment": when_words(payout.arrived_at, zone),
            }
            if payout.converted_currency:
                made = Amount(payout.converted_minor, payout.converted_currency)
                text += _(". Its bank made %(sum)s of it, at the rate of that day") % {"sum": money_words(made)}
            return {"icon": "check", "text": text}
        case Place.SENT | Place.LATE:
            expected = payout.expected_at or arrives_by(
                payout.sent_at or payout.created_at, trial.country, zone, trial.region
            )
            words = {"end": end, "moment": when_words(expected, zone)}
            if place is Place.LATE or (payout.expected_at is None and expected < at):
                text = _("On its way to the account ending %(end)s. It was due there by %(moment)s and is late") % words
            else:
                text = _("On its way to the account ending %(end)s, there by %(moment)s") % words
            return {"icon": "send", "text": text}
        case Place.NO_ACCOUNT if payout.not_before > at:
            text = _("Yours. It waits for your account and goes out on %(moment)s.") % {
                "moment": when_words(payout.not_before, zone)
            }
            return {"icon": "landmark", "text": text}
        case Place.NO_ACCOUNT:
            return {"icon": "landmark", "text": _("Yours. It waits for your account and goes out the same hour.")}
        case Place.KEPT:
            return {
                "icon": "landmark",
                "text": _("Yours, and kept for you: it could not be sent for long. Add your account and it goes out."),
            }
        case Place.RETURNED:
            return {
                "icon": "triangle-alert",
                "text": _("Your bank sent it back. Correct the account and it goes out again."),
            }
        case Place.ASKED if payout.not_before > at:
            text = _(
                "Yours. The payment provider asks you for something first: answer it, and it goes out on %(moment)s."
            ) % {"moment": when_words(payout.not_before, zone)}
            return {"icon": "landmark", "text": text}
        case Place.ASKED:
            text = _("Yours. The payment provider asks you for something first: answer it, and it goes out at once.")
            return {"icon": "landmark", "text": text}
        case Place.DELAYED if reason := _why_delayed(payout, zone):
            return {"icon": "hourglass", "text": reason}
        case Place.LEAVING if payout.state != WAITING:  # the account was given this moment; a job sends it
            text = _("Yours. It goes out in a moment, to the account ending %(end)s.") % {"end": end}
            return {"icon": "clock", "text": text}
    leaves = max(payout.not_before, at)
    words = {"end": end, "moment": when_words(arrives_by(leaves, trial.country, zone, trial.region), zone)}
    return {"icon": "clock", "text": _("By %(moment)s it is in the account ending %(end)s") % words}


def _why_delayed(payout: Payout, zone: str) -> str:
    """Say which rule makes a payout wait; "" where none does, and it is only tried again within the hour."""
    words = {"moment": when_words(payout.not_before, zone)}
    if payout.review_until is not None and payout.reviewed_at is None and payout.review_until == payout.not_before:
        says = _(
            "Yours. It is a first trial between new parties, so somebody looks before it goes out: "
            "on %(moment)s at the latest."
        )
        return says % words
    if payout.not_before == payout.created_at + payout_delay(payout.trial_id):
        return _("Yours. It goes out on %(moment)s: the company paid by card, and such money waits that long.") % words
    return ""


# --- days -------------------------------------------------------------------------------------------
def weekday(on: dt.date) -> str:
    return dates.format_date(on, "EEEE", locale=to_locale(get_language() or "en"))


def day_line(trial: Trial, day: TrialDay, today: dt.date | None) -> dict[str, Any]:
    """One started day: its pay, and why it is theirs."""
    assert day.checked_in_at is not None
    if day.on == today:
        hint = _("Started at %(hour)s, so paid in full") % {"hour": hour_words(day.checked_in_at, trial.time_zone)}
        return {"label": _("Today"), "amount": trial.amount(day.pay_minor), "hint": hint}
    label = weekday(day.on) if today else day_words(day.on)
    return {"label": label, "amount": trial.amount(day.pay_minor), "hint": _("Worked")}

"""One next step, one date, one sum; and what else waits."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from foretaste.accounts.actors import Actor
from foretaste.core.amounts import Amount
from foretaste.evaluations import queries as evaluations
from foretaste.opportunities import lifecycle
from foretaste.opportunities import queries as opportunities
from foretaste.trials import queries as trials
from foretaste.trials.lifecycle import State
from foretaste.web.templatetags.ui import when as when_words
from foretaste.web.trials import shown

if TYPE_CHECKING:
    from foretaste.evaluations.models import Exchange
    from foretaste.opportunities.models import Application, Offer
    from foretaste.trials.models import Trial


@dataclass(frozen=True)
class Step:
    """Something that waits for the intern, with its date and its sum."""

    urgency: int  # the lowest is the next step
    due: dt.datetime
    tag: str
    tag_kind: str
    heading: str
    text: str
    button: str
    url: str
    date_label: str
    date: str
    sum_label: str
    sum: Amount
    icon: str

    def as_row(self) -> dict[str, Any]:
        return {
            "title": self.heading,
            "url": self.url,
            "hint": f"{self.date_label}: {self.date}",
            "tag": self.tag,
            "tag_kind": self.tag_kind,
            "icon": self.icon,
        }


def steps(by: Actor, mine: list[Trial], at: dt.datetime) -> list[Step]:
    """Return what waits, the most urgent first: a day that runs, an offer, a day to come, an invitation, a view."""
    found = [_of_trial(trial, at) for trial in mine if trial.is_running]
    found += [_of_offer(offer, at) for offer in open_offers(by, at)]
    found += [
        _of_invitation(one)
        for one in opportunities.applications_visible_to(by)
        .filter(state=lifecycle.Application.INVITED)
        .select_related("opportunity__organization")
    ]
    by_id = {trial.public_id: trial for trial in mine}
    found += [
        _of_exchange(one, by_id[one.trial_id])
        for one in evaluations.awaiting_evaluation_from(by, at=at)
        if one.trial_id in by_id
    ]
    return sorted(found, key=lambda step: (step.urgency, step.due))


def open_offers(by: Actor, at: dt.datetime) -> list[Offer]:
    return list(
        opportunities.offers_visible_to(by)
        .filter(state=lifecycle.Offer.OPEN, answer_by__gt=at)
        .select_related("application__opportunity__organization")
    )


def _of_trial(trial: Trial, at: dt.datetime) -> Step:
    days = trials.days_of(trial)
    day = shown.current_day(trial, days, at)
    full = trial.amount(sum(one.pay_minor for one in days))
    url = reverse("trials:trial", args=[trial.public_id])
    words = {"company": trial.organization.name, "number": day.number, "title": day.title or trial.title}
    opens, starts = when_words(day.check_in_opens_at, trial.time_zone), when_words(day.starts_at, trial.time_zone)
    if day.check_in_is_open(at):
        return Step(
            0,
            day.starts_at,
            _("Today"),
            "now",
            _("Say that you are here"),
            _("Day %(number)s at %(company)s: %(title)s. From the moment you check in, today is yours.") % words,
            _("To today"),
            url,
            _("Starts"),
            starts,
            _("Today pays"),
            trial.amount(day.pay_minor),
            "hand",
        )
    if day.is_started and at <= day.ends_at:
        now = trials.if_you_leave_now(trial, at)
        return Step(
            0,
            day.ends_at,
            _("Under way"),
            "now",
            _("Day %(number)s at %(company)s") % words,
            _("%(title)s. Today is yours. Stay or leave, as you like.") % words,
            _("To today"),
            url,
            _("Today ends"),
            when_words(day.ends_at, trial.time_zone),
            _("Yours if you leave now"),
            trial.amount(now.sums.paid_total),
            "footprints",
        )
    heading = (
        _("Day %(number)s at %(company)s is next") if trial.state == State.UNDER_WAY else _("%(company)s expects you")
    )
    if at > day.ends_at:
        return Step(
            1,
            day.claim_closes_at,
            _("Over"),
            "",
            _("Your days at %(company)s are over") % words,
            _("Were you there and forgot to say so? You can still claim the day."),
            _("See the trial"),
            url,
            _("Until"),
            when_words(day.claim_closes_at, trial.time_zone),
            _("That day pays"),
            trial.amount(day.pay_minor),
            "history",
        )
    return Step(
        2,
        day.starts_at,
        _("Agreed"),
        "in",
        heading % words,
        _("Everything for the day stands on its page. You can check in from %(opens)s.") % {"opens": opens},
        _("Get ready"),
        url,
        _("Starts"),
        starts,
        _("All days pay"),
        full,
        "calendar-days",
    )


def _of_offer(offer: Offer, at: dt.datetime) -> Step:
    terms = offer.frozen_terms
    return Step(
        1,
        offer.answer_by,
        _("You are welcome"),
        "now",
        _("%(company)s welcomes you") % {"company": terms.company.name},
        _("“%(title)s” is yours to take. Read what both of you sign, then say yes or let it go.")
        % {"title": terms.title},
        _("Read and answer"),
        reverse("me:offer", args=[offer.public_id]),
        _("Answer by"),
        when_words(offer.answer_by, terms.place.time_zone),
        _("You are paid"),
        Amount(terms.full_pay_minor, terms.currency),
        "door-open",
    )


def _of_invitation(one: Application) -> Step:
    opportunity = one.opportunity
    return Step(
        3,
        one.answer_due_at,
        _("Invitation"),
        "note",
        _("%(company)s asks you") % {"company": opportunity.organization.name},
        _("They would like you for “%(title)s”. Three short questions, or a no.") % {"title": opportunity.title},
        _("Look at it"),
        reverse("ask:ask", args=[opportunity.public_id]),
        _("Answer by"),
        when_words(one.answer_due_at, opportunity.time_zone),
        _("You are paid"),
        opportunity.full_pay,
        "mail",
    )


def _of_exchange(exchange: Exchange, trial: Trial) -> Step:
    return Step(
        4,
        exchange.closes_at,
        _("Under seal"),
        "note",
        _("Say how it was at %(company)s") % {"company": trial.organization.name},
        _("A few taps and as many words as you like. It opens together with theirs."),
        _("Say how it was"),
        reverse("evaluations:evaluation", args=[trial.public_id]),
        _("Until"),
        when_words(exchange.closes_at, trial.time_zone),
        _("It paid you"),
        trial.amount(trial.paid_minor),
        "stamp",
    )

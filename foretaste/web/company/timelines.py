"""What happened, in words: the histories of a posting and of a trial as one line each."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foretaste.trials import queries as trials

if TYPE_CHECKING:
    from foretaste.opportunities.models import Opportunity
    from foretaste.trials.models import Trial

POSTING: dict[str, Any] = {
    "draft": gettext_lazy("Draft started"),
    "wait_for_confirmation": gettext_lazy("Sent to the operator: the pay is to be confirmed"),
    "wage_confirmed": gettext_lazy("The operator has confirmed the pay"),
    "go_back_to_draft": gettext_lazy("Sent back by the operator"),
    "publish": gettext_lazy("Published"),
    "close_filled": gettext_lazy("Closed: every seat is taken"),
    "close_past": gettext_lazy("Closed: its first day came"),
    "close": gettext_lazy("Closed"),
}
SEAT: dict[str, Any] = {
    "start_funding": gettext_lazy("Seat %(number)d: payment started"),
    "funding_failed": gettext_lazy("Seat %(number)d: the payment did not go through"),
    "funded": gettext_lazy("Seat %(number)d: funded"),
    "offer": gettext_lazy("Seat %(number)d: somebody was welcomed"),
    "release": gettext_lazy("Seat %(number)d: free again"),
    "take": gettext_lazy("Seat %(number)d: taken, both have signed"),
    "withdraw": gettext_lazy("Seat %(number)d: withdrawn"),
}
TRIAL: dict[str, Any] = {
    "agree": gettext_lazy("Both have signed"),
    "start_first_day": gettext_lazy("Day 1 started"),
    "start_next_day": gettext_lazy("A day started"),
    "exit": gettext_lazy("The intern left"),
    "exit_between_days": gettext_lazy("The intern left"),
    "exit_before_start": gettext_lazy("The intern left before the start"),
    "withdraw": gettext_lazy("You withdrew"),
    "withdraw_late": gettext_lazy("You withdrew less than 24 hours before the start"),
    "end_early": gettext_lazy("You ended it early"),
    "send_away": gettext_lazy("You sent the intern away"),
    "find_company_absent": gettext_lazy("Nobody of yours was there"),
    "find_intern_absent": gettext_lazy("The intern did not come"),
    "complete": gettext_lazy("Finished"),
    "uphold_told_to_leave": gettext_lazy("Decided: the intern was told to leave"),
    "uphold_company_absent": gettext_lazy("Decided: nobody of yours was there"),
    "close": gettext_lazy("Closed: nothing is held or undecided any more"),
}

TO_THE_OPERATOR: dict[str, Any] = {
    "withdraw": gettext_lazy("The company withdrew"),
    "withdraw_late": gettext_lazy("The company withdrew less than 24 hours before the start"),
    "end_early": gettext_lazy("The company ended it early"),
    "send_away": gettext_lazy("The company sent the intern away"),
    "find_company_absent": gettext_lazy("Nobody of the company was there"),
    "uphold_company_absent": gettext_lazy("Decided: nobody of the company was there"),
}


@dataclass(frozen=True)
class Happened:
    at: dt.datetime
    zone: str
    what: str
    who: str = ""


def of_opportunity(opportunity: Opportunity) -> list[Happened]:
    """Return a posting's history and that of its seats, the latest first."""
    zone = opportunity.time_zone or "UTC"
    rows = [
        Happened(row.at, zone, str(POSTING[row.transition]), str(row.actor or ""))
        for row in opportunity.history.select_related("actor")
        if row.transition in POSTING
    ]
    for seat in opportunity.seats.prefetch_related("history__actor"):
        rows += [
            Happened(row.at, zone, str(SEAT[row.transition]) % {"number": seat.number}, str(row.actor or ""))
            for row in seat.history.all()
            if row.transition in SEAT
        ]
    return sorted(rows, key=lambda row: row.at, reverse=True)


def of_trial(trial: Trial, *, to_the_company: bool = True) -> list[Happened]:
    """Return a trial's history with its cases, as the company may read it, the latest first."""
    zone, words = trial.time_zone, TRIAL if to_the_company else TRIAL | TO_THE_OPERATOR
    rows = [
        Happened(row.at, zone, str(words.get(row.transition, row.transition)), str(row.actor or ""))
        for row in trials.history_of(trial)
    ]
    for case in trial.cases.select_related("opened_by", "decided_by"):
        rows.append(Happened(case.opened_at, zone, str(case.get_kind_display()), str(case.opened_by)))
        if case.decided_at:
            decided = _("%(kind)s: %(outcome)s") % {
                "kind": case.get_kind_display(),
                "outcome": case.get_outcome_display() or case.get_state_display(),
            }
            rows.append(Happened(case.decided_at, zone, decided))
    return sorted(rows, key=lambda row: row.at, reverse=True)

"""Questions of fact: opened, answered, decided, and put before the operator."""

from __future__ import annotations

from typing import Any

from foretaste.core.events import subscribes_to
from foretaste.messaging import letters, sources
from foretaste.messaging.subscribers.telling import tell, tell_both
from foretaste.trials import events as trials

NEED_A_DECISION = {"contested_start", "told_to_leave", "sent_away"}


@subscribes_to(trials.CaseOpened)
def say_that_a_case_is_open(event: trials.CaseOpened) -> None:
    case = sources.case(event.case_id)
    trial = sources.trial(event.trial_id)
    by_intern = case.opened_by_id == trial.intern_id
    tell_both(
        trial,
        f"case_opened:{event.case_id}",
        lambda of_company: letters.case_opened(
            trial_id=event.trial_id,
            title=trial.title,
            kind=event.kind,
            day=case.day,
            answer_by=case.answer_due_at or case.due_at,
            zone=trial.time_zone,
            yours=by_intern is not of_company,
            of_company=of_company,
        ),
    )
    if event.kind in NEED_A_DECISION:
        _ask_the_operator(case, trial)


def _ask_the_operator(case: Any, trial: Any) -> None:
    tell(
        sources.staff_of_operator(),
        f"case_needs_a_decision:{case.public_id}",
        lambda: letters.case_needs_a_decision(
            kind=case.kind, title=trial.title, due_at=case.due_at, zone=trial.time_zone
        ),
    )


@subscribes_to(trials.CaseAnswered)
def ask_the_operator_to_decide(event: trials.CaseAnswered) -> None:
    _ask_the_operator(sources.case(event.case_id), sources.trial(event.trial_id))


@subscribes_to(trials.CaseDecided)
def say_how_a_case_was_decided(event: trials.CaseDecided) -> None:
    case = sources.case(event.case_id)
    trial = sources.trial(event.trial_id)
    tell_both(
        trial,
        f"case_decided:{event.case_id}",
        lambda of_company: letters.case_decided(
            trial_id=event.trial_id,
            title=trial.title,
            kind=event.kind,
            for_intern=event.outcome == "for_intern",
            by_time=case.state == "defaulted",
            reasons=case.decision,
            of_company=of_company,
        ),
    )

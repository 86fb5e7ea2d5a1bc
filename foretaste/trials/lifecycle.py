"""The life of a trial: its states, who may move it where, and what each ending pays, as one table. Pure.

`TRANSITIONS` is the table; `docs/lifecycle.md` is generated from it. What an ending pays is a column:
the row in `money.endings.TABLE` its ending names, so an ending without pay can't be written.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from foretaste.accounts.actors import Role
from foretaste.money.endings import REFUND_WAITS, TABLE, WITHDRAWAL_NOTICE, Ending, Row


class State(StrEnum):
    AGREED = "agreed"
    UNDER_WAY = "under_way"
    ENDED = "ended"  # and settled: one transaction
    CLOSED = "closed"  # nothing is held, waiting or undecided any more


class Outcome(StrEnum):
    """How a case is decided."""

    FOR_INTERN = "for_intern"
    FOR_COMPANY = "for_company"


class Kind(StrEnum):
    """What a person may have to decide."""

    MISSED_CHECK_IN = "missed_check_in"
    COMPANY_NO_SHOW = "company_no_show"
    CONTESTED_START = "contested_start"
    TOLD_TO_LEAVE = "told_to_leave"
    SENT_AWAY = "sent_away"


# --- how long things take ---------------------------------------------------------------------
CHECK_IN_OPENS_BEFORE = dt.timedelta(minutes=60)
CLAIM_WINDOW = dt.timedelta(hours=48)  # after the day's planned end
NO_SHOW_REPORT_AFTER = dt.timedelta(minutes=30)  # after the planned start
NO_SHOW_ANSWER_WITHIN = dt.timedelta(hours=2)
CONTEST_WINDOW = dt.timedelta(hours=24)  # after the check-in
TOLD_TO_LEAVE_WINDOW = REFUND_WAITS  # after an exit
LONGEST_SPAN_DAYS = 7
SECOND_TRIAL_WINDOW = dt.timedelta(days=90)
TRIALS_OF_A_PAIR = 2  # within that window
NO_SHOWS_BEFORE_A_PAUSE = 3  # unexplained ones: then the operator may pause new applications, and only then
CLOSES_AFTER = dt.timedelta(hours=48)  # after the ending, at the earliest

COMPANY = frozenset({Role.RECRUITER, Role.SUPERVISOR})
HOSTS = COMPANY | {Role.COLLEAGUE}
INTERN = frozenset({Role.INTERN})
OPERATOR = frozenset({Role.OPERATOR})
CLOCK = frozenset({Role.CLOCK})


@dataclass(frozen=True)
class Transition:
    """One way a trial may move."""

    name: str
    from_states: frozenset[State | None]  # None: there is no trial yet
    to_state: State
    roles: frozenset[Role]
    ending: Ending | None = None  # a transition that ends the trial, or changes how it ended

    @property
    def pays(self) -> Row | None:
        """What this ending pays: its row of the law's table."""
        return TABLE[self.ending] if self.ending else None


def _table(*rows: Transition) -> dict[str, Transition]:
    return {row.name: row for row in rows}


_A, _U, _E, _C = State.AGREED, State.UNDER_WAY, State.ENDED, State.CLOSED


def _from(*states: State | None) -> frozenset[State | None]:
    return frozenset(states)


TRANSITIONS: dict[str, Transition] = _table(
    Transition("agree", _from(None), _A, INTERN),
    Transition("start_first_day", _from(_A), _U, INTERN | HOSTS | OPERATOR),
    Transition("start_next_day", _from(_U), _U, INTERN | HOSTS | OPERATOR),
    Transition("exit", _from(_U), _E, INTERN, Ending.EXIT),
    Transition("exit_between_days", _from(_U), _E, INTERN, Ending.EXIT_BETWEEN_DAYS),
    Transition("exit_before_start", _from(_A), _E, INTERN, Ending.EXIT_BEFORE_START),
    Transition("leave_ill", _from(_U), _E, CLOCK, Ending.EXIT_BETWEEN_DAYS),
    Transition("leave_ill_before_start", _from(_A), _E, CLOCK, Ending.EXIT_BEFORE_START),
    Transition("withdraw", _from(_A), _E, COMPANY, Ending.COMPANY_WITHDRAWS),
    Transition("withdraw_late", _from(_A), _E, COMPANY, Ending.COMPANY_WITHDRAWS_LATE),
    Transition("end_early", _from(_U), _E, COMPANY, Ending.EARLY_END),
    Transition("send_away", _from(_U), _E, COMPANY, Ending.SENT_AWAY),
    Transition("find_company_absent", _from(_U), _E, COMPANY | OPERATOR | CLOCK, Ending.COMPANY_NO_SHOW),
    Transition("find_intern_absent", _from(_A, _U), _E, CLOCK, Ending.INTERN_NO_SHOW),
    Transition("complete", _from(_U), _E, CLOCK, Ending.COMPLETION),
    Transition("uphold_told_to_leave", _from(_E), _E, COMPANY | OPERATOR | CLOCK, Ending.TOLD_TO_LEAVE),
    Transition("uphold_company_absent", _from(_E), _E, COMPANY | OPERATOR | CLOCK, Ending.COMPANY_NO_SHOW),
    Transition("close", _from(_E), _C, CLOCK),
)


@dataclass(frozen=True)
class Ruling:
    """One row of the table of rulings: who opens a case, until when, and what happens when nobody rules."""

    kind: Kind
    opened_by: frozenset[Role]
    answered_by: frozenset[Role]
    working_days: int  # until the ruling is due
    when_nobody_rules: Outcome | None  # None: the money stays held, and the queue says since when
    window: str


RULINGS: dict[Kind, Ruling] = {
    row.kind: row
    for row in (
        Ruling(Kind.MISSED_CHECK_IN, INTERN, COMPANY, 2, None, "from the day's planned end until 48 hours after it"),
        Ruling(
            Kind.COMPANY_NO_SHOW,
            INTERN,
            COMPANY,
            2,
            None,
            "after a check-in, from 30 minutes after the planned start until the day's planned end; "
            "no answer within 2 hours decides it for the intern",
        ),
        Ruling(
            Kind.CONTESTED_START,
            COMPANY,
            INTERN,
            5,
            Outcome.FOR_INTERN,
            "within 24 hours of a check-in the intern made alone; moves no money of the trial",
        ),
        Ruling(Kind.TOLD_TO_LEAVE, INTERN, COMPANY, 5, Outcome.FOR_INTERN, "within 24 hours of an exit"),
        Ruling(Kind.SENT_AWAY, COMPANY, INTERN, 5, Outcome.FOR_INTERN, "opened by the sending away itself"),
    )
}


def may_move(name: str, state: State | None, roles: frozenset[Role]) -> bool:
    """Say whether a trial in this state may make this transition at the word of these roles."""
    row = TRANSITIONS[name]
    return state in row.from_states and bool(roles & row.roles)


def exit_transition(*, started: bool, today_ends_at: dt.datetime | None, at: dt.datetime) -> str:
    """Name the exit an intern makes now. `today_ends_at` is the planned end of the last day started."""
    if not started or today_ends_at is None:
        return "exit_before_start"
    return "exit" if at <= today_ends_at else "exit_between_days"


def withdrawal_transition(*, starts_at: dt.datetime, at: dt.datetime) -> str:
    """Name the withdrawal a company makes now: in time, or late."""
    return "withdraw" if at <= starts_at - WITHDRAWAL_NOTICE else "withdraw_late"


def check_in_is_open(*, starts_at: dt.datetime, ends_at: dt.datetime, at: dt.datetime) -> bool:
    """From 60 minutes before the day's planned start to its planned end."""
    return starts_at - CHECK_IN_OPENS_BEFORE <= at <= ends_at


def claim_is_open(*, ends_at: dt.datetime, at: dt.datetime) -> bool:
    return ends_at < at <= ends_at + CLAIM_WINDOW


def contest_is_open(*, checked_in_at: dt.datetime, at: dt.datetime) -> bool:
    return at <= checked_in_at + CONTEST_WINDOW


def no_show_report_is_open(*, starts_at: dt.datetime, ends_at: dt.datetime, at: dt.datetime) -> bool:
    return starts_at + NO_SHOW_REPORT_AFTER <= at <= ends_at

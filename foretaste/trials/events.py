"""What happened to a trial. Who is told, and how, is for those above to say."""

from __future__ import annotations

from dataclasses import dataclass

from foretaste.core.events import Event


@dataclass(frozen=True, kw_only=True)
class TrialAgreed(Event):
    """Both have signed; seat and fund are the trial's."""

    trial_id: str


@dataclass(frozen=True, kw_only=True)
class HostNamed(Event):
    """Somebody else of the company hosts the trial from now on."""

    trial_id: str
    host_id: str
    at: str


@dataclass(frozen=True, kw_only=True)
class DayStarted(Event):
    """Someone is there: the day's pay is theirs."""

    trial_id: str
    day: int


@dataclass(frozen=True, kw_only=True)
class TrialEnded(Event):
    """Ended and settled. `days_started` is 0 where the trial was never lived: nothing to evaluate then."""

    trial_id: str
    ending: str
    days_started: int


@dataclass(frozen=True, kw_only=True)
class EndingChanged(Event):
    """A decision after an exit changed how the trial ended, and so what it pays."""

    trial_id: str
    ending: str


@dataclass(frozen=True, kw_only=True)
class TrialClosed(Event):
    trial_id: str


@dataclass(frozen=True, kw_only=True)
class CaseOpened(Event):
    """Something waits for an answer or a decision. `kind` as in `lifecycle.Kind`."""

    case_id: str
    trial_id: str
    kind: str


@dataclass(frozen=True, kw_only=True)
class CaseAnswered(Event):
    """The other side has said what it has to say; a person has to decide."""

    case_id: str
    trial_id: str
    kind: str


@dataclass(frozen=True, kw_only=True)
class CaseDecided(Event):
    """By the other side's yes, by a person, or because nobody ruled in time."""

    case_id: str
    trial_id: str
    kind: str
    outcome: str


@dataclass(frozen=True, kw_only=True)
class DayMoveProposed(Event):
    move_id: str
    trial_id: str
    day: int


@dataclass(frozen=True, kw_only=True)
class DayMoved(Event):
    move_id: str
    trial_id: str
    day: int


@dataclass(frozen=True, kw_only=True)
class DayMoveDeclined(Event):
    move_id: str
    trial_id: str
    day: int


@dataclass(frozen=True, kw_only=True)
class DeliverableUploaded(Event):
    deliverable_id: str
    trial_id: str


@dataclass(frozen=True, kw_only=True)
class RefundReleased(Event):
    """What went back after an exit is on its way to the company."""

    trial_id: str


@dataclass(frozen=True, kw_only=True)
class ApplicationsPaused(Event):
    """The operator has paused somebody's new applications: for the intern alone."""

    pause_id: str


@dataclass(frozen=True, kw_only=True)
class PauseObjectedTo(Event):
    pause_id: str


@dataclass(frozen=True, kw_only=True)
class PauseAnswered(Event):
    """It is lifted, or somebody has said why it stays."""

    pause_id: str
    at: str  # a pause that stays may be lifted later

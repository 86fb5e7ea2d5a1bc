"""What happens between two sides once a trial is over."""

from dataclasses import dataclass

from foretaste.core.events import Event


@dataclass(frozen=True, kw_only=True)
class EvaluationsOpened(Event):
    """Both sides may evaluate now."""

    trial_id: str


@dataclass(frozen=True, kw_only=True)
class EvaluationsRevealed(Event):
    """Both sides' are open, at the same moment."""

    trial_id: str


@dataclass(frozen=True, kw_only=True)
class MutualYes(Event):
    """Both said yes: a conversion may be offered, and a further trial signed."""

    trial_id: str


@dataclass(frozen=True, kw_only=True)
class ReplyWritten(Event):
    trial_id: str
    side: str


@dataclass(frozen=True, kw_only=True)
class ConversionOffered(Event):
    trial_id: str


@dataclass(frozen=True, kw_only=True)
class ConversionAnswered(Event):
    trial_id: str
    accepted: bool


@dataclass(frozen=True, kw_only=True)
class ExitNoteSigned(Event):
    """The intern sent a note with their name. An unsigned one is no event: nobody is told that it exists."""

    trial_id: str


@dataclass(frozen=True, kw_only=True)
class ContactsExchanged(Event):
    """Both sides want to keep in touch. The wish of one is no event: nobody is told that it exists."""

    trial_id: str


@dataclass(frozen=True, kw_only=True)
class ThanksSent(Event):
    trial_id: str
    side: str


@dataclass(frozen=True, kw_only=True)
class SafetyReported(Event):
    """Somebody told a named person of harassment or danger. No company is told."""

    report_id: str


@dataclass(frozen=True, kw_only=True)
class SafetyReportAnswered(Event):
    report_id: str

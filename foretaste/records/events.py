"""What happens to what an intern takes with them."""

from dataclasses import dataclass

from foretaste.core.events import Event


@dataclass(frozen=True, kw_only=True)
class RecordIssued(Event):
    """A week after the planned last day of a trial that was started, however it ended."""

    record_id: str


@dataclass(frozen=True, kw_only=True)
class RecordChanged(Event):
    """The intern chose what it shows: it has to be signed again."""

    record_id: str


@dataclass(frozen=True, kw_only=True)
class RecordRevoked(Event):
    """The list of what is revoked has to be signed again."""

    status_list: int


@dataclass(frozen=True, kw_only=True)
class FeedbackGiven(Event):
    """Somebody has answered an intern by the link: told to that intern alone."""

    request_id: str

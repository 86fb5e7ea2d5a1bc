"""What happened around searches. Ids are public ids."""

from dataclasses import dataclass

from foretaste.core.events import Event


@dataclass(frozen=True, kw_only=True)
class SearchAsked(Event):
    """Somebody, perhaps its owner, has asked for mails to an address: it has to confirm them."""

    search_id: str
    asked_at: str  # the moment, so that each asking is mailed once

"""What happened around postings elsewhere. Ids are public ids."""

from dataclasses import dataclass

from foretaste.core.events import Event


@dataclass(frozen=True, kw_only=True)
class SomebodyAppliedElsewhere(Event):
    """Somebody applied on a channel: they are asked, by mail, to go on here."""

    arrival_id: str

"""What happened to people and companies. Ids are public ids."""

from dataclasses import dataclass

from foretaste.core.events import Event


@dataclass(frozen=True, kw_only=True)
class CompanyRegistered(Event):
    organization_id: str


@dataclass(frozen=True, kw_only=True)
class CompanyVerified(Event):
    organization_id: str
    at: str = ""  # when: it may happen again


@dataclass(frozen=True, kw_only=True)
class CompanySuspended(Event):
    organization_id: str
    at: str = ""  # when: it may happen again


@dataclass(frozen=True, kw_only=True)
class CompanyReinstated(Event):
    organization_id: str
    at: str = ""  # when: it may happen again


@dataclass(frozen=True, kw_only=True)
class ColleagueInvited(Event):
    organization_id: str
    person_id: str
    invited_by: str
    at: str = ""

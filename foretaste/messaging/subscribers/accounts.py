"""Colleagues who are invited, companies that are verified."""

from __future__ import annotations

from foretaste.accounts.events import ColleagueInvited, CompanyVerified
from foretaste.core.events import subscribes_to
from foretaste.messaging import letters, sources
from foretaste.messaging.subscribers.telling import tell


@subscribes_to(ColleagueInvited)
def invite_a_colleague(event: ColleagueInvited) -> None:
    company = sources.organization(event.organization_id).name
    inviter = sources.person(event.invited_by)
    tell(
        [sources.person(event.person_id)],
        f"colleague_invited:{event.organization_id}",
        lambda: letters.colleague_invited(company=company, inviter=str(inviter)),
    )


@subscribes_to(CompanyVerified)
def welcome_a_company(event: CompanyVerified) -> None:
    company = sources.organization(event.organization_id).name
    tell(
        sources.members_of(event.organization_id),
        f"company_verified:{event.organization_id}",
        lambda: letters.company_verified(company=company),
    )

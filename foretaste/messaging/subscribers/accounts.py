"""People who are asked to act for a company; companies that are verified, suspended, reinstated."""

from __future__ import annotations

from foretaste.accounts.events import ColleagueInvited, CompanyReinstated, CompanySuspended, CompanyVerified
from foretaste.core.events import subscribes_to
from foretaste.messaging import letters, sources
from foretaste.messaging.subscribers.telling import tell


@subscribes_to(ColleagueInvited)
def invite_a_colleague(event: ColleagueInvited) -> None:
    company = sources.organization(event.organization_id).name
    inviter = sources.person(event.invited_by)
    tell(
        [sources.person(event.person_id)],
        f"colleague_invited:{event.organization_id}:{event.at}",
        lambda: letters.colleague_invited(company=company, inviter=str(inviter)),
    )


@subscribes_to(CompanyVerified)
def welcome_a_company(event: CompanyVerified) -> None:
    company = sources.organization(event.organization_id).name
    tell(
        sources.members_of(event.organization_id),
        f"company_verified:{event.organization_id}:{event.at}",
        lambda: letters.company_verified(company=company),
    )


@subscribes_to(CompanySuspended)
def say_that_nothing_new_is_posted(event: CompanySuspended) -> None:
    company = sources.organization(event.organization_id)
    if company.suspended_at is None:
        return  # lifted meanwhile: that is told
    tell(
        sources.members_of(event.organization_id),
        f"company_suspended:{event.organization_id}:{event.at}",
        lambda: letters.company_suspended(company=company.name, because=company.suspended_because),
    )


@subscribes_to(CompanyReinstated)
def say_that_all_goes_on(event: CompanyReinstated) -> None:
    company = sources.organization(event.organization_id).name
    tell(
        sources.members_of(event.organization_id),
        f"company_reinstated:{event.organization_id}:{event.at}",
        lambda: letters.company_reinstated(company=company),
    )

"""What the search does when a posting opens or closes, or its company may not offer it. Told twice, it is as once."""

from foretaste.accounts.actors import CLOCK
from foretaste.accounts.events import CompanyReinstated, CompanySuspended
from foretaste.core.events import subscribes_to
from foretaste.matching import actions, sources
from foretaste.opportunities.events import OpportunityClosed, OpportunityPublished, SkillsOfAnOpenPostingChanged


@subscribes_to(OpportunityPublished)
def make_findable(event: OpportunityPublished) -> None:
    """A posting has opened."""
    actions.put_postings(public_ids=[event.opportunity_id], by=CLOCK)


@subscribes_to(SkillsOfAnOpenPostingChanged)
def find_by_other_skills(event: SkillsOfAnOpenPostingChanged) -> None:
    """Its company has confirmed other skills."""
    actions.put_postings(public_ids=[event.opportunity_id], by=CLOCK)


@subscribes_to(OpportunityClosed)
def find_no_more(event: OpportunityClosed) -> None:
    """A posting has closed."""
    actions.put_postings(public_ids=[event.opportunity_id], by=CLOCK)


@subscribes_to(CompanySuspended)
def find_nothing_of(event: CompanySuspended) -> None:
    """A company was suspended."""
    actions.put_postings(public_ids=sources.open_at(event.organization_id), by=CLOCK)


@subscribes_to(CompanyReinstated)
def find_all_of(event: CompanyReinstated) -> None:
    """A company may offer again."""
    actions.put_postings(public_ids=sources.open_at(event.organization_id), by=CLOCK)

"""A company confirms which skills can be tried; a person confirms theirs. Nothing else says so."""

from __future__ import annotations

import pytest

from foretaste.accounts import actions as accounts
from foretaste.accounts.queries import person_of, profile_of
from foretaste.core.refusals import NotAcceptable, NotAllowed, NotFound
from foretaste.opportunities import actions, refusals
from foretaste.opportunities.models import Opportunity
from foretaste.skills import queries as skills
from foretaste.skills.models import Skill
from tests.worlds import make_colleague, make_draft


def codes(*labels: str) -> list[str]:
    return [one.code for one in skills.with_labels(labels)]


def test_a_draft_has_the_skills_its_company_confirmed_beside_those_in_its_own_words(halden, at):
    draft = make_draft(halden, at)
    actions.edit_description(opportunity_id=draft.public_id, skills=["sql", "patience"], by=halden, at=at)
    actions.confirm_skills(opportunity_id=draft.public_id, codes=codes("statistics", "SQL"), by=halden, at=at)
    kept = Opportunity.objects.get()
    assert [one.label for one in kept.skills_confirmed] == ["statistics", "SQL"]
    assert kept.every_skill == ["statistics", "SQL", "patience"]
    copy = actions.copy_opportunity(opportunity_id=draft.public_id, by=halden, at=at)
    assert copy.confirmed_skills == kept.confirmed_skills
    actions.confirm_skills(opportunity_id=draft.public_id, codes=[], by=halden, at=at)
    assert Opportunity.objects.get(pk=draft.pk).confirmed_skills == []


def test_others_confirm_nothing(opportunity, halden, ben, at):
    paula = make_colleague("Paula Brandt", halden, at, "finance")
    for other, refusal in ((paula, NotAllowed), (ben, NotAllowed)):
        with pytest.raises(refusal):
            actions.confirm_skills(opportunity_id=opportunity.public_id, codes=codes("SQL"), by=other, at=at)
    with pytest.raises(NotFound):
        actions.confirm_skills(opportunity_id="nothing", codes=codes("SQL"), by=halden, at=at)
    assert Opportunity.objects.get().confirmed_skills == []


def test_a_closed_posting_stays_as_it_was(opportunity, halden, at):
    actions.close_opportunity(opportunity_id=opportunity.public_id, by=halden, at=at)
    with pytest.raises(refusals.NotNow):
        actions.confirm_skills(opportunity_id=opportunity.public_id, codes=codes("SQL"), by=halden, at=at)
    assert Opportunity.objects.get().confirmed_skills == []


def test_a_person_confirms_their_own(amara, at):
    accounts.edit_profile(skills="SQL and more", by=amara, at=at)
    accounts.confirm_own_skills(codes=codes("SQL"), by=amara, at=at)
    profile = profile_of(person_of(amara))
    assert ([one.label for one in profile.skills_confirmed], profile.skills) == (["SQL"], "SQL and more")


def test_too_many_are_refused_and_nothing_changes(amara, at):
    accounts.confirm_own_skills(codes=codes("SQL"), by=amara, at=at)
    some = list(Skill.objects.order_by("pk").values_list("pk", flat=True)[:13])
    with pytest.raises(NotAcceptable):
        accounts.confirm_own_skills(codes=some, by=amara, at=at)
    assert len(profile_of(person_of(amara)).confirmed_skills) == 1

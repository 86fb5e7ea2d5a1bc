"""A text is read for skills when its writer asks; what was read counts only once they confirm it."""

from __future__ import annotations

import datetime as dt

import pytest

from foretaste.accounts import actions as accounts
from foretaste.accounts.actors import CLOCK, Actor
from foretaste.accounts.queries import person_of, profile_of
from foretaste.core.refusals import NotAllowed, NotFound
from foretaste.matching import actions, queries, suggesting
from foretaste.matching.models import EntrySkill, SkillReading
from foretaste.matching.queries import Question
from foretaste.opportunities import actions as opportunities
from foretaste.opportunities.models import Opportunity
from foretaste.skills import linked
from foretaste.skills import queries as skills
from foretaste.skills.linking import Linker
from foretaste.skills.taxonomy_file import Named
from tests.worlds import make_colleague, make_company, make_intern, make_published_opportunity

pytestmark = pytest.mark.django_db


@pytest.fixture
def at(clock) -> dt.datetime:
    return clock.now


@pytest.fixture
def halden(db, at) -> Actor:
    return make_company("Halden Instruments", at, founder="Hedy Vogel")


@pytest.fixture
def paula(halden, at) -> Actor:
    return make_colleague("Paula Brandt", halden, at, "finance")


@pytest.fixture
def amara(db, at) -> Actor:
    return make_intern("Amara Okafor", at)


@pytest.fixture
def ben(db, at) -> Actor:
    return make_intern("Ben Lindqvist", at)


@pytest.fixture
def opportunity(halden, at) -> Opportunity:
    return make_published_opportunity(halden, at)


@pytest.fixture
def code_of():
    return lambda *labels: [one.code for one in skills.with_labels(labels)]


@pytest.fixture
def few_skills(monkeypatch, code_of):
    """Link to three skills of the taxonomy instead of all: the whole index takes seconds to make."""
    named = [
        Named(code, name, "") for name in ("SQL", "statistics", "advise customers on bread") for code in code_of(name)
    ]
    monkeypatch.setattr(linked, "linker", lambda: Linker(named))
    monkeypatch.setattr(Linker.link, "__kwdefaults__", {"most": 12, "each": 1, "least": 0.5})


def shown(opportunity, at) -> suggesting.Suggested:
    return suggesting.for_posting(Opportunity.objects.get(pk=opportunity.pk), at)


def test_a_posting_is_read_by_the_worker_and_its_company_is_shown_what_was_found(
    opportunity, halden, at, run_jobs, few_skills
):
    assert shown(opportunity, at).is_new
    actions.read_posting_for_skills(opportunity_id=opportunity.public_id, by=halden, at=at)
    assert shown(opportunity, at).is_waiting
    run_jobs()
    found = shown(opportunity, at)
    assert (found.is_new, found.is_waiting, len(found.skills) > 0) == (False, False, True)
    assert Opportunity.objects.get().confirmed_skills == []


def test_another_text_is_read_anew(amara, at, run_jobs, few_skills):
    accounts.edit_profile(skills="SQL", by=amara, at=at)
    actions.read_profile_for_skills(by=amara, at=at)
    run_jobs()
    profile = profile_of(person_of(amara))
    assert [one.label for one in suggesting.for_profile(profile, at).skills] == ["SQL"]
    accounts.edit_profile(skills="bread products", by=amara, at=at)
    assert suggesting.for_profile(profile_of(person_of(amara)), at).is_new
    actions.read_profile_for_skills(by=amara, at=at)
    run_jobs()
    assert [one.label for one in suggesting.for_profile(profile_of(person_of(amara)), at).skills] == [
        "advise customers on bread"
    ]


def test_a_text_that_nobody_has_read_is_given_to_the_worker_again_after_a_while(amara, at):
    accounts.edit_profile(skills="SQL", by=amara, at=at)
    for minutes in (0, 1, 3):
        actions.read_profile_for_skills(by=amara, at=at + dt.timedelta(minutes=minutes))
    assert SkillReading.objects.get().asked_at == at + dt.timedelta(minutes=3)


def test_what_was_read_of_a_text_that_changed_meanwhile_is_not_kept(amara, at):
    accounts.edit_profile(skills="SQL", by=amara, at=at)
    reading = actions.read_profile_for_skills(by=amara, at=at)
    actions.note_skills_read(reading_id=reading.pk, text="another", codes=["x"], by=CLOCK, at=at)
    assert SkillReading.objects.get().read_at is None


def test_only_the_company_itself_has_its_posting_read(opportunity, ben, paula, at):
    for other, refusal in ((ben, NotFound), (paula, NotAllowed)):
        with pytest.raises(refusal):
            actions.read_posting_for_skills(opportunity_id=opportunity.public_id, by=other, at=at)
    with pytest.raises(NotAllowed):
        actions.note_skills_read(reading_id=1, text="", codes=[], by=ben, at=at)
    assert not SkillReading.objects.exists()


def test_confirmed_skills_of_an_open_posting_can_be_searched_for_and_are_counted(
    opportunity, halden, at, run_jobs, code_of
):
    run_jobs()
    codes = code_of("SQL", "statistics")
    opportunities.confirm_skills(opportunity_id=opportunity.public_id, codes=codes, by=halden, at=at)
    run_jobs()

    def asked(**what):
        return queries.search(Question(**what), by=halden, at=at)

    answer = asked(skills=["sql"])
    assert [hit.public_id for hit in answer.hits] == [opportunity.public_id]
    assert answer.skills == [("SQL", 1), ("statistics", 1)]
    assert asked().skills == []  # nothing is looked for, nothing is counted
    opportunities.confirm_skills(opportunity_id=opportunity.public_id, codes=codes[1:], by=halden, at=at)
    run_jobs()
    assert asked(skills=["sql"]).count == 0
    assert asked(skills=["statistics"]).skills == [("statistics", 1)]
    opportunities.close_opportunity(opportunity_id=opportunity.public_id, by=halden, at=at)
    run_jobs()
    assert not EntrySkill.objects.exists()

"""People, companies and tokens: who somebody is, whom they act for, and who may change that."""

from __future__ import annotations

import datetime as dt
import hashlib

import pytest

from foretaste.accounts import actions, queries, refusals
from foretaste.accounts.actors import CLOCK, VISITOR, Actor, Role
from foretaste.accounts.models import ApiToken, InternProfile, Membership, Organization, Person
from foretaste.core.refusals import NotAllowed, NotFound
from tests.worlds import OPERATOR, make_colleague, make_company, make_intern


@pytest.fixture
def at(clock) -> dt.datetime:
    return clock.now


@pytest.fixture
def halden(db, at) -> Actor:
    return make_company("Halden Instruments", at, founder="Hedy Vogel")


@pytest.fixture
def amara(db, at) -> Actor:
    return make_intern("Amara Okafor", at)


def company_of(actor: Actor) -> Organization:
    return Organization.objects.get(pk=actor.organization_id)


def test_a_founder_holds_three_roles_and_an_intern_one(halden, amara):
    assert halden.roles == {Role.RECRUITER, Role.SUPERVISOR, Role.FINANCE}
    assert (amara.roles, amara.organization_id) == ({Role.INTERN}, None)


def test_somebody_may_be_an_intern_beside_their_company(halden, at):
    person = Person.objects.get(pk=halden.person_id)
    assert queries.actor_for(person) == halden
    assert queries.actor_for(person, as_intern=True) == Actor(frozenset({Role.INTERN}), person_id=person.pk)


def test_nobody_signed_in_is_a_visitor(amara):
    person = Person.objects.get(pk=amara.person_id)
    person.is_active = False
    assert queries.actor_for(None) == queries.actor_for(person) == VISITOR


def test_one_acts_for_ones_own_organizations_only(halden, amara):
    with pytest.raises(NotFound):
        queries.actor_for(Person.objects.get(pk=amara.person_id), company_of(halden).public_id)


def test_an_address_has_one_account(amara, at):
    with pytest.raises(refusals.ThisAddressHasAnAccount):
        actions.register_person(email=" AMARA.Okafor@example.org", by=VISITOR, at=at)
    assert Person.objects.count() == 1


@pytest.mark.parametrize(
    ("entered", "field"),
    [({"email": "no address"}, "email"), ({"time_zone": "Mars/Base"}, "time_zone"), ({"name": "x" * 121}, "name")],
)
def test_what_can_not_be_taken_is_named(db, at, entered, field):
    with pytest.raises(refusals.WhatWasEnteredCannotBeTaken) as refused:
        actions.register_person(**{"email": "ines@example.org"} | entered, by=VISITOR, at=at)
    assert list(refused.value.fields) == [field]
    assert Person.objects.count() == 0


@pytest.mark.parametrize(
    ("entered", "field"),
    [({"name": " "}, "name"), ({"country": "ZZZ"}, "country"), ({"website": "javascript:x"}, "website")],
)
def test_a_company_has_a_name_and_a_country(amara, at, entered, field):
    with pytest.raises(refusals.WhatWasEnteredCannotBeTaken) as refused:
        actions.register_company(**{"name": "Sund", "country": "DE"} | entered, by=amara, at=at)
    assert list(refused.value.fields) == [field]
    assert (Organization.objects.count(), Membership.objects.count()) == (0, 0)


def test_a_name_is_one_line(amara, at):
    """It stands in the subjects of mails and in the text both sides sign."""
    company = actions.register_company(
        name="Sund\nBcc: all@example.org", country="DE", about="One.\nTwo.", by=amara, at=at
    )
    assert (company.name, company.about) == ("Sund Bcc: all@example.org", "One.\nTwo.")
    assert actions.edit_person(name=" Amara\r\nOkafor ", by=amara, at=at).name == "Amara Okafor"


def test_two_companies_of_one_name_have_two_addresses(halden, at):
    twin = make_company("Halden Instruments", at, founder="Somebody Else")
    assert company_of(halden).slug == "halden-instruments"
    assert company_of(twin).slug.startswith("halden-instruments-")


def test_an_unverified_company_is_seen_by_its_own_and_the_operator(halden, amara, at):
    Organization.objects.update(verified_at=None)
    assert [queries.visible_to(by).count() for by in (amara, VISITOR, halden, OPERATOR)] == [0, 0, 1, 1]
    assert queries.due_to_be_verified().get() == company_of(halden)


def test_only_the_operator_verifies_and_suspends(halden, amara, at):
    company = company_of(halden).public_id
    for by in (halden, amara):
        with pytest.raises(NotAllowed):
            actions.suspend_company(organization_id=company, because="No.", by=by, at=at)
    actions.suspend_company(organization_id=company, because="Complaints.", by=OPERATOR, at=at)
    assert (company_of(halden).suspended_at, company_of(halden).suspended_because) == (at, "Complaints.")
    with pytest.raises(refusals.TheCompanyIsSuspendedAlready):
        actions.suspend_company(organization_id=company, because="Again.", by=OPERATOR, at=at)
    actions.reinstate_company(organization_id=company, by=OPERATOR, at=at)
    assert (company_of(halden).suspended_at, company_of(halden).suspended_because) == (None, "")


def test_a_company_edits_itself_and_nobody_else_does(halden, amara, at):
    company = company_of(halden).public_id
    other = make_company("Sund Media", at)
    for by in (amara, other):
        with pytest.raises(NotAllowed):
            actions.edit_company(organization_id=company, mission="Mischief", by=by, at=at)
    actions.edit_company(organization_id=company, mission="Measure well.", by=halden, at=at)
    assert company_of(halden).mission == "Measure well."


@pytest.mark.parametrize(("field", "value"), [("name", "Deutsche Bank"), ("country", "FR")])
def test_who_goes_by_another_name_is_verified_anew(halden, at, field, value):
    company = company_of(halden).public_id
    actions.edit_company(organization_id=company, name="Halden Instruments", mission="Measure.", by=halden, at=at)
    assert company_of(halden).verified_at == at
    actions.edit_company(organization_id=company, by=halden, at=at, **{field: value})
    assert (company_of(halden).verified_at, getattr(company_of(halden), field)) == (None, value)
    assert queries.due_to_be_verified().get() == company_of(halden)
    actions.verify_company(organization_id=company, by=OPERATOR, at=at)
    assert company_of(halden).verified_at == at


def test_a_colleague_comes_and_goes(halden, at):
    colleague = make_colleague("Jonas Reimann", halden, at, "supervisor")
    company = company_of(halden).public_id
    assert colleague.roles == {Role.SUPERVISOR}
    with pytest.raises(refusals.ThePersonActsForYouAlready):
        make_colleague("Jonas Reimann", halden, at, "supervisor")
    with pytest.raises(NotAllowed):
        make_colleague("Eve Adams", colleague, at)
    jonas = Person.objects.get(pk=colleague.person_id)
    actions.end_membership(organization_id=company, person_id=jonas.public_id, by=halden, at=at)
    with pytest.raises(NotFound):
        queries.actor_for(jonas, company)


def test_the_last_recruiter_stays(halden, at):
    hedy = Person.objects.get(pk=halden.person_id)
    with pytest.raises(refusals.TheLastRecruiterStays):
        actions.end_membership(organization_id=company_of(halden).public_id, person_id=hedy.public_id, by=halden, at=at)
    assert queries.actor_for(hedy) == halden


def ask(by, at, *roles, email="amara.okafor@example.org"):
    """Let the company ask Amara to act for it; return the company's public id."""
    company = company_of(by).public_id
    actions.invite_colleague(organization_id=company, email=email, roles=roles or ["recruiter"], by=by, at=at)
    return company


def test_nobody_acts_for_a_company_before_their_own_yes(halden, amara, at):
    company, person = ask(halden, at, "recruiter", "supervisor"), Person.objects.get(pk=amara.person_id)
    assert queries.actor_for(person).roles == {Role.INTERN}
    with pytest.raises(NotFound):
        queries.actor_for(person, company)
    assert queries.host_in(company_of(halden), person.public_id) is None
    assert person.pk not in queries.people_visible_to(halden).values_list("pk", flat=True)
    assert person.public_id not in queries.ever_in(halden.organization_id)
    assert queries.ever_of(person.pk) == []
    assert person.pk not in queries.acting_now().values_list("person_id", flat=True)
    actions.join_company(organization_id=company, by=amara, at=at)
    assert queries.actor_for(person, company).roles == {Role.RECRUITER, Role.SUPERVISOR}
    assert queries.host_in(company_of(halden), person.public_id) == person
    assert queries.ever_in(halden.organization_id).count(person.public_id) == 1
    with pytest.raises(NotFound):
        actions.join_company(organization_id=company, by=amara, at=at)


def test_a_no_leaves_nothing_and_may_be_asked_about_again(halden, amara, at):
    company, person = ask(halden, at), Person.objects.get(pk=amara.person_id)
    actions.leave_company(organization_id=company, by=amara, at=at)
    assert queries.asked_to_act(person) == []
    assert queries.ever_in(halden.organization_id) == [Person.objects.get(pk=halden.person_id).public_id]
    with pytest.raises(NotFound):
        actions.join_company(organization_id=company, by=amara, at=at)
    ask(halden, at)
    assert [one.role for one in queries.asked_to_act(person)] == ["recruiter"]


def test_nobody_else_says_yes_or_no(halden, amara, at):
    company = ask(halden, at)
    ben = make_intern("Ben Sand", at)
    for act in (actions.join_company, actions.leave_company):
        for by in (ben, VISITOR):
            with pytest.raises(NotFound):
                act(organization_id=company, by=by, at=at)
    assert [one.person_id for one in queries.asked_by(halden)] == [amara.person_id]
    assert list(queries.asked_by(amara)) == []


def test_the_last_recruiter_goes_once_another_has_said_yes(halden, amara, at):
    company = ask(halden, at)
    with pytest.raises(refusals.TheLastRecruiterStays):
        actions.leave_company(organization_id=company, by=halden, at=at)
    assert queries.actor_for(Person.objects.get(pk=halden.person_id)) == halden
    actions.join_company(organization_id=company, by=amara, at=at)
    actions.leave_company(organization_id=company, by=halden, at=at)
    with pytest.raises(NotFound):
        queries.actor_for(Person.objects.get(pk=halden.person_id), company)
    assert Person.objects.get(pk=halden.person_id).public_id in queries.ever_in(halden.organization_id)


def test_a_colleague_takes_on_another_role_without_being_asked_again(halden, at):
    jonas = make_colleague("Jonas Reimann", halden, at, "supervisor")
    company = ask(halden, at, "finance", email="jonas.reimann@example.org")
    person = Person.objects.get(pk=jonas.person_id)
    assert queries.asked_to_act(person) == []
    assert queries.actor_for(person, company).roles == {Role.SUPERVISOR, Role.FINANCE}


def test_one_person_registers_only_so_many_companies(halden, at, settings):
    settings.COMPANIES_OF_A_PERSON = 2
    actions.register_company(name="Second Works", country="DE", by=halden, at=at)
    with pytest.raises(refusals.ThatIsManyCompanies):
        actions.register_company(name="Third Works", country="DE", by=halden, at=at)
    assert sorted(Organization.objects.values_list("name", flat=True)) == ["Halden Instruments", "Second Works"]


def test_one_person_has_only_so_many_tokens_in_use(amara, halden, at, settings):
    settings.TOKENS_OF_A_PERSON = 2
    first, _second = (actions.issue_token(name="One", scopes=["read"], by=amara, at=at) for _ in range(2))
    with pytest.raises(refusals.ThatIsManyTokens):
        actions.issue_token(name="Three", scopes=["read"], by=amara, at=at)
    assert ApiToken.objects.count() == 2
    actions.issue_token(name="Theirs", scopes=["read"], by=halden, at=at)
    actions.revoke_token(token_id=first.token.public_id, by=amara, at=at)
    actions.issue_token(name="Three", scopes=["read"], by=amara, at=at)
    assert queries.tokens_of(amara).filter(revoked_at=None).count() == 2


def test_a_profile_says_what_was_said(amara, at):
    actions.edit_profile(headline=" Curious ", free_days="Fridays", by=amara, at=at)
    profile = InternProfile.objects.get()
    assert (profile.headline, profile.free_days) == ("Curious", "Fridays")
    with pytest.raises(refusals.WhatWasEnteredCannotBeTaken):
        actions.edit_profile(headline="x" * 161, by=amara, at=at)
    assert InternProfile.objects.get().headline == "Curious"


def test_people_see_themselves_and_their_colleagues(halden, amara, at):
    jonas = make_colleague("Jonas Reimann", halden, at)
    assert set(queries.people_visible_to(halden).values_list("pk", flat=True)) == {halden.person_id, jonas.person_id}
    assert list(queries.people_visible_to(amara).values_list("pk", flat=True)) == [amara.person_id]
    assert not queries.people_visible_to(VISITOR).exists()


def test_of_a_token_only_the_digest_is_kept(halden, at):
    company = company_of(halden).public_id
    issued = actions.issue_token(name="Payroll", scopes=["money", "read"], organization_id=company, by=halden, at=at)
    kept = ApiToken.objects.get()
    assert (kept.digest, kept.scopes) == (hashlib.sha256(issued.secret.encode()).hexdigest(), ["read", "money"])
    assert issued.secret not in str(ApiToken.objects.values().get())
    assert queries.actor_of_token(queries.token_of(issued.secret)) == halden


def test_a_revoked_token_opens_nothing(amara, halden, at):
    issued = actions.issue_token(name="Mine", scopes=["read"], by=amara, at=at)
    with pytest.raises(NotFound):
        actions.revoke_token(token_id=issued.token.public_id, by=halden, at=at)
    assert queries.actor_of_token(queries.token_of(issued.secret)) == amara
    actions.revoke_token(token_id=issued.token.public_id, by=amara, at=at)
    assert queries.token_of(issued.secret) is None
    with pytest.raises(refusals.TheTokenIsRevoked):
        actions.revoke_token(token_id=issued.token.public_id, by=amara, at=at)


def test_a_token_has_scopes_and_acts_for_ones_own(amara, halden, at):
    with pytest.raises(refusals.WhatWasEnteredCannotBeTaken):
        actions.issue_token(name="All", scopes=["everything"], by=amara, at=at)
    with pytest.raises(NotFound):
        actions.issue_token(
            name="Theirs", scopes=["read"], organization_id=company_of(halden).public_id, by=amara, at=at
        )
    assert ApiToken.objects.count() == 0


def test_operators_are_appointed_by_the_machine_or_by_an_operator(odile, amara, halden, at):
    for by in (amara, halden, VISITOR):
        with pytest.raises(NotAllowed):
            actions.appoint_operator(email="eve@example.org", name="Eve", by=by, at=at)
    assert not Person.objects.filter(email="eve@example.org").exists()
    for name, by in (("Omar", odile), ("Uma", CLOCK)):
        person = actions.appoint_operator(email=f"{name}@example.org", name=name, by=by, at=at)
        assert queries.actor_for(person).roles == {Role.OPERATOR}
    assert Organization.objects.filter(kind="operator").count() == 1

"""What mails others can be sent so many times a day by one person; a refusal changes nothing."""

import pytest

from foretaste.accounts import actions as accounts
from foretaste.accounts.models import Membership, Organization, Person
from foretaste.core.limits import ThatIsEnoughForToday
from foretaste.core.models import Tally
from foretaste.core.refusals import Refused
from foretaste.messaging.models import OutboxMail
from foretaste.opportunities import actions as opportunities
from foretaste.opportunities.models import Application, Question
from tests import at_state
from tests.at_state import Plan
from tests.jobs import waiting_jobs
from tests.worlds import make_company

pytestmark = pytest.mark.django_db
PLAN = Plan()


@pytest.fixture
def posting(hedy, clock):
    clock.move_to(PLAN.posted_at)
    return at_state.posting(hedy, PLAN)


def tallied():
    return sorted(Tally.objects.values_list("count", flat=True))


def again_tomorrow(act, count, clock, *, most):
    """Do it as often as allowed, be refused with nothing changed, and do it the next day."""
    for number in range(most):
        act(number)
    before = count(), waiting_jobs(), tallied()
    with pytest.raises(ThatIsEnoughForToday) as refusal:
        act(most)
    assert refusal.value.details["retry_after"] > 0
    assert (count(), waiting_jobs(), tallied()) == before
    clock.move_on(days=1)
    act(most)
    assert count() == before[0] + 1


def test_questions(posting, ines, otto, clock, settings):
    settings.QUESTIONS_A_DAY = 3

    def ask(number):
        opportunities.ask_question(opportunity_id=posting.public_id, text=f"Lift {number}?", by=ines, at=clock.now)

    again_tomorrow(ask, Question.objects.count, clock, most=3)
    opportunities.ask_question(opportunity_id=posting.public_id, text="A lift?", by=otto, at=clock.now)
    assert Question.objects.count() == 5


def test_invitations(posting, hedy, clock, settings):
    settings.INVITATIONS_A_DAY = 2

    def invite(number):
        opportunities.invite(
            opportunity_id=posting.public_id, email=f"someone{number}@example.org", by=hedy, at=clock.now
        )

    again_tomorrow(invite, Application.objects.count, clock, most=2)
    assert Person.objects.filter(email__startswith="someone").count() == 3


def test_invitations_of_colleagues(hedy, clock, settings):
    settings.COLLEAGUE_INVITATIONS_A_DAY = 2
    company = Organization.objects.get(pk=hedy.organization_id).public_id

    def invite(number):
        accounts.invite_colleague(
            organization_id=company,
            email=f"colleague{number}@example.org",
            name="Some Body",
            roles=["supervisor"],
            by=hedy,
            at=clock.now,
        )

    again_tomorrow(invite, Membership.objects.count, clock, most=2)


def test_one_address_is_asked_in_so_often_a_day_by_all_companies_together(hedy, clock, settings, run_jobs):
    settings.INVITATIONS_TO_ONE_ADDRESS_A_DAY = 2

    def invite(number, email="ada@example.org"):
        by = make_company(f"Company {number}", clock.now)
        company = Organization.objects.get(pk=by.organization_id).public_id
        accounts.invite_colleague(organization_id=company, email=email, roles=["supervisor"], by=by, at=clock.now)

    def asked():
        run_jobs()
        mails = OutboxMail.objects.filter(to="ada@example.org", kind="colleague_invited")
        return Membership.objects.filter(person__email="ada@example.org").count(), mails.count()

    invite(1)
    invite(2)
    with pytest.raises(ThatIsEnoughForToday) as refusal:
        invite(3)
    assert "as often as it may be in a day" in refusal.value.text
    assert asked() == (2, 2)
    invite(4, "somebody.else@example.org")
    clock.move_on(days=1)
    invite(5)
    assert asked() == (3, 3)


def test_what_was_refused_for_another_reason_counts_nothing(posting, ines, clock):
    with pytest.raises(Refused):
        opportunities.ask_question(opportunity_id=posting.public_id, text=" ", by=ines, at=clock.now)
    assert Tally.objects.count() == 0


def test_the_api_says_when_to_go_on(client, posting, ines, clock, settings):
    settings.QUESTIONS_A_DAY = 1
    secret = accounts.issue_token(name="Mine", scopes=["read", "act"], by=ines, at=clock.now).secret
    path = f"/api/v1/opportunities/{posting.public_id}/questions"
    headers = {"Authorization": f"Bearer {secret}"}
    first, second = (
        client.post(path, {"text": text}, headers=headers, content_type="application/json") for text in ("A?", "B?")
    )
    assert (first.status_code, second.status_code) == (201, 429)
    assert second.json()["refusal"] == "that-is-enough-for-today"
    assert int(second["Retry-After"]) == 86400 - int(clock.now.timestamp()) % 86400

"""The money's risk rules at the signature itself: refused, and nobody signed, no day stands, no cent moved."""

from __future__ import annotations

import pytest

from foretaste.accounts.actors import Actor, Role
from foretaste.accounts.models import Membership, Person
from foretaste.money import actions as money
from foretaste.money.models import FundingOrder, LedgerEntry, PayoutAccount, SeatFund
from foretaste.money.refusals import TheSamePersonOnBothSides
from foretaste.opportunities.models import Offer
from foretaste.trials import actions
from foretaste.trials.models import Trial, TrialDay
from tests import at_state
from tests.at_state import Plan
from tests.cast import make_organization

P = Plan()
IBAN = "DE89370400440532013000"


def offered(hedy: Actor, ines: Actor) -> Offer:
    return Offer.objects.get(public_id=at_state.offered(at_state.posting(hedy, P), hedy, ines, P.signed_at))


def refused(offer: Offer, ines: Actor) -> None:
    """Assert that it can't be signed, and that everything is as it was."""
    entries, funds = LedgerEntry.objects.count(), list(SeatFund.objects.values())
    with pytest.raises(TheSamePersonOnBothSides):
        actions.agree(offer_id=offer.public_id, by=ines, at=P.signed_at)
    offer.refresh_from_db()
    assert (offer.state, Trial.objects.count(), TrialDay.objects.count()) == (Offer.State.OPEN, 0, 0)
    assert (LedgerEntry.objects.count(), list(SeatFund.objects.values())) == (entries, funds)


@pytest.mark.django_db(transaction=True)
def test_whoever_works_for_the_company_signs_no_trial_there(hedy: Actor, ines: Actor) -> None:
    offer = offered(hedy, ines)
    member = Membership.objects.create(
        person_id=ines.person_id, organization_id=hedy.organization_id, role=Role.SUPERVISOR.value
    )
    refused(offer, ines)
    member.delete()
    assert actions.agree(offer_id=offer.public_id, by=ines, at=P.signed_at).state == Trial.State.AGREED


@pytest.mark.django_db(transaction=True)
def test_the_account_that_paid_is_not_paid(hedy: Actor, ines: Actor) -> None:
    offer = offered(hedy, ines)
    money.save_payout_account(holder="Ines Brandt", country="DE", number=IBAN, by=ines, at=P.signed_at)
    paid_from = PayoutAccount.objects.get().fingerprint
    FundingOrder.objects.update(payer_fingerprint=paid_from)
    refused(offer, ines)
    FundingOrder.objects.update(payer_fingerprint="another")
    assert actions.agree(offer_id=offer.public_id, by=ines, at=P.signed_at).state == Trial.State.AGREED


@pytest.mark.django_db(transaction=True)
def test_whoever_pays_for_a_company_of_their_own_with_this_account_signs_nothing_for_it(
    hedy: Actor, ines: Actor
) -> None:
    """Two companies, one payer: the intern's own company once paid from the account that pays this trial."""
    offer = offered(hedy, ines)
    own = make_organization("Own")
    Membership.objects.create(person=Person.objects.get(pk=ines.person_id), organization=own, role="finance")
    order = FundingOrder.objects.get()
    FundingOrder.objects.update(payer_fingerprint="one-card")
    FundingOrder.objects.create(
        company_id=own.public_id, seats=[], amount_minor=1, currency="EUR", method="card", state="failed",
        payer_fingerprint="one-card", started_at=order.started_at,
    )  # fmt: skip
    refused(offer, ines)

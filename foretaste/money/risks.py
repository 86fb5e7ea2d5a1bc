"""Risks: the same hands on both sides are refused at the signature; nothing here ever delays an earning.

What gives somebody away is a fingerprint: of the card or account that paid, and of the account that is paid.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q

from foretaste.core.transactions import step
from foretaste.money.models import FundingOrder, LedgerEntry, PayoutAccount, SeatFund
from foretaste.money.refusals import TheSamePersonOnBothSides


@step
def refuse_the_same_on_both_sides(
    *, seat_id: str, intern_id: str, staff: Sequence[str], own_companies: Sequence[str]
) -> None:
    """Refuse a signature where the company and the intern are the same person, bank account or card.

    `staff` are all who ever acted for the company, `own_companies` all that the intern ever acted for (public ids).
    """
    if intern_id in staff:
        raise TheSamePersonOnBothSides
    fund = SeatFund.objects.filter(seat_id=seat_id).select_related("order").order_by("-id").first()
    if fund is None:
        return
    accounts = _accounts_of([intern_id])
    payers = _payers_of([fund.company_id])
    same_account = accounts & (payers | _accounts_of(staff))
    same_card = payers & _payers_of(own_companies)
    if same_account or same_card:
        raise TheSamePersonOnBothSides


def _accounts_of(people: Sequence[str]) -> set[str]:
    """Every account these people ever wanted to be paid at."""
    found = PayoutAccount.objects.filter(person_id__in=people).exclude(fingerprint="")
    return set(found.values_list("fingerprint", flat=True))


def _payers_of(companies: Sequence[str]) -> set[str]:
    """Every card and account these companies ever paid from."""
    found = FundingOrder.objects.filter(company_id__in=companies).exclude(payer_fingerprint="")
    return set(found.values_list("payer_fingerprint", flat=True))


def has_paid_for(person_id: str, fingerprint: str) -> bool:
    """Say whether this account or card paid for a trial that this person signed, or where they earn."""
    theirs = Q(intern_id=person_id) | Q(trial_id__in=trials_that_earned(person_id))
    return bool(fingerprint) and SeatFund.objects.filter(theirs, order__payer_fingerprint=fingerprint).exists()


def trials_that_earned(person_id: str) -> list[str]:
    """Return the public ids of the trials in which this person was ever credited something."""
    earned = LedgerEntry.objects.filter(account__kind="intern:earned", account__owner=person_id, amount__gt=0)
    return [one for one in earned.values_list("transfer__trial_id", flat=True).distinct() if one]

"""Pay that could not be sent, as a table: what an operator reports where its law asks for it. It stays the intern's."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from foretaste.accounts import queries as accounts
from foretaste.accounts.actors import Actor
from foretaste.core.amounts import Amount
from foretaste.core.refusals import NotAllowed
from foretaste.core.spreadsheets import csv_lines
from foretaste.money.models import Payout, PayoutAccount
from foretaste.money.queries import waits_since

HEAD = (
    *("payout", "person", "name", "mail", "bank country", "currency", "sum", "since", "days", "reminders"),
    "kept apart",
)
STUCK = (Payout.State.NEEDS_ACCOUNT, Payout.State.RETURNED, Payout.State.UNCLAIMED)


def unclaimed_csv(by: Actor, at: dt.datetime) -> Iterator[str]:
    """Yield a line for each payout that waits for its intern's account, the longest wait first."""
    if not by.is_operator:
        raise NotAllowed
    found = sorted(Payout.objects.filter(state__in=STUCK), key=lambda one: (waits_since(one), one.pk))
    ids = {one.person_id for one in found}
    people = {one.public_id: one for one in accounts.people_visible_to(by).filter(public_id__in=ids)}
    countries = dict(
        PayoutAccount.objects.filter(person_id__in=ids).order_by("saved_at").values_list("person_id", "country")
    )
    rows = []
    for one in found:
        person, since = people.get(one.person_id), waits_since(one)
        rows.append(
            (
                one.public_id,
                one.person_id,
                person.get_full_name() if person else "",
                person.email if person else "",
                countries.get(one.person_id, ""),
                one.currency,
                Amount(one.amount_minor, one.currency).major,
                since.date(),
                (at - since).days,
                one.reminders,
                "yes" if one.state == Payout.State.UNCLAIMED else "",
            )
        )
    return csv_lines(HEAD, rows)

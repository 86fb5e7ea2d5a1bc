"""Exports for bookkeeping: the journal as CSV and as a beancount ledger, the documents as CSV.

The operator gets the whole ledger; a company gets its own money as its own books would show it: what Foretaste holds
for it is its asset, pay and fees are its expenses. A company reads nothing of who was paid out what and when.
Everything is yielded line by line out of one snapshot, so that the closing balances are those of the lines.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings
from django.db.models import Q, QuerySet, Sum

from foretaste.accounts import queries as accounts
from foretaste.accounts.actors import Actor
from foretaste.core.amounts import Amount
from foretaste.core.refusals import NotAllowed
from foretaste.core.spreadsheets import csv_lines
from foretaste.core.transactions import one_moment
from foretaste.money import issued
from foretaste.money.models import FundingOrder, LedgerEntry, SeatFund
from foretaste.money.queries import MONEY_ROLES

OPENING = "Equity:Opening-Balances"
OF_A_PERIOD = ("Income", "Expenses")
CHUNK = 2000


@dataclass(frozen=True)
class Range:
    """Days of UTC, both included."""

    first: dt.date
    last: dt.date

    @property
    def begins_at(self) -> dt.datetime:
        return dt.datetime.combine(self.first, dt.time(), dt.UTC)

    @property
    def ends_at(self) -> dt.datetime:
        return dt.datetime.combine(self.last + dt.timedelta(days=1), dt.time(), dt.UTC)

    @property
    def within(self) -> Q:
        return Q(transfer__effective_at__gte=self.begins_at, transfer__effective_at__lt=self.ends_at)


# --- whose books --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Books:
    """Whose ledger it is: which entries, which account each is booked on, and with which sign."""

    title: str
    entries: QuerySet[LedgerEntry]
    sign: int
    own: Q | None = None  # a company's own accounts; the rest is only what they moved against

    def account(self, kind: str) -> str:
        """Return the account's name in a ledger of the usual five roots."""
        first, _sep, second = kind.partition(":")
        name = second.title() or "Other"
        if self.own is None:
            if first == "ext":
                return f"Assets:Provider:{name}"
            if first == "op":
                return "Income:Fees" if second == "fees" else f"Expenses:{name}"
            return f"Liabilities:{first.title()}:{name}"
        if first in OWNED:
            return f"Assets:Held:{first.title()}:{name}"
        if first in ("intern", "payroll"):
            return "Expenses:Pay"
        if kind == "op:fees":
            return "Expenses:Fees"
        return "Income:Goodwill" if kind == "op:loss" else "Assets:Bank"


OWNED = ("order", "seat", "trial", "company")


def books_of(by: Actor) -> Books:
    """Return the operator's books, or a company's for its recruiters and finance."""
    every = LedgerEntry.objects.all()
    if by.is_operator:
        return Books(settings.INSTANCE_NAME, every, sign=-1)
    if not by.has(*MONEY_ROLES):
        raise NotAllowed
    company = accounts.organization_of(by)
    funds = SeatFund.objects.filter(company_id=company.public_id)
    own = (
        Q(account__kind__startswith="company:", account__owner=company.public_id)
        | Q(
            account__kind__startswith="order:",
            account__owner__in=FundingOrder.objects.filter(company_id=company.public_id).values("public_id"),
        )
        | Q(account__kind__startswith="seat:", account__owner__in=funds.values("seat_id"))
        | Q(account__kind__startswith="trial:", account__owner__in=funds.exclude(trial_id="").values("trial_id"))
    )
    moved = every.filter(own).values("transfer_id")
    return Books(f"{settings.INSTANCE_NAME}: {company.name}", every.filter(transfer_id__in=moved), sign=1, own=own)


# --- the lines ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Posting:
    """One movement, as these books show it."""

    number: int
    at: dt.datetime
    movement: str
    reference: str
    trial_id: str
    legs: dict[tuple[str, str], int]  # (account, currency): minor units


def postings(books: Books, range_: Range) -> Iterator[Posting]:
    """Yield the movements of a range in the order they were posted, each counted within these books."""
    rows = (
        books.entries.filter(range_.within)
        .order_by("transfer_id", "id")
        .values_list(
            "transfer_id",
            "transfer__effective_at",
            "transfer__movement",
            "transfer__reference",
            "transfer__trial_id",
            "account__kind",
            "account__currency",
            "amount",
        )
        .iterator(chunk_size=CHUNK)
    )
    for count, (number, group) in enumerate(itertools.groupby(rows, key=lambda row: row[0]), start=1):
        legs: dict[tuple[str, str], int] = defaultdict(int)
        for row in group:
            legs[books.account(row[5]), row[6]] += books.sign * row[7]
        # The ledger's own numbers would tell a company how much else was posted meanwhile.
        yield Posting(
            number if books.own is None else count,
            row[1],
            row[2],
            row[3],
            row[4] or "",
            {key: minor for key, minor in legs.items() if minor},
        )


def sums(books: Books, when: Q) -> dict[tuple[str, str], int]:
    """Return what each account of these books gained, summed by the database."""
    found: dict[tuple[str, str], int] = defaultdict(int)
    rows = books.entries.filter(when).values_list("account__kind", "account__currency").annotate(Sum("amount"))
    for kind, currency, minor in rows.order_by():
        found[books.account(kind), currency] += books.sign * minor
    return dict(found)


def balances(books: Books, range_: Range) -> tuple[dict[tuple[str, str], int], dict[tuple[str, str], int]]:
    """Return the opening balances, and the closing ones: income and expenses begin each range at zero."""
    before = sums(books, Q(transfer__effective_at__lt=range_.begins_at))
    during = sums(books, range_.within)
    opening = {key: minor for key, minor in before.items() if minor and not key[0].startswith(OF_A_PERIOD)}
    closing = {key: opening.get(key, 0) + during.get(key, 0) for key in sorted({*opening, *during})}
    return opening, closing


def major(minor: int, currency: str) -> Decimal:
    """Return a sum as bookkeeping writes it: 140.00, and 140 in yen."""
    return Amount(minor, currency).major


# --- CSV ----------------------------------------------------------------------------------------
JOURNAL = ("number", "date", "time", "movement", "reference", "trial", "account", "currency", "amount")
DOCUMENTS = (
    "number", "kind", "issued", "supplied", "company", "tax id", "country", "trial", "order", "takes back",
    "currency", "net", "tax", "total", "taxes", "sha256",
)  # fmt: skip


def journal_csv(by: Actor, range_: Range) -> Iterator[str]:
    """Yield one line per leg; the legs of a movement have one number and sum to zero."""
    books = books_of(by)
    return _in_snapshot(
        csv_lines(
            JOURNAL,
            (
                (one.number, one.at.astimezone(dt.UTC).date(), f"{one.at.astimezone(dt.UTC):%H:%M:%S}", one.movement,
                 one.reference, one.trial_id, account, currency, major(minor, currency))
                for one in postings(books, range_)
                for (account, currency), minor in one.legs.items()
            ),
        )
    )  # fmt: skip


def documents_csv(by: Actor, range_: Range) -> Iterator[str]:
    """Yield one line per document, credit notes with their sign: the total's sum is what was charged."""
    found = (
        issued.visible_to(by)
        .filter(issued_on__gte=range_.first, issued_on__lte=range_.last)
        .select_related("takes_back")
        .order_by("id")
    )
    if not by.is_operator and not by.has(*MONEY_ROLES):
        raise NotAllowed
    return _in_snapshot(
        csv_lines(
            DOCUMENTS,
            (
                (one.number, one.kind, one.issued_on, one.supplied_on, one.facts["buyer"]["name"],
                 one.facts["buyer"]["tax_id"], one.facts["buyer"]["country"], one.trial_id, one.order_id,
                 one.takes_back.number if one.takes_back else "", one.currency, major(one.net_minor, one.currency),
                 major(one.tax_minor, one.currency), major(one.total_minor, one.currency),
                 "; ".join(f"{tax['name']} {tax['rate']} % {tax['treatment']}" for tax in one.facts["taxes"]),
                 one.sha256)
                for one in found.iterator(chunk_size=CHUNK)
            ),
        )
    )  # fmt: skip


def _in_snapshot(lines: Iterator[str]) -> Iterator[str]:
    with one_moment():
        yield from lines


# --- beancount ----------------------------------------------------------------------------------


def journal_beancount(by: Actor, range_: Range) -> Iterator[str]:
    """Yield a beancount ledger: it opens with what was there, and asserts what the database says is there after."""
    return _in_snapshot(_beancount(books_of(by), range_))


def _beancount(books: Books, range_: Range) -> Iterator[str]:
    opening, closing = balances(books, range_)
    yield f'option "title" "{_quoted(books.title)}"\n'
    for currency in sorted({currency for _account, currency in closing}):
        yield f'option "operating_currency" "{currency}"\n'
    yield "\n"
    for account in sorted({account for account, _currency in closing} | {OPENING}):
        yield f"{range_.first} open {account}\n"
    if opening:
        yield f'\n{range_.first} * "Opening balances"\n'
        against: dict[tuple[str, str], int] = defaultdict(int)
        for (account, currency), minor in sorted(opening.items()):
            against[OPENING, currency] -= minor
            yield _leg(account, minor, currency)
        yield from (_leg(account, minor, currency) for (account, currency), minor in against.items() if minor)
    for one in postings(books, range_):
        if not one.legs:
            continue
        yield f'\n{one.at.astimezone(dt.UTC):%Y-%m-%d} * "{one.movement}" "{_quoted(one.reference)}"\n'
        yield f'  number: "{one.number}"\n'
        if one.trial_id:
            yield f'  trial: "{_quoted(one.trial_id)}"\n'
        for (account, currency), minor in one.legs.items():
            yield _leg(account, minor, currency)
    yield "\n"
    after = range_.last + dt.timedelta(days=1)
    for (account, currency), minor in closing.items():
        yield f"{after} balance {account}  {major(minor, currency):f} {currency}\n"


def _leg(account: str, minor: int, currency: str) -> str:
    return f"  {account:<40} {major(minor, currency):f} {currency}\n"


def _quoted(text: str) -> str:
    return " ".join(text.split()).replace("\\", "\\\\").replace('"', '\\"')

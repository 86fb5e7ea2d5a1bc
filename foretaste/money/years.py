"""A year of money, for one person or one company: what tax returns and annual accounts ask for."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q, Sum

from foretaste.accounts import queries as accounts
from foretaste.accounts.actors import Actor
from foretaste.core.amounts import Amount
from foretaste.money import exports
from foretaste.money.exports import Range
from foretaste.money.models import IssuedDocument, Payout, PayrollDue, Settlement

FIRST = 2020  # no instance is older


def range_of(year: int) -> Range:
    return Range(dt.date(year, 1, 1), dt.date(year, 12, 31))


@dataclass(frozen=True)
class EarnedYear:
    """What one person earned in a year, in one currency: gross, by the day of its place on which it was settled."""

    currency: str
    settlements: list[Settlement]
    earned: Amount
    arrived: Amount  # at the bank within the year, whenever it was earned
    by_payroll: Amount  # of what was earned, through a payroll and under its own pay slips


def earned_in(person_id: str, year: int) -> list[EarnedYear]:
    """Return a person's year by currency; empty where nothing was settled, and nothing arrived."""
    found = []
    rows = Settlement.objects.filter(intern_id=person_id, paid_minor__gt=0, settled_on__year=year)
    came = Payout.objects.filter(person_id=person_id, arrived_at__year=year)
    for currency in sorted({*rows.values_list("currency", flat=True), *came.values_list("currency", flat=True)}):
        mine = list(rows.filter(currency=currency).order_by("settled_at", "id"))
        arrived = came.filter(currency=currency)
        dues = PayrollDue.objects.filter(trial_id__in=[one.trial_id for one in mine])
        found.append(
            EarnedYear(
                currency=currency,
                settlements=mine,
                earned=Amount(sum(one.paid_minor for one in mine), currency),
                arrived=Amount(arrived.aggregate(sum=Sum("amount_minor"))["sum"] or 0, currency),
                by_payroll=Amount(dues.aggregate(sum=Sum("amount_minor"))["sum"] or 0, currency),
            )
        )
    return found


@dataclass(frozen=True)
class CompanyYear:
    """A company's year in one currency, out of the ledger.

    `opening + paid_in - pay - fees - back + goodwill` is `closing`.
    """

    currency: str
    opening: Amount
    paid_in: Amount
    pay: Amount
    fees: Amount
    goodwill: Amount
    back: Amount
    closing: Amount
    tax: Amount  # inside the fees that were invoiced in the year


def company_year(by: Actor, year: int) -> list[CompanyYear]:
    """Return the year of the actor's company, by currency."""
    range_ = range_of(year)
    books = exports.books_of(by)
    opening, closing = exports.balances(books, range_)
    bank = books.entries.filter(range_.within).filter(Q(account__kind__startswith="ext:") | Q(account__kind="op:cost"))
    taxes = IssuedDocument.objects.filter(
        company_id=accounts.organization_of(by).public_id, issued_on__year=year
    ).exclude(kind=IssuedDocument.Kind.RECEIPT)
    found = []
    for currency in sorted({currency for _account, currency in closing}):

        def held(balances: dict[tuple[str, str], int], money: str = currency) -> Amount:
            minor = sum(it for key, it in balances.items() if key[0].startswith("Assets:Held") and key[1] == money)
            return Amount(minor, money)

        def of_the_year(account: str, money: str = currency) -> Amount:
            return Amount(closing.get((account, money), 0), money)

        def moved(rows: Q, money: str = currency) -> int:
            return bank.filter(rows, account__currency=money).aggregate(sum=Sum("amount"))["sum"] or 0

        paid_in = -moved(Q(transfer__movement="capture_funding"))
        found.append(
            CompanyYear(
                currency=currency,
                opening=held(opening),
                paid_in=Amount(paid_in, currency),
                pay=of_the_year("Expenses:Pay"),
                fees=of_the_year("Expenses:Fees"),
                goodwill=Amount.zero(currency) - of_the_year("Income:Goodwill"),
                back=Amount(moved(~Q(transfer__movement="capture_funding")), currency),
                closing=held(closing),
                tax=Amount(taxes.filter(currency=currency).aggregate(sum=Sum("tax_minor"))["sum"] or 0, currency),
            )
        )
    return found

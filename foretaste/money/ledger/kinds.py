"""What accounts are for. Pure: the database's own copy is written from here when it is migrated.

A positive balance is money owed to the account's owner; the provider's own accounts mirror it with the
opposite sign. Hot accounts are written by everybody: they keep entries, and no row is updated.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """The first two words of an account's code."""

    PROVIDER_PENDING = "ext:pending"
    PROVIDER_CASH = "ext:cash"
    PROVIDER_CONNECTED = "ext:connected"
    ORDER_FUND = "order:fund"
    SEAT_HELD = "seat:held"
    SEAT_FEE = "seat:fee"
    TRIAL_HELD = "trial:held"
    TRIAL_FEE = "trial:fee"
    TRIAL_HOLD = "trial:hold"
    TRIAL_RETURNING = "trial:returning"
    INTERN_EARNED = "intern:earned"
    INTERN_TRANSIT = "intern:transit"
    INTERN_UNCLAIMED = "intern:unclaimed"
    PAYROLL_PAYABLE = "payroll:payable"
    COMPANY_REFUND = "company:refund"
    COMPANY_REFUNDING = "company:refunding"
    COMPANY_OWES = "company:owes"
    OPERATOR_FEES = "op:fees"
    OPERATOR_COST = "op:cost"
    OPERATOR_LOSS = "op:loss"
    OPERATOR_FX = "op:fx"


@dataclass(frozen=True)
class AccountRule:
    kind: Kind
    means: str
    floor: bool = True  # never below zero
    hot: bool = False


ACCOUNTS: tuple[AccountRule, ...] = (
    AccountRule(Kind.PROVIDER_PENDING, "captured at the provider, not yet available", floor=False, hot=True),
    AccountRule(Kind.PROVIDER_CASH, "available at the provider", floor=False, hot=True),
    AccountRule(Kind.PROVIDER_CONNECTED, "at the provider, in the interns' own accounts there", floor=False, hot=True),
    AccountRule(Kind.ORDER_FUND, "what a company paid for an order, before it is a seat's"),
    AccountRule(Kind.SEAT_HELD, "a seat's fund: every day's pay"),
    AccountRule(Kind.SEAT_FEE, "a seat's fund: the fee on it"),
    AccountRule(Kind.TRIAL_HELD, "a signed trial: the pay of the days not started"),
    AccountRule(Kind.TRIAL_FEE, "a signed trial: the fee set aside"),
    AccountRule(Kind.TRIAL_HOLD, "an ended trial: what waits for a person's decision, with the fee on it"),
    AccountRule(Kind.TRIAL_RETURNING, "an ended trial: the company's part, waiting 24 hours after an exit"),
    AccountRule(Kind.INTERN_EARNED, "an intern's: it can't be taken back by anyone"),
    AccountRule(Kind.INTERN_TRANSIT, "an intern's, on its way to the bank"),
    AccountRule(Kind.INTERN_UNCLAIMED, "an intern's, that could not be paid out for long: theirs for good"),
    AccountRule(Kind.PAYROLL_PAYABLE, "an intern's, owed by a payroll until it confirms"),
    AccountRule(Kind.COMPANY_REFUND, "a company's, to be sent back"),
    AccountRule(Kind.COMPANY_REFUNDING, "a company's, on its way back"),
    AccountRule(Kind.COMPANY_OWES, "what a company owes after a chargeback: never above zero", floor=False),
    AccountRule(Kind.OPERATOR_FEES, "the operator's fees", floor=False, hot=True),
    AccountRule(Kind.OPERATOR_COST, "what the provider charged", floor=False, hot=True),
    AccountRule(Kind.OPERATOR_LOSS, "goodwill and losses, paid by the operator", floor=False, hot=True),
    AccountRule(
        Kind.OPERATOR_FX,
        "money exchanged: missing in one currency, there in another; what stays is the operator's gain or loss",
        floor=False,
        hot=True,
    ),
)

"""The tables of money: the ledger, and what is told about it to people and providers."""

from foretaste.money.ledger.models import AccountKind, LedgerAccount, LedgerEntry, LedgerTransfer, MovementRule
from foretaste.money.models.audits import AuditRun
from foretaste.money.models.bank import (
    BankCharge,
    BankDispute,
    BankMessage,
    BankPayment,
    BankPayout,
    BankRefund,
    BankTransfer,
)
from foretaste.money.models.disputes import Dispute
from foretaste.money.models.documents import (
    BillingDetails,
    DocumentSeries,
    IssuedDocument,
    SellerDetails,
    TaxRule,
)
from foretaste.money.models.funding import FundingOrder, SeatFund
from foretaste.money.models.hosted import Handover, ProviderAccount
from foretaste.money.models.operations import ProviderEvent, ProviderOperation
from foretaste.money.models.payouts import Payout, PayoutAccount, PayrollDue, Refund
from foretaste.money.models.rules import FeeRule, WageFloor
from foretaste.money.models.settlements import Settlement, SettlementLine

__all__ = [
    "AccountKind",
    "AuditRun",
    "BankCharge",
    "BankDispute",
    "BankMessage",
    "BankPayment",
    "BankPayout",
    "BankRefund",
    "BankTransfer",
    "BillingDetails",
    "Dispute",
    "DocumentSeries",
    "FeeRule",
    "FundingOrder",
    "Handover",
    "IssuedDocument",
    "LedgerAccount",
    "LedgerEntry",
    "LedgerTransfer",
    "MovementRule",
    "Payout",
    "PayoutAccount",
    "PayrollDue",
    "ProviderAccount",
    "ProviderEvent",
    "ProviderOperation",
    "Refund",
    "SeatFund",
    "SellerDetails",
    "Settlement",
    "SettlementLine",
    "TaxRule",
    "WageFloor",
]

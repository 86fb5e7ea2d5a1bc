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
    BankSilence,
    BankTransfer,
)
from foretaste.money.models.conversions import Conversion
from foretaste.money.models.corrections import Correction
from foretaste.money.models.disputes import Dispute
from foretaste.money.models.documents import (
    BillingDetails,
    DocumentSeries,
    IssuedDocument,
    IssuedStatement,
    SellerDetails,
    TaxRule,
)
from foretaste.money.models.funding import FundingOrder, SeatFund
from foretaste.money.models.hosted import Handover, ProviderAccount
from foretaste.money.models.manual import (
    BankStatement,
    ManualOrder,
    PaymentFile,
    StatementColumns,
    StatementEntry,
)
from foretaste.money.models.operations import ProviderEvent, ProviderOperation
from foretaste.money.models.payouts import Payout, PayoutAccount, PayrollDue, Refund
from foretaste.money.models.reconciling import Difference, ProviderLine, ReconciliationRun
from foretaste.money.models.rules import FeeRule, PayoutRule, UnclaimedRule, WageFloor
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
    "BankSilence",
    "BankStatement",
    "BankTransfer",
    "BillingDetails",
    "Conversion",
    "Correction",
    "Difference",
    "Dispute",
    "DocumentSeries",
    "FeeRule",
    "FundingOrder",
    "Handover",
    "IssuedDocument",
    "IssuedStatement",
    "LedgerAccount",
    "LedgerEntry",
    "LedgerTransfer",
    "ManualOrder",
    "MovementRule",
    "PaymentFile",
    "Payout",
    "PayoutAccount",
    "PayoutRule",
    "PayrollDue",
    "ProviderAccount",
    "ProviderEvent",
    "ProviderLine",
    "ProviderOperation",
    "ReconciliationRun",
    "Refund",
    "SeatFund",
    "SellerDetails",
    "Settlement",
    "SettlementLine",
    "StatementColumns",
    "StatementEntry",
    "TaxRule",
    "UnclaimedRule",
    "WageFloor",
]

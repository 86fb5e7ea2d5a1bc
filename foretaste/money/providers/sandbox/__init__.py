"""The sandbox: a small bank behind the same port as a real one. No real money moves.

It keeps its own books (`models/bank.py`), takes payments on its own page (/sandbox/pay/...), pays out after
a while of the instance's time, and tells everything by signed webhooks that the worker delivers.

Failures on demand, by card number:
    4242 4242 4242 4242   pays; every other valid number does too
    4000 0000 0000 0002   declined               4000 0000 0000 9995   declined: no funds
    4000 0000 0000 0341   captured now, available two days later
    4000 0000 0000 0119   pays; told twice       4000 0000 0000 0259   pays; never told
    4000 0000 0000 5126   pays; refunds to it fail
    4000 0000 0000 7726   pays; refunds to it arrive, and come back two days later
and by the last four digits of an account number, paying or paid:
    0001   closed: a payout comes back, account_closed
    0002   late: it takes five days               0003   told twice        0004   never told
    0005   the answer is lost, nothing was done   0006   the answer is lost, it was done
    0007   refused at once                        0008   arrives, and comes back two days later

A payment can be disputed on its own page (/sandbox/pay/...): the bank takes it from us with a fee of 15.00 at once,
and gives it back where we win.
"""

from foretaste.money.providers.bank_rules import ACCOUNTS, CARDS, DECLINED, GOOD_CARD
from foretaste.money.providers.sandbox.asked import SandboxProvider
from foretaste.money.providers.sandbox.disputes import close_dispute, dispute, dispute_of
from foretaste.money.providers.sandbox.passing import sweep
from foretaste.money.providers.sandbox.paying import charge_of, pay_by_card, pay_by_transfer
from foretaste.money.providers.sandbox.refusals import (
    TheCardCannotBeRead,
    TheChargeCantBeDisputed,
    TheChargeIsOver,
    TheDisputeIsOver,
)
from foretaste.money.providers.sandbox.silence import lose_next
from foretaste.money.providers.sandbox.webhooks import (
    SIGNATURE,
    note_delivered,
    sign,
    written,
)

__all__ = [
    "ACCOUNTS",
    "CARDS",
    "DECLINED",
    "GOOD_CARD",
    "SIGNATURE",
    "SandboxProvider",
    "TheCardCannotBeRead",
    "TheChargeCantBeDisputed",
    "TheChargeIsOver",
    "TheDisputeIsOver",
    "charge_of",
    "close_dispute",
    "dispute",
    "dispute_of",
    "lose_next",
    "note_delivered",
    "pay_by_card",
    "pay_by_transfer",
    "sign",
    "sweep",
    "written",
]

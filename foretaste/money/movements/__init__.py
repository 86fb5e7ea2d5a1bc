"""Every way money may move. Nothing else in the project moves a cent.

Read `catalogue.py` first: one row per movement, what it means, which accounts it may take from and give to. The
database holds a copy and refuses everything that is not in it. Beside it one function per movement, by who it concerns.
A movement is unique by (movement, reference): asked twice, it happens once.
"""

from foretaste.money.movements.catalogue import CATALOGUE, Movement
from foretaste.money.movements.ending import pay_told_to_leave, release_hold, release_returning, split_fund
from foretaste.money.movements.exchanging import (
    CAME_BACK,
    clear_converted,
    convert_bounced,
    convert_dispute,
    convert_payment,
    convert_refund,
    exchange_back,
)
from foretaste.money.movements.giving_back import (
    refund_arrived,
    refund_bounced,
    refund_failed,
    start_refund,
    start_refunds,
)
from foretaste.money.movements.living import commit_seat_to_trial, earn_day
from foretaste.money.movements.operating import book_dispute, claim_back, correct, pay_goodwill
from foretaste.money.movements.paying_out import (
    claim,
    confirm_payroll,
    hand_over,
    payout_arrived,
    payout_bounced,
    payout_returned,
    send_payout,
    send_to_payroll,
    set_unclaimed,
    take_back_handover,
)
from foretaste.money.movements.setting_aside import (
    capture_funding,
    clear_funding,
    make_funding_available,
    refund_surplus,
    withdraw_seat_fund,
)
from foretaste.money.movements.signing import signature

__all__ = [
    "CAME_BACK",
    "CATALOGUE",
    "Movement",
    "book_dispute",
    "capture_funding",
    "claim",
    "claim_back",
    "clear_converted",
    "clear_funding",
    "commit_seat_to_trial",
    "confirm_payroll",
    "convert_bounced",
    "convert_dispute",
    "convert_payment",
    "convert_refund",
    "correct",
    "earn_day",
    "exchange_back",
    "hand_over",
    "make_funding_available",
    "pay_goodwill",
    "pay_told_to_leave",
    "payout_arrived",
    "payout_bounced",
    "payout_returned",
    "refund_arrived",
    "refund_bounced",
    "refund_failed",
    "refund_surplus",
    "release_hold",
    "release_returning",
    "send_payout",
    "send_to_payroll",
    "set_unclaimed",
    "signature",
    "split_fund",
    "start_refund",
    "start_refunds",
    "take_back_handover",
    "withdraw_seat_fund",
]

"""Every way money may move: read this first. One row per movement: what it means, what it may take from and give to.

The database holds a copy and refuses everything that is not in it.
"""

from __future__ import annotations

from dataclasses import dataclass

from foretaste.money.endings import Ending
from foretaste.money.ledger.kinds import Kind

K = Kind
SETTLED_TO = (K.INTERN_EARNED, K.OPERATOR_FEES, K.TRIAL_HOLD, K.TRIAL_RETURNING, K.COMPANY_REFUND)
FROM_FUND = (K.TRIAL_HELD, K.TRIAL_FEE)


@dataclass(frozen=True)
class Movement:
    """One way money may move."""

    name: str
    means: str
    takes_from: tuple[Kind, ...]
    gives_to: tuple[Kind, ...]
    reference: str  # what makes it happen once


CATALOGUE: tuple[Movement, ...] = (
    # --- a company sets money aside
    Movement("capture_funding", "A payment of the company has reached the provider, not yet available.",
             (K.PROVIDER_PENDING, K.OPERATOR_COST), (K.ORDER_FUND, K.PROVIDER_PENDING), "the provider's payment"),
    Movement("clear_funding", "The provider says that a captured payment is available.",
             (K.PROVIDER_CASH,), (K.PROVIDER_PENDING,), "the provider's payment"),
    Movement("make_funding_available", "An order is paid in full and available: each of its seats has its fund.",
             (K.ORDER_FUND,), (K.SEAT_HELD, K.SEAT_FEE), "order"),
    Movement("refund_surplus", "More was paid than asked for, or too late: it goes back.",
             (K.ORDER_FUND,), (K.COMPANY_REFUND,), "the provider's payment"),
    Movement("withdraw_seat_fund", "The company takes back the fund of a seat that nobody was offered.",
             (K.SEAT_HELD, K.SEAT_FEE), (K.COMPANY_REFUND,), "order / seat"),
    # ... in another currency: two postings of one reference, each balanced in its own, at the rate that really was
    Movement("fx_out", "Money left a currency at the provider: it was exchanged, and lies in another one.",
             (K.OPERATOR_FX,), (K.PROVIDER_PENDING, K.PROVIDER_CASH), "payment, refund or correction"),
    Movement("fx_in", "Money came into a currency at the provider: it was exchanged, and lay in another one.",
             (K.PROVIDER_PENDING, K.PROVIDER_CASH, K.OPERATOR_COST), (K.OPERATOR_FX,), "payment, refund or correction"),
    # --- a trial lives
    Movement("commit_seat_to_trial", "Both signed: the trial takes the seat's fund.",
             (K.SEAT_HELD, K.SEAT_FEE), FROM_FUND, "trial"),
    Movement("earn_day", "A check-in: the day's pay is the intern's.",
             (K.TRIAL_HELD,), (K.INTERN_EARNED,), "trial / day"),
    # --- a trial ends: what each ending pays is PRODUCT.md's table (money/endings.py)
    Movement("settle_completion", "Every day was started or passed: the fee is the operator's.",
             FROM_FUND, SETTLED_TO, "trial"),
    Movement("settle_exit", "The intern left: the exit bonus is theirs, the company's part waits 24 hours.",
             FROM_FUND, SETTLED_TO, "trial"),
    Movement("settle_before_start", "The intern left before day 1: all of it goes back.",
             FROM_FUND, SETTLED_TO, "trial"),
    Movement("settle_company_withdrawal", "The company withdrew: the kill fee in time, every day when late.",
             FROM_FUND, SETTLED_TO, "trial"),
    Movement("settle_early_end", "The company ended it, or did not show up: every day is paid.",
             FROM_FUND, SETTLED_TO, "trial"),
    Movement("settle_intern_no_show", "The intern did not come: days earned stay, the rest goes back.",
             FROM_FUND, SETTLED_TO, "trial"),
    Movement("settle_sent_away", "Sent away: days earned stay, the rest is held for a decision.",
             FROM_FUND, SETTLED_TO, "trial"),
    Movement("release_hold", "Decided: so much of what was held is the intern's, the rest goes back.",
             (K.TRIAL_HOLD,), (K.INTERN_EARNED, K.OPERATOR_FEES, K.COMPANY_REFUND, K.TRIAL_RETURNING), "trial / case"),
    Movement("pay_told_to_leave", "Upheld: the intern had been told to leave, so every day is paid.",
             (K.TRIAL_RETURNING, K.TRIAL_HOLD), (K.INTERN_EARNED, K.OPERATOR_FEES), "trial"),
    Movement("release_returning", "24 hours after an exit nobody had asked: the company's part may go back.",
             (K.TRIAL_RETURNING,), (K.COMPANY_REFUND,), "trial"),
    # --- money leaves
    Movement("hand_over", "Earned pay lies in the intern's own account at the provider from now on.",
             (K.PROVIDER_CONNECTED,), (K.PROVIDER_CASH,), "handover"),
    Movement("take_back_handover", "A handover that was a mistake is undone: the pay lies at the provider as before.",
             (K.PROVIDER_CASH,), (K.PROVIDER_CONNECTED,), "handover"),
    Movement("send_payout", "A payout leaves for the intern's account.",
             (K.INTERN_EARNED,), (K.INTERN_TRANSIT,), "payout / attempt"),
    Movement("payout_arrived", "The bank has it.",
             (K.INTERN_TRANSIT,), (K.PROVIDER_CASH, K.PROVIDER_CONNECTED), "payout / attempt"),
    Movement("payout_returned", "The bank sent it back: it is the intern's as before.",
             (K.INTERN_TRANSIT,), (K.INTERN_EARNED,), "payout / attempt"),
    Movement("payout_bounced", "The bank had it, and sent it back days later: it is the intern's as before.",
             (K.PROVIDER_CASH, K.PROVIDER_CONNECTED), (K.INTERN_EARNED,), "payout / attempt"),
    Movement("set_unclaimed", "It could not be paid out for long: kept apart, the intern's for good.",
             (K.INTERN_EARNED,), (K.INTERN_UNCLAIMED,), "payout / times before"),
    Movement("claim", "The intern says where to send it: it goes out like any pay.",
             (K.INTERN_UNCLAIMED,), (K.INTERN_EARNED,), "payout / times before"),
    Movement("send_to_payroll", "Earned gross is owed by the payroll that employs the intern.",
             (K.INTERN_EARNED,), (K.PAYROLL_PAYABLE,), "payroll row"),
    Movement("confirm_payroll", "The payroll has paid the intern: the money set aside for it goes to the payer.",
             (K.PAYROLL_PAYABLE,), (K.COMPANY_REFUND,), "payroll row"),
    Movement("start_refund", "Money leaves for the company.",
             (K.COMPANY_REFUND,), (K.COMPANY_REFUNDING,), "refund / attempt"),
    Movement("refund_arrived", "The company has it.",
             (K.COMPANY_REFUNDING,), (K.PROVIDER_CASH,), "refund / attempt"),
    Movement("refund_failed", "It could not be sent back: it is still the company's.",
             (K.COMPANY_REFUNDING,), (K.COMPANY_REFUND,), "refund / attempt"),
    Movement("refund_bounced", "The company had it, and its bank sent it back days later: it is still the company's.",
             (K.PROVIDER_CASH,), (K.COMPANY_REFUND,), "refund / attempt"),
    Movement("pay_goodwill", "A contested start was upheld: the operator makes the company good from its own money.",
             (K.OPERATOR_LOSS,), (K.COMPANY_REFUND,), "trial / day"),
    # --- the operator's own money at the provider
    Movement("withdraw_fees", "The operator takes its fees out: only above everybody else's money.",
             (K.OPERATOR_FEES,), (K.PROVIDER_CASH,), "correction"),
    Movement("put_in_own_money", "The operator puts its own money in: it covers what was lost.",
             (K.PROVIDER_CASH,), (K.OPERATOR_LOSS,), "correction"),
    # --- a payer's bank takes a payment back: never out of a signed trial (disputing.py, debts.py)
    Movement("dispute_withdrawn", "A chargeback took money from us: the company owes it, its cost is the operator's.",
             (K.COMPANY_OWES, K.OPERATOR_COST, K.OPERATOR_LOSS), (K.PROVIDER_CASH,), "dispute / booking"),
    Movement("dispute_returned", "A chargeback was won, or cost less: it pays the debt, the rest goes back.",
             (K.PROVIDER_CASH, K.OPERATOR_COST),
             (K.COMPANY_OWES, K.COMPANY_REFUND, K.OPERATOR_COST, K.OPERATOR_LOSS), "dispute / booking"),
    Movement("write_off", "The operator gives up what a company owes: its own loss.",
             (K.OPERATOR_LOSS,), (K.COMPANY_OWES,), "correction"),
    Movement("make_good", "The operator makes good an error of its own to a company.",
             (K.OPERATOR_LOSS,), (K.COMPANY_REFUND,), "correction"),
    Movement("claim_back", "What was made good to a company by mistake is taken back: the company owes it.",
             (K.COMPANY_OWES,), (K.OPERATOR_LOSS,), "correction"),
    Movement("pay_intern", "The operator makes good an error of its own to an intern: it is theirs, and paid out.",
             (K.OPERATOR_LOSS,), (K.INTERN_EARNED,), "correction"),
    Movement("set_off", "What would go back to a company pays what it owes.",
             (K.COMPANY_REFUND,), (K.COMPANY_OWES,), "refund"),
)  # fmt: skip
SETTLES_AS: dict[Ending, str] = {
    Ending.COMPLETION: "settle_completion",
    Ending.EXIT: "settle_exit",
    Ending.EXIT_BETWEEN_DAYS: "settle_exit",
    Ending.EXIT_BEFORE_START: "settle_before_start",
    Ending.COMPANY_WITHDRAWS: "settle_company_withdrawal",
    Ending.COMPANY_WITHDRAWS_LATE: "settle_company_withdrawal",
    Ending.EARLY_END: "settle_early_end",
    Ending.COMPANY_NO_SHOW: "settle_early_end",
    Ending.INTERN_NO_SHOW: "settle_intern_no_show",
    Ending.SENT_AWAY: "settle_sent_away",
    Ending.TOLD_TO_LEAVE: "settle_early_end",
}

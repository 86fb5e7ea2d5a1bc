"""At rest: every cent on all three sides. The ledger and its audit, the bank's own books, and what each state says.

What must be there is `model.py`'s word, told the facts: which days people checked in, how each trial ended, what was
decided. Facts are believed only if somebody had sent the command for them.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import Any

from foretaste.accounts.queries import organization_of, person_of
from foretaste.core.calendars import at_time
from foretaste.money import audit, queries
from foretaste.money.ledger.posting import code
from foretaste.money.models import (
    BankDispute,
    BankPayment,
    BankPayout,
    BankRefund,
    Correction,
    Difference,
    LedgerAccount,
    Payout,
    ProviderOperation,
    Refund,
    SeatFund,
    Settlement,
)
from foretaste.money.providers.sandbox import SandboxProvider
from foretaste.trials.models import Case, Trial
from tests.faults.history import History, Wrong
from tests.faults.model import EXITS, Life

FEE = 1000  # basis points
DISPUTE_FEE = 1500
DAY = dt.timedelta(days=1)
HELD_AT_REST = ("ext:", "op:", "company:")  # whose balances need not be zero
Sums = dict[tuple[str, str], int]
ENDED_BY = {
    "exit": "exit_trial",
    "exit_between_days": "exit_trial",
    "exit_before_start": "exit_trial",
    "company_withdraws": "withdraw_company",
    "company_withdraws_late": "withdraw_company",
    "early_end": "end_early",
    "sent_away": "send_away",
    "told_to_leave": "say_told_to_leave",
    "company_no_show": "report_company_no_show",
}


def look(history: History) -> None:
    """Raise `Wrong` with everything that is not as it must be."""
    with at_time(history.now), history.faults.at_the_bank():
        wrong = [*history.trouble, *_facts(history), *_sums(history), *_books(), *_states(history)]
    if wrong:
        raise Wrong("\n".join(wrong))


def lives_of(history: History) -> dict[str, Life]:
    """Return what the model is told of each signed trial."""
    found, signed = {}, defaultdict(int)
    trials = Trial.objects.select_related("opportunity", "intern", "organization").order_by("intern_signed_at", "id")
    for trial in trials:
        _company, shape, _week = history.lives[trial.opportunity.public_id]
        pair = trial.intern_id, trial.organization_id
        carries = not signed[pair] and signed[trial.intern_id] < 3
        signed[pair] += 1
        signed[trial.intern_id] += 1
        life = Life((shape.pay,) * shape.days, shape.bonus if carries else (), shape.kill_fee, FEE, trial.ending)
        life.started = {day.number for day in trial.days.all() if day.checked_in_at is not None}
        for case in trial.cases.exclude(state__in=["open", "answered", "moot"]).order_by("id"):
            award = history.rulings[case.public_id] if case.state == "ruled" else None  # nobody ruled: it is paid
            if case.kind == "sent_away" or (case.kind == "company_no_show" and trial.ending in EXITS):
                life.award = award
        found[trial.public_id] = life
    return found


def _facts(history: History) -> list[str]:
    """Nothing happened that nobody asked for, and nothing was answered "done" that did not happen."""
    wrong = []
    for trial in Trial.objects.prefetch_related("days"):
        name = trial.public_id
        command = ENDED_BY.get(trial.ending)
        if command and not history.asked.get((command, name)):
            wrong.append(f"{name} ended as {trial.ending}, and nobody sent {command}")
        for day in trial.days.all():
            sent = [(one, f"{name}/{day.number}") for one in ("check_in", "mark_arrived", "claim_check_in")]
            if day.checked_in_at is not None and not any(history.asked.get(one) for one in sent):
                wrong.append(f"day {day.number} of {name} was started, and nobody had said so")
        for command, about in history.done:
            if command in ("check_in", "mark_arrived") and about.startswith(f"{name}/"):
                day = next(day for day in trial.days.all() if str(day.number) == about.rpartition("/")[2])
                if day.checked_in_at is None:
                    wrong.append(f"{command} of {about} was answered, and is gone")
        starts = min(day.starts_at for day in trial.days.all())
        if trial.ending == "company_withdraws" and min(history.asked[("withdraw_company", name)]) > starts - DAY:
            wrong.append(f"{name} was withdrawn late and settled as in time")
        if trial.ending == "intern_no_show" and not any(
            day.checked_in_at is None and day.ends_at + 2 * DAY < trial.ended_at for day in trial.days.all()
        ):
            wrong.append(f"{name} ended as a no-show before 48 hours were over")
        if trial.ending == "completion" and any(day.checked_in_at is None for day in trial.days.all()):
            wrong.append(f"{name} was completed with a day that nobody started")
    return wrong


def _sums(history: History) -> list[str]:
    """The bank got exactly what the table pays each intern, the company exactly the rest, the operator its fees."""
    wrong: list[str] = []
    to_intern: Sums = defaultdict(int)
    rest: Sums = defaultdict(int)
    fees: dict[str, int] = defaultdict(int)
    lives = lives_of(history)
    for trial in Trial.objects.select_related("intern", "organization", "opportunity"):
        life = lives[trial.public_id]
        by_payroll = history.lives[trial.opportunity.public_id][1].engagement == "employee"
        company = trial.organization.public_id, trial.currency
        paid, fee = life.paid(), life.fee()
        to_intern[(trial.intern.public_id, trial.currency)] += 0 if by_payroll else paid
        rest[company] -= fee if by_payroll else paid + fee
        fees[trial.currency] += fee
        split = trial.paid_minor, trial.fee_minor, trial.back_minor, trial.held_minor
        if split != (paid, fee, life.back(), 0):
            must = f"{paid}, {fee}, {life.back()}, 0"
            wrong.append(f"{trial.public_id} ({trial.ending}, {sorted(life.started)}): {split} is not {must}")
        kept = Settlement.objects.get(trial_id=trial.public_id)
        if (kept.paid_minor, kept.fee_minor, kept.back_minor, kept.held_minor) != split:
            wrong.append(f"{trial.public_id}: the settlement says other sums than the trial")
    arrived = _arrived(history, wrong)
    for who in sorted(to_intern.keys() | arrived.keys()):
        if to_intern[who] != arrived[who]:
            wrong.append(f"intern {who[0]} got {arrived[who]} {who[1]} at the bank instead of {to_intern[who]}")
    return wrong + _company_sums(history, rest) + _operator_sums(history, fees)


def _arrived(history: History, wrong: list[str]) -> Sums:
    """What the bank has paid to each intern's own accounts."""
    people = [person_of(actor).public_id for actor in history.cast.interns]
    found: Sums = defaultdict(int)
    for payout in BankPayout.objects.filter(state="arrived"):
        owner = people[int(payout.account_number[2])]
        found[(owner, payout.currency)] += payout.amount_minor
        ours = Payout.objects.filter(
            public_id__in=ProviderOperation.objects.filter(pk=payout.operation_id).values("subject_id")
        ).first()
        if ours is None or ours.person_id != owner:
            wrong.append(f"{payout.ref} went to an account of {owner}, whose it is not")
    return found


def _company_sums(history: History, rest: Sums) -> list[str]:
    wrong = []
    for payment in BankPayment.objects.filter(arrived=True).select_related("charge"):
        rest[(_company_of(payment.charge), payment.charge.currency)] += payment.amount_minor
    got: Sums = defaultdict(int)
    for refund in BankRefund.objects.filter(state="arrived").select_related("charge"):
        if refund.operation_id not in history.by_hand:
            got[(_company_of(refund.charge), refund.charge.currency)] += refund.amount_minor
    for dispute in BankDispute.objects.filter(state="lost").select_related("charge"):
        got[(_company_of(dispute.charge), dispute.charge.currency)] += dispute.amount_minor
    for actor in history.cast.companies:
        for currency in ("EUR", "USD", "JPY"):
            who = organization_of(actor).public_id, currency
            gifts = _corrected(history, who) + _goodwill(who)
            due = rest[who] - got[who] + gifts
            owes = queries.balance(code("company:owes", *who))
            still = queries.balance(code("company:refund", *who))
            on_its_way = queries.balance(code("company:refunding", *who))
            if due != owes + still or on_its_way:
                wrong.append(
                    f"company {who} got {got[who]} back of {rest[who]} (+{gifts}), and its accounts say"
                    f" {still} to go back, {on_its_way} on its way, {owes} owed"
                )
            if owes and still:
                wrong.append(f"company {who} owes {owes} and is to get {still}")
            failed = sum(
                Refund.objects.filter(company_id=who[0], currency=currency, state="failed").values_list(
                    "amount_minor", flat=True
                )
            )
            if still != failed:
                wrong.append(f"company {who} is to get {still}, and {failed} failed")
    return wrong


def _operator_sums(history: History, fees: dict[str, int]) -> list[str]:
    wrong = []
    bank = {one.currency: one for one in SandboxProvider().balances()}
    for currency in ("EUR", "USD", "JPY"):
        lost = BankDispute.objects.filter(state="lost", charge__currency=currency).count() * DISPUTE_FEE
        companies = [(organization_of(one).public_id, currency) for one in history.cast.companies]
        gifts = sum(_corrected(history, one) + _goodwill(one) for one in companies)
        held = bank[currency].available_minor + bank[currency].pending_minor if currency in bank else 0
        held += sum(
            one.amount_minor
            for one in BankRefund.objects.filter(
                operation_id__in=history.by_hand, state="arrived", charge__currency=currency
            )
        )
        for kind, owner, must in (
            ("op:fees", "all", fees.get(currency, 0)),
            ("op:cost", "all", -lost),
            ("op:loss", "all", -gifts),
            ("ext:cash", "sandbox", -held),
            ("ext:pending", "sandbox", 0),
        ):
            is_ = queries.balance(code(kind, owner, currency))
            if is_ != must:
                wrong.append(f"{kind} {currency} is {is_} instead of {must}")
    return wrong


def _corrected(history: History, who: tuple[str, str]) -> int:
    """What the operator's corrections gave a company: each once, as it was proposed, however often it was sent."""
    done = Correction.objects.filter(state=Correction.State.DONE).values_list("key", flat=True)
    return sum(history.proposed[key][3] for key in done if history.proposed[key][1:3] == who)


def _goodwill(who: tuple[str, str]) -> int:
    from foretaste.trials.models import Goodwill

    found = Goodwill.objects.filter(organization__public_id=who[0], currency=who[1]).exclude(approved_at=None)
    return 2_001 * found.count()


def _company_of(charge: Any) -> str:
    from foretaste.money.models import FundingOrder

    order = ProviderOperation.objects.get(pk=charge.operation_id).subject_id
    return FundingOrder.objects.values_list("company_id", flat=True).get(public_id=order)


def _books() -> list[str]:
    """The audit is clean, every account that must clear has."""
    wrong = [
        f"audit {line.guarantee}, {check.title}: {finding.offenders[:5]}"
        for line in audit.audit()
        for check, finding in line.findings
        if finding.offenders and check.title not in ("provider operations",)
    ]
    for row in LedgerAccount.objects.exclude(balance=0).exclude(hot=True):
        if not row.kind.startswith(HELD_AT_REST):
            wrong.append(f"{row.code} is {row.balance} at rest")
    return wrong


def _states(history: History) -> list[str]:
    wrong = [
        f"{one.kind} {one.about}: {one.ours_minor} / {one.theirs_minor}"
        for one in Difference.objects.filter(state="open")
    ]
    explained = Difference.objects.filter(state="explained").count()
    if explained != BankRefund.objects.filter(operation_id__in=history.by_hand).count():
        wrong.append(f"{explained} differences are explained, and {len(history.by_hand)} refunds were made by hand")
    for fund in SeatFund.objects.filter(state__in=["funding", "funded"]):
        wrong.append(f"seat {fund.seat_id} is {fund.state} at rest")
    ends = dict(Trial.objects.filter(ending__in=[*EXITS, "exit_before_start"]).values_list("public_id", "ended_at"))
    payrolls = "payroll"
    for refund in BankRefund.objects.exclude(operation_id__in=history.by_hand):
        ours = Refund.objects.get(public_id=ProviderOperation.objects.get(pk=refund.operation_id).subject_id)
        if ours.trial_id in ends and ours.why != payrolls and refund.created_at < ends[ours.trial_id] + DAY:
            wrong.append(f"{ours.public_id} went back within 24 hours of the exit of {ours.trial_id}")
    for case in Case.objects.filter(state__in=["open", "answered"]):
        wrong.append(f"case {case.public_id} is open at rest")
    return wrong

"""The audit: one line per guarantee of PRODUCT.md, with what was counted and the first rows that break it.

Every context writes its checks in its own `audit.py`; this one holds the frame, and what money alone can know.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import connection
from django.utils.module_loading import autodiscover_modules

from foretaste.accounts.actors import CLOCK
from foretaste.core import calendars
from foretaste.core.transactions import one_moment
from foretaste.money import actions, invariants, issuing, reconciling
from foretaste.money.endings import fee_on
from foretaste.money.models import (
    FeeRule,
    IssuedDocument,
    IssuedStatement,
    Payout,
    PayrollDue,
    SeatFund,
    Settlement,
    WageFloor,
)

GUARANTEES = {
    1: "Short",
    2: "Funded first",
    3: "Always paid",
    4: "Leave any time",
    5: "Leaving never pays more than staying",
    6: "No penalty",
    7: "An early end costs the company, not the intern",
    8: "Sealed and mutual",
    9: "Safe honesty",
    10: "Every cent accounted for",
    11: "Paid fairly",
    12: "Nobody is left waiting",
}
MOST_OFFENDERS = 5
KEPT_HERE = frozenset({"sandbox", "manual"})  # providers whose books are tables of ours


@dataclass(frozen=True)
class Finding:
    """What a check saw: how many it looked at, and the public ids of what breaks the guarantee."""

    counted: int
    offenders: list[str] = field(default_factory=list)
    details: list[str] = field(default_factory=list)  # lines of its own, printed after the twelve


@dataclass(frozen=True)
class Check:
    guarantee: int
    title: str  # what is counted: "trial funds", "endings"
    run: Callable[[], Finding]


@dataclass(frozen=True)
class Line:
    """One guarantee as the audit prints it."""

    guarantee: int
    findings: list[tuple[Check, Finding]]

    @property
    def holds(self) -> bool:
        return bool(self.findings) and not any(finding.offenders for _, finding in self.findings)

    def __str__(self) -> str:
        counted = ", ".join(f"{finding.counted} {check.title}" for check, finding in self.findings)
        words = f"{self.guarantee} {GUARANTEES[self.guarantee]}: {counted or 'nothing checks it'}"
        broken = [
            f"{check.title}: {', '.join(finding.offenders[:MOST_OFFENDERS])}"
            + (
                f" and {len(finding.offenders) - MOST_OFFENDERS} more"
                if len(finding.offenders) > MOST_OFFENDERS
                else ""
            )
            for check, finding in self.findings
            if finding.offenders
        ]
        return f"{words}. {'Holds.' if self.holds else 'BROKEN. ' + '; '.join(broken)}"


_checks: list[Check] = []


def check(*, guarantee: int, title: str) -> Callable[[Callable[[], Finding]], Callable[[], Finding]]:
    """Register a check: `@check(guarantee=10, title="movements") def every_movement_balances() -> Finding: ...`."""

    def register(function: Callable[[], Finding]) -> Callable[[], Finding]:
        _checks.append(Check(guarantee, title, function))
        return function

    return register


def audit() -> list[Line]:
    """Run every context's checks on one and the same moment; return one line per guarantee, 1 to 12."""
    autodiscover_modules("audit")
    with one_moment():
        return [
            Line(number, [(one, one.run()) for one in _checks if one.guarantee == number])
            for number in sorted(GUARANTEES)
        ]


def run_audit(say: Callable[[str], None] = print) -> int:
    """Print the audit and keep the run; return 0 where every guarantee holds, else 1."""
    lines = keep_audit(at=calendars.now())
    for line in lines:
        say(str(line))
    for line in lines:
        for _, finding in line.findings:
            for detail in finding.details:
                say(detail)
    return 0 if all(line.holds for line in lines) else 1


def keep_audit(*, at: dt.datetime) -> list[Line]:
    """Run the audit and keep what it said."""
    lines = audit()
    said = [{"guarantee": line.guarantee, "holds": line.holds, "says": str(line)} for line in lines]
    actions.record_audit(lines=said, by=CLOCK, at=at)
    return lines


def _rows(query: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return list(cursor.fetchall())


def _offenders(query: str) -> list[str]:
    return [":".join(str(part).strip() for part in row) for row in _rows(query)]


def _count(query: str) -> int:
    return int(str(_rows(query)[0][0]))


# --- 2: funded first ------------------------------------------------------------------------------


@check(guarantee=2, title="funded seats")
def a_funded_seat_holds_its_pay_and_fee() -> Finding:
    """A funded, unsigned seat's accounts hold exactly every day's pay and the fee on it."""
    offenders = _offenders(
        """SELECT f.seat_id FROM money_seatfund f
             LEFT JOIN ledger_account held ON held.code = 'seat:held:' || f.seat_id || ':' || f.currency
             LEFT JOIN ledger_account fee ON fee.code = 'seat:fee:' || f.seat_id || ':' || f.currency
            WHERE f.state = 'funded'
              AND (coalesce(held.balance, 0) <> f.pay_minor OR coalesce(fee.balance, 0) <> f.fee_minor)"""
    )
    return Finding(SeatFund.objects.filter(state=SeatFund.State.FUNDED).count(), offenders)


@check(guarantee=2, title="running trial funds")
def a_running_trial_holds_what_it_can_still_owe() -> Finding:
    """Until it is settled a trial's fund is its full pay less the days earned, and the whole fee."""
    offenders = _offenders(
        """SELECT f.trial_id FROM money_seatfund f
             LEFT JOIN ledger_account held ON held.code = 'trial:held:' || f.trial_id || ':' || f.currency
             LEFT JOIN ledger_account fee ON fee.code = 'trial:fee:' || f.trial_id || ':' || f.currency
             LEFT JOIN LATERAL (
                  SELECT coalesce(sum(e.amount), 0) AS earned FROM ledger_transfer t
                    JOIN ledger_entry e ON e.transfer_id = t.id AND e.amount > 0
                   WHERE t.trial_id = f.trial_id AND t.movement = 'earn_day') days ON true
            WHERE f.state = 'committed' AND NOT EXISTS (SELECT FROM money_settlement s WHERE s.trial_id = f.trial_id)
              AND (coalesce(held.balance, 0) <> f.pay_minor - days.earned OR coalesce(fee.balance, 0) <> f.fee_minor)"""
    )
    return Finding(SeatFund.objects.filter(state=SeatFund.State.COMMITTED).count(), offenders)


# --- 3: always paid -------------------------------------------------------------------------------


@check(guarantee=3, title="payouts")
def what_is_paid_is_on_its_way() -> Finding:
    """For every settlement the payouts and payroll rows sum to what the intern is paid."""
    offenders = _offenders(
        """SELECT s.trial_id FROM money_settlement s LEFT JOIN LATERAL (
                SELECT sum(amount_minor) AS minor FROM (
                     SELECT amount_minor FROM money_payout p WHERE p.trial_id = s.trial_id
                      UNION ALL SELECT amount_minor FROM money_payrolldue d WHERE d.trial_id = s.trial_id) one
           ) sent ON true WHERE s.paid_minor <> coalesce(sent.minor, 0)"""
    )
    return Finding(Payout.objects.count() + PayrollDue.objects.count(), offenders)


@check(guarantee=3, title="movements out of what is an intern's")
def earned_money_moves_only_to_its_intern() -> Finding:
    """No movement takes from an intern's account but towards the same intern's bank or payroll."""
    offenders = _offenders(
        """SELECT DISTINCT t.movement, t.reference FROM ledger_transfer t
             JOIN ledger_entry e ON e.transfer_id = t.id AND e.amount < 0
             JOIN ledger_account a ON a.id = e.account_id AND a.kind LIKE 'intern:%'
             JOIN ledger_entry g ON g.transfer_id = t.id AND g.amount > 0
             JOIN ledger_account b ON b.id = g.account_id
            WHERE NOT (b.kind IN ('ext:cash', 'ext:connected', 'payroll:payable')
                       OR b.kind LIKE 'intern:%' AND b.owner = a.owner)"""
    )
    counted = _count(
        """SELECT count(*) FROM ledger_entry e JOIN ledger_account a ON a.id = e.account_id
            WHERE e.amount < 0 AND a.kind LIKE 'intern:%'"""
    )
    return Finding(counted, offenders)


# --- 4, 5, 7: what endings pay --------------------------------------------------------------------


@check(guarantee=4, title="exits")
def an_exit_is_settled_in_the_ledger() -> Finding:
    """Every exit's settlement has its one movement, and it is the same moment."""
    offenders = _offenders(
        """SELECT s.trial_id FROM money_settlement s
             LEFT JOIN ledger_transfer t ON t.trial_id = s.trial_id AND t.movement LIKE 'settle\\_%'
            WHERE s.ending LIKE 'exit%' AND (t.id IS NULL OR t.effective_at <> s.settled_at)"""
    )
    return Finding(Settlement.objects.filter(ending__startswith="exit").count(), offenders)


@check(guarantee=5, title="settlements")
def no_ending_pays_more_than_staying() -> Finding:
    """No settlement pays more than the full pay, and its fee is the fee on what was paid."""
    offenders = [
        one.trial_id
        for one in Settlement.objects.only(
            "trial_id", "paid_minor", "full_pay_minor", "fee_minor", "fee_basis_points", "fund_fee_minor"
        ).iterator()
        if one.paid_minor > one.full_pay_minor or one.fee_minor != fee_on(one.paid_minor, one.fee_basis_points)
    ]
    return Finding(Settlement.objects.count(), offenders)


@check(guarantee=7, title="early ends")
def an_early_end_pays_every_day() -> Finding:
    """An early end, a company that did not come or withdrew late, and an upheld "told to leave" pay in full."""
    endings = ["early_end", "company_no_show", "company_withdraws_late", "completion", "told_to_leave"]
    rows = Settlement.objects.filter(ending__in=endings)
    unpaid = [one for one in rows if one.ending != "completion" and one.paid_minor != one.full_pay_minor]
    return Finding(rows.exclude(ending="completion").count(), [one.trial_id for one in unpaid])


# --- 10: every cent -------------------------------------------------------------------------------


@check(guarantee=10, title="movements")
def every_movement_balances() -> Finding:
    """Every movement has two legs or more and sums to zero in each currency; all of them together do too."""
    offenders = _offenders(
        """SELECT t.movement, t.reference FROM ledger_transfer t
             LEFT JOIN ledger_entry e ON e.transfer_id = t.id
             LEFT JOIN ledger_account a ON a.id = e.account_id
            GROUP BY t.id, a.currency HAVING coalesce(sum(e.amount), 1) <> 0 OR count(e.id) < 2"""
    )
    return Finding(_count("SELECT count(*) FROM ledger_transfer"), offenders)


@check(guarantee=10, title="accounts")
def every_balance_is_the_sum_of_its_entries() -> Finding:
    """Balances are the sums of their entries, versions have no gap, chains fit, nothing is below its floor."""
    offenders = _offenders(
        """SELECT a.code FROM ledger_account a LEFT JOIN ledger_entry e ON e.account_id = a.id
            WHERE NOT a.hot GROUP BY a.id
           HAVING a.balance <> coalesce(sum(e.amount), 0) OR a.version <> count(e.id)
               OR coalesce(max(e.version), 0) <> count(e.id) OR a.balance < coalesce(a.floor, a.balance)
        UNION
           SELECT a.code FROM (
                  SELECT account_id, amount, balance_after, lag(balance_after, 1, 0::bigint) OVER versions AS before
                    FROM ledger_entry WHERE version IS NOT NULL
                  WINDOW versions AS (PARTITION BY account_id ORDER BY version)) chain
             JOIN ledger_account a ON a.id = chain.account_id
            WHERE chain.before + chain.amount <> chain.balance_after"""
    )
    return Finding(_count("SELECT count(*) FROM ledger_account"), offenders)


@check(guarantee=10, title="promises of the ledger")
def the_ledger_keeps_its_promises() -> Finding:
    """Each promise of the ledger by itself (`invariants.py`): lines 10.1 to 10.21, after the twelve."""
    kept = invariants.look()
    broken = [f"10.{one.invariant.number}" for one in kept if one.offenders]
    return Finding(len(kept), broken, [str(one) for one in kept])


@check(guarantee=10, title="settled trials")
def every_settled_trial_adds_up() -> Finding:
    """What a trial's fund held was paid, kept as fee, given back or is held: on the statement and in the ledger."""
    offenders = _offenders(
        """WITH paid AS (
        SELECT t.trial_id, a.kind, sum(e.amount) AS amount FROM ledger_transfer t
          JOIN ledger_entry e ON e.transfer_id = t.id AND e.amount > 0
          JOIN ledger_account a ON a.id = e.account_id
         WHERE t.movement = 'earn_day' OR t.movement LIKE 'settle\\_%'
            OR t.movement IN ('release_hold', 'pay_told_to_leave')
         GROUP BY 1, 2)
             SELECT s.trial_id FROM money_settlement s
               LEFT JOIN paid earned ON earned.trial_id = s.trial_id AND earned.kind = 'intern:earned'
               LEFT JOIN paid fee ON fee.trial_id = s.trial_id AND fee.kind = 'op:fees'
               LEFT JOIN ledger_account held ON held.code = 'trial:held:' || s.trial_id || ':' || s.currency
               LEFT JOIN ledger_account hold ON hold.code = 'trial:hold:' || s.trial_id || ':' || s.currency
              WHERE s.paid_minor + s.fee_minor + s.back_minor + s.held_minor <> s.full_pay_minor + s.fund_fee_minor
                 OR coalesce(earned.amount, 0) <> s.paid_minor OR coalesce(fee.amount, 0) <> s.fee_minor
                 OR coalesce(held.balance, 0) <> 0 OR coalesce(hold.balance, 0) <> s.held_minor"""
    )
    return Finding(Settlement.objects.count(), offenders)


@check(guarantee=10, title="provider operations")
def the_provider_has_what_the_ledger_says() -> Finding:
    """Arrived payouts and refunds, and available payments, are what the provider itself has on its list.

    A provider far away is not asked for everything each time: what the last night's reconciliation left open counts.
    """
    from foretaste.money.models import Conversion, FundingOrder, ProviderOperation, Refund
    from foretaste.money.providers import provider

    bank = provider()
    if bank.name not in KEPT_HERE and (run := reconciling.latest(bank.name)) is not None:
        return Finding(run.operations, [one.public_id for one in reconciling.open_differences(bank.name)])
    ours: dict[str, int] = {}
    charges = {
        row.subject_id: str(row.pk) for row in ProviderOperation.objects.filter(kind=ProviderOperation.Kind.CHARGE)
    }
    converted = {charges[order_id] for order_id in Conversion.objects.values_list("order__public_id", flat=True)}
    for order in FundingOrder.objects.filter(received_minor__gt=0, conversions=None):
        ours[charges[order.public_id]] = order.received_minor
    succeeded = ProviderOperation.objects.filter(state=ProviderOperation.State.SUCCEEDED)
    for operation in succeeded.exclude(kind=ProviderOperation.Kind.CHARGE):
        back = operation.kind == ProviderOperation.Kind.REVERSAL
        ours[str(operation.pk)] = operation.amount_minor if back else -operation.amount_minor
    theirs: dict[str, int] = {}
    for line in bank.list_money(dt.datetime(2000, 1, 1, tzinfo=dt.UTC)):
        if line.operation_id is None or str(line.operation_id) in converted:
            continue  # nobody asked for it, or it is of two currencies: reconciliation looks at it
        theirs[str(line.operation_id)] = theirs.get(str(line.operation_id), 0) + line.amount_minor
    # What the provider did and we have not heard of yet is on its way to us; the other way round is wrong.
    differing = [key for key in theirs if ours.get(key) != theirs[key]]
    open_ones = ProviderOperation.objects.exclude(state=ProviderOperation.State.FAILED).filter(pk__in=differing)
    done = {ProviderOperation.Kind.PAYOUT, ProviderOperation.Kind.REFUND}
    waiting = {
        str(one.pk) for one in open_ones if not (one.kind in done and one.state == ProviderOperation.State.SUCCEEDED)
    }
    wrong = [key for key in {*ours, *theirs} if ours.get(key, 0) != theirs.get(key, 0) and key not in waiting]
    wrong += [key for key in ours if key in waiting and abs(ours[key]) > abs(theirs[key])]
    arrived = Refund.objects.filter(state=Refund.State.ARRIVED).count()
    return Finding(len(ours), sorted(wrong)) if ours or arrived else Finding(0)


def the_provider_as_last_seen() -> Finding:
    """The same for a page, which never asks a provider far away: before the first night there is nothing to say."""
    from foretaste.money.providers import provider

    name = provider().name
    if name not in KEPT_HERE and reconciling.latest(name) is None:
        return Finding(0)
    return the_provider_has_what_the_ledger_says()


@check(guarantee=10, title="documents")
def documents_stand_as_issued() -> Finding:
    """What a document or a statement says is what was issued (its SHA-256), and its sums are those it says."""
    wrong = []
    for one in IssuedDocument.objects.only("number", "facts", "sha256", "total_minor").iterator():
        if one.sha256 != issuing.fingerprint(one.facts) or one.total_minor != one.facts["total_minor"]:
            wrong.append(one.number)
    for said in IssuedStatement.objects.only("trial_id", "number", "facts", "sha256", "paid_minor").iterator():
        lines = sum(line["minor"] for line in said.facts["lines"])
        if said.sha256 != issuing.fingerprint(said.facts) or not said.paid_minor == said.facts["paid_minor"] == lines:
            wrong.append(f"{said.trial_id}/{said.number}")
    return Finding(IssuedDocument.objects.count() + IssuedStatement.objects.count(), wrong)


@check(guarantee=10, title="series of numbers")
def numbers_have_no_gap() -> Finding:
    """Each series of numbers is given from 1 to its last, each once; each trial's statements are too."""
    offenders = _offenders(
        """SELECT coalesce(s.kind, d.kind), coalesce(s.company_id, d.company_id), coalesce(s.year, d.year)
             FROM money_documentseries s FULL JOIN (
                  SELECT kind, company_id, year, count(*) AS given, min(sequence) AS first, max(sequence) AS last
                    FROM money_issueddocument GROUP BY 1, 2, 3) d USING (kind, company_id, year)
            WHERE coalesce(s.last, 0) <> coalesce(d.last, 0) OR d.given <> d.last OR d.first <> 1
        UNION ALL
           SELECT 'statement', max(trial_id), count(*) FROM money_issuedstatement GROUP BY settlement_id
           HAVING min(number) <> 1 OR max(number) <> count(*)"""
    )
    return Finding(_count("SELECT count(*) FROM money_documentseries"), offenders)


# --- 11: paid fairly ------------------------------------------------------------------------------


@check(guarantee=11, title="wage rows")
def wage_rows_have_their_source() -> Finding:
    """Every row of the wage table names its source and begins before it ends."""
    rows = WageFloor.objects.all()
    wrong = [
        f"{row.country} {row.region} {row.city} {row.valid_from}"
        for row in rows
        if not row.source or (row.valid_to and row.valid_to < row.valid_from) or (row.hourly_rate or 1) <= 0
    ]
    return Finding(len(rows), wrong)


@check(guarantee=11, title="payroll duties")
def what_a_payroll_owes_is_set_aside_until_confirmed() -> Finding:
    """The gross that a payroll has not confirmed is in its account, to the cent, and nothing of what it confirmed."""
    offenders = _offenders(
        """SELECT d.trial_id FROM money_payrolldue d
             LEFT JOIN ledger_account a ON a.code = 'payroll:payable:' || d.trial_id || ':' || d.currency
            GROUP BY d.trial_id, a.balance
           HAVING coalesce(a.balance, 0) <> coalesce(sum(d.amount_minor) FILTER (WHERE d.confirmed_at IS NULL), 0)"""
    )
    return Finding(PayrollDue.objects.count(), offenders)


@check(guarantee=11, title="fee rules")
def there_is_a_fee_rule() -> Finding:
    """The fee is a dated rule, at most the pay itself."""
    rules = FeeRule.objects.all()
    return Finding(len(rules), [str(rule.valid_from) for rule in rules if rule.basis_points > 10_000])

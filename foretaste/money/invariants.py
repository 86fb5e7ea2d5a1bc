"""What the ledger promises, each as a query that finds nothing: lines 10.1 to 10.21 of the audit.

The numbers are those of docs/explanation/money.md, which says what holds each of them up. A query returns what breaks
its promise, by names the operator's ledger knows. The books of the provider itself (15) are asked every night by the
reconciliation; here it is asked whether somebody looks after what it found.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection


@dataclass(frozen=True)
class Invariant:
    number: int
    says: str
    counts: str  # what was looked at: a query of one number
    breaks: str  # a query of what breaks it, one text column


@dataclass(frozen=True)
class Kept:
    invariant: Invariant
    counted: int
    offenders: list[str]

    def __str__(self) -> str:
        words = f"10.{self.invariant.number} {self.invariant.says}: {self.counted} looked at."
        more = f" and {len(self.offenders) - 5} more" if len(self.offenders) > 5 else ""
        return f"{words} {'BROKEN. ' + ', '.join(self.offenders[:5]) + more if self.offenders else 'Holds.'}"


TRANSFERS = "SELECT count(*) FROM ledger_transfer"
ACCOUNTS = "SELECT count(*) FROM ledger_account"
SETTLEMENTS = "SELECT count(*) FROM money_settlement"
INVARIANTS = (
    Invariant(1, "Every movement has two legs or more and sums to zero in each currency", TRANSFERS, """
        SELECT DISTINCT t.movement || ':' || t.reference FROM ledger_transfer t
          LEFT JOIN ledger_entry e ON e.transfer_id = t.id LEFT JOIN ledger_account a ON a.id = e.account_id
         GROUP BY t.id, a.currency HAVING coalesce(sum(e.amount), 1) <> 0 OR count(*) < 2 OR bool_or(e.amount = 0)"""),
    Invariant(2, "All entries together sum to zero in each currency", "SELECT count(*) FROM ledger_entry", """
        SELECT a.currency FROM ledger_entry e JOIN ledger_account a ON a.id = e.account_id
         GROUP BY 1 HAVING sum(e.amount) <> 0"""),
    Invariant(3, "A balance is the sum of its entries, its versions have no gap, checkpoints fit", ACCOUNTS, """
        SELECT a.code FROM ledger_account a LEFT JOIN ledger_entry e ON e.account_id = a.id
         WHERE NOT a.hot GROUP BY a.id
        HAVING a.balance <> coalesce(sum(e.amount), 0) OR a.version <> count(e.version)
            OR coalesce(max(e.version), 0) <> count(e.version)
        UNION SELECT a.code FROM (
               SELECT account_id, amount, balance_after, lag(balance_after, 1, 0::bigint) OVER versions AS before
                 FROM ledger_entry WHERE version IS NOT NULL
               WINDOW versions AS (PARTITION BY account_id ORDER BY version)) chain
          JOIN ledger_account a ON a.id = chain.account_id WHERE chain.before + chain.amount <> chain.balance_after
        UNION SELECT a.code FROM ledger_checkpoint c JOIN ledger_account a ON a.id = c.account_id
               CROSS JOIN LATERAL (SELECT coalesce(max(p.upto), 0) AS upto, coalesce(max(p.balance) FILTER (
                      WHERE p.upto = (SELECT max(upto) FROM ledger_checkpoint
                                       WHERE account_id = c.account_id AND upto < c.upto)), 0) AS balance
                      FROM ledger_checkpoint p WHERE p.account_id = c.account_id AND p.upto < c.upto) last
         WHERE c.balance <> last.balance + (SELECT coalesce(sum(e.amount), 0) FROM ledger_entry e
                WHERE e.account_id = c.account_id AND e.transfer_id > last.upto AND e.transfer_id <= c.upto)"""),
    Invariant(4, "Nothing was changed: a correction is another movement, its exact opposite, and happens once",
              "SELECT count(*) FROM ledger_transfer WHERE reverses_id IS NOT NULL", """
        SELECT g.place || '.' || g.name FROM (VALUES
               ('ledger_transfer', 'append_only'), ('ledger_transfer', 'a_movement_is_what_it_says'),
               ('ledger_transfer', 'a_movement_keeps_what_it_promises'), ('ledger_entry', 'append_only'),
               ('ledger_entry', 'sealed'), ('ledger_account', 'an_account_is_what_its_code_says'),
               ('ledger_account', 'never_deleted'), ('ledger_account', 'keeps_its_name'),
               ('ledger_checkpoint', 'append_only')) AS g (place, name)
         WHERE NOT EXISTS (SELECT FROM pg_trigger t WHERE t.tgrelid = to_regclass(g.place) AND t.tgname = g.name
                              AND t.tgenabled IN ('O', 'A'))
        UNION SELECT 'reverse:' || t.reference FROM ledger_transfer t
               JOIN ledger_entry e ON e.transfer_id IN (t.id, t.reverses_id) WHERE t.reverses_id IS NOT NULL
              GROUP BY t.id, e.account_id HAVING sum(e.amount) <> 0
        UNION SELECT 'reversed twice:' || reverses_id FROM ledger_transfer
               WHERE reverses_id IS NOT NULL GROUP BY reverses_id HAVING count(*) > 1"""),
    Invariant(5, "A transfer is sealed with its transaction: every entry has its transfer and its account",
              "SELECT count(*) FROM ledger_entry", """
        SELECT 'entry:' || e.id FROM ledger_entry e LEFT JOIN ledger_transfer t ON t.id = e.transfer_id
          LEFT JOIN ledger_account a ON a.id = e.account_id WHERE t.id IS NULL OR a.id IS NULL"""),
    Invariant(6, "Nothing is below its floor, now or at any time", ACCOUNTS, """
        SELECT a.code FROM ledger_account a JOIN ledger_account_kind k ON k.kind = a.kind
         WHERE a.balance < a.floor OR k.floor AND a.floor IS DISTINCT FROM 0
        UNION SELECT a.code FROM ledger_entry e JOIN ledger_account a ON a.id = e.account_id
               WHERE e.balance_after < a.floor"""),
    Invariant(7, "A movement of one reference happened once", TRANSFERS, """
        SELECT movement || ':' || reference FROM ledger_transfer GROUP BY movement, reference HAVING count(*) > 1"""),
    Invariant(8, "A signed trial holds its unstarted days and the whole fee, to the cent",
              "SELECT count(*) FROM money_seatfund WHERE state IN ('funded', 'committed')", """
        SELECT f.trial_id FROM money_seatfund f
          LEFT JOIN ledger_account held ON held.code = 'trial:held:' || f.trial_id || ':' || f.currency
          LEFT JOIN ledger_account fee ON fee.code = 'trial:fee:' || f.trial_id || ':' || f.currency
          LEFT JOIN LATERAL (
               SELECT coalesce(sum(e.amount), 0) AS earned FROM ledger_transfer t
                 JOIN ledger_entry e ON e.transfer_id = t.id AND e.amount > 0
                WHERE t.trial_id = f.trial_id AND t.movement = 'earn_day') days ON true
         WHERE f.state = 'committed' AND NOT EXISTS (SELECT FROM money_settlement s WHERE s.trial_id = f.trial_id)
           AND (coalesce(held.balance, 0) <> f.pay_minor - days.earned OR coalesce(fee.balance, 0) <> f.fee_minor)
        UNION SELECT f.seat_id FROM money_seatfund f
          LEFT JOIN ledger_account held ON held.code = 'seat:held:' || f.seat_id || ':' || f.currency
          LEFT JOIN ledger_account fee ON fee.code = 'seat:fee:' || f.seat_id || ':' || f.currency
         WHERE f.state = 'funded'
           AND (coalesce(held.balance, 0) <> f.pay_minor OR coalesce(fee.balance, 0) <> f.fee_minor)"""),
    Invariant(9, "What is an intern's moved only towards the same intern",
              "SELECT count(*) FROM ledger_entry e JOIN ledger_account a ON a.id = e.account_id"
              " WHERE e.amount < 0 AND a.kind LIKE 'intern:%'", """
        SELECT DISTINCT t.movement || ':' || t.reference FROM ledger_transfer t
          JOIN ledger_entry e ON e.transfer_id = t.id AND e.amount < 0
          JOIN ledger_account a ON a.id = e.account_id AND a.kind LIKE 'intern:%'
          JOIN ledger_entry g ON g.transfer_id = t.id AND g.amount > 0 JOIN ledger_account b ON b.id = g.account_id
         WHERE NOT (b.kind IN ('ext:cash', 'ext:connected', 'payroll:payable')
                    OR b.kind LIKE 'intern:%' AND b.owner = a.owner)"""),
    Invariant(10, "A day earned once, out of its own trial, to one intern",
              "SELECT count(*) FROM ledger_transfer WHERE movement = 'earn_day'", """
        SELECT t.reference FROM ledger_transfer t JOIN ledger_entry e ON e.transfer_id = t.id
          JOIN ledger_account a ON a.id = e.account_id WHERE t.movement = 'earn_day'
         GROUP BY t.id
        HAVING count(*) <> 2 OR NOT starts_with(t.reference, t.trial_id || '/')
            OR min(a.owner) FILTER (WHERE e.amount < 0) IS DISTINCT FROM t.trial_id
        UNION SELECT t.trial_id FROM ledger_transfer t JOIN ledger_entry e ON e.transfer_id = t.id AND e.amount > 0
          WHERE t.movement = 'earn_day' GROUP BY t.trial_id HAVING count(DISTINCT e.account_id) > 1"""),
    Invariant(11, "A trial ended once, and nothing but what waits for a decision is held afterwards", SETTLEMENTS, """
        SELECT s.trial_id FROM money_settlement s
          LEFT JOIN ledger_transfer t ON t.trial_id = s.trial_id AND t.movement LIKE 'settle\\_%'
          LEFT JOIN ledger_account a ON a.code = 'trial:held:' || s.trial_id || ':' || s.currency
         GROUP BY s.trial_id HAVING count(t.id) > 1 OR coalesce(max(a.balance), 0) <> 0"""),
    Invariant(12, "What a trial's fund held was paid, kept as fee, given back or is held, to the cent", SETTLEMENTS, """
        SELECT s.trial_id FROM money_settlement s
          LEFT JOIN LATERAL (
               SELECT coalesce(sum(e.amount) FILTER (WHERE a.kind = 'intern:earned'), 0) AS earned,
                      coalesce(sum(e.amount) FILTER (WHERE a.kind = 'op:fees'), 0) AS fees
                 FROM ledger_transfer t JOIN ledger_entry e ON e.transfer_id = t.id AND e.amount > 0
                 JOIN ledger_account a ON a.id = e.account_id
                WHERE t.trial_id = s.trial_id AND (t.movement LIKE 'settle\\_%'
                      OR t.movement IN ('earn_day', 'release_hold', 'pay_told_to_leave'))) moved ON true
         WHERE s.paid_minor + s.fee_minor + s.back_minor + s.held_minor <> s.full_pay_minor + s.fund_fee_minor
            OR moved.earned <> s.paid_minor OR moved.fees <> s.fee_minor"""),
    Invariant(13, "What the provider was asked came out one way", "SELECT count(*) FROM money_provideroperation", """
        SELECT t.reference FROM ledger_transfer t WHERE t.movement IN
               ('payout_arrived', 'payout_returned', 'refund_arrived', 'refund_failed')
         GROUP BY t.reference, left(t.movement, 6) HAVING count(*) > 1
        UNION SELECT t.reference FROM ledger_transfer t WHERE t.movement IN
               ('payout_arrived', 'payout_returned', 'refund_arrived', 'refund_failed')
           AND NOT EXISTS (SELECT FROM ledger_transfer i WHERE i.reference = t.reference
               AND i.movement = CASE WHEN t.movement LIKE 'payout%' THEN 'send_payout' ELSE 'start_refund' END)"""),
    Invariant(14, "Nothing was tried again before the last attempt had failed",
              "SELECT count(*) FROM money_provideroperation WHERE attempt > 1", """
        SELECT o.id::text FROM money_provideroperation o
          JOIN money_provideroperation last ON last.kind = o.kind AND last.subject_id = o.subject_id
           AND last.attempt < o.attempt WHERE last.state <> 'failed'"""),
    Invariant(15, "Where our accounts of the provider are not its own, somebody looks after it within a week",
              "SELECT count(*) FROM money_difference", """
        SELECT d.kind || ':' || d.about FROM money_difference d
         WHERE d.state = 'open' AND d.owner_id IS NULL AND d.found_at <
               (SELECT max(r.at) FROM money_reconciliationrun r WHERE r.provider = d.provider) - interval '7 days'"""),
    Invariant(16, "The operator took nothing out that was other people's",
              "SELECT count(*) FROM ledger_transfer WHERE movement = 'withdraw_fees'", """
        SELECT t.movement || ':' || t.reference FROM ledger_transfer t
          JOIN LATERAL (SELECT a.currency FROM ledger_entry e JOIN ledger_account a ON a.id = e.account_id
                         WHERE e.transfer_id = t.id LIMIT 1) of ON true
         WHERE t.movement = 'withdraw_fees'
           AND (SELECT sum(e.amount) FROM ledger_entry e JOIN ledger_account a ON a.id = e.account_id
                 WHERE e.transfer_id <= t.id AND a.currency = of.currency
                   AND (a.kind LIKE 'op:%' OR a.kind = 'company:owes')) < 0"""),
    Invariant(17, "A movement, and all of a trial, is of one currency; an exchange is two of them", TRANSFERS, """
        SELECT coalesce(t.trial_id, t.movement || ':' || t.reference) FROM ledger_transfer t
          JOIN ledger_entry e ON e.transfer_id = t.id JOIN ledger_account a ON a.id = e.account_id
         GROUP BY 1 HAVING count(DISTINCT a.currency) > 1
        UNION SELECT 'exchange:' || t.reference FROM ledger_transfer t JOIN ledger_entry e ON e.transfer_id = t.id
          JOIN ledger_account a ON a.id = e.account_id
         WHERE t.movement IN ('fx_out', 'fx_in') OR a.kind = 'op:fx'
         GROUP BY t.reference
        HAVING count(DISTINCT t.id) <> 2 OR count(DISTINCT a.currency) <> 2 OR bool_or(t.trial_id IS NOT NULL)
            OR bool_or(t.movement NOT IN ('fx_out', 'fx_in'))
            OR bool_or(a.kind NOT IN ('ext:pending', 'ext:cash', 'op:fx', 'op:cost'))
        UNION SELECT 'conversion:' || c.public_id FROM money_conversion c
         WHERE (SELECT coalesce(sum(e.amount), 0) FROM ledger_transfer t JOIN ledger_entry e ON e.transfer_id = t.id
                  JOIN ledger_account a ON a.id = e.account_id AND a.kind = 'op:fx' AND a.currency = c.settled_currency
                 WHERE t.movement = 'fx_in' AND t.reference = c.payment) <> c.settled_minor"""),
    Invariant(18, "No dispute and no debt touched a signed trial or what is an intern's",
              "SELECT count(*) FROM ledger_transfer WHERE movement ~ '^(dispute|set_off|write_off|claim_back)'", """
        SELECT DISTINCT t.movement || ':' || t.reference FROM ledger_transfer t
          JOIN ledger_entry e ON e.transfer_id = t.id JOIN ledger_account a ON a.id = e.account_id
         WHERE t.movement ~ '^(dispute|set_off|write_off|claim_back)' AND a.kind ~ '^(trial|intern|payroll):'
        UNION SELECT 'rule:' || movement FROM ledger_movement_rule
         WHERE movement ~ '^(dispute|set_off|write_off|claim_back)' AND kind ~ '^(trial|intern|payroll):'"""),
    Invariant(19, "Accounts, actors and the provider's messages are opaque: no name, no address, no account number",
              ACCOUNTS, """
        SELECT code FROM ledger_account WHERE owner !~ '^[a-z0-9_-]{1,30}$'
        UNION SELECT actor FROM ledger_transfer WHERE actor !~ '^[a-z_]+(:[0-9]+)?$'
        UNION SELECT 'message:' || event_id FROM money_providerevent
               WHERE handled_at IS NOT NULL AND octet_length(raw) > 1000"""),
    Invariant(20, "An account's entries were booked in the order of their numbers (a minute where a clock was set)",
              "SELECT count(*) FROM ledger_entry WHERE version IS NOT NULL", """
        SELECT a.code FROM (
               SELECT account_id, booked_at, lag(booked_at) OVER (PARTITION BY account_id ORDER BY version) AS before
                 FROM ledger_entry WHERE version IS NOT NULL) chain
          JOIN ledger_account a ON a.id = chain.account_id
         WHERE chain.booked_at < chain.before - interval '1 minute' GROUP BY 1"""),
    Invariant(21, "A trial that is over has cleared: every account of it is at zero",
              "SELECT count(*) FROM money_settlement WHERE returned_at IS NOT NULL AND held_minor = 0", """
        SELECT a.code FROM money_settlement s
          JOIN ledger_account a ON a.owner = s.trial_id AND a.kind LIKE 'trial:%' AND a.balance <> 0
         WHERE s.returned_at IS NOT NULL AND s.held_minor = 0"""),
)  # fmt: skip


def look() -> list[Kept]:
    """Ask all of them."""
    found = []
    with connection.cursor() as cursor:
        for one in INVARIANTS:
            cursor.execute(one.counts)
            counted = int(cursor.fetchone()[0])
            cursor.execute(one.breaks)
            found.append(Kept(one, counted, sorted(str(row[0]) for row in cursor.fetchall())))
    return found

-- Chargebacks: a company may owe, and whatever would go back to it pays that first.
-- And what had arrived may come back days later.

INSERT INTO ledger_account_kind (kind, floor, hot) VALUES ('company:owes', false, false);

INSERT INTO ledger_movement_rule (movement, kind, direction) VALUES
    ('dispute_withdrawn', 'company:owes', -1),
    ('dispute_withdrawn', 'op:cost', -1),
    ('dispute_withdrawn', 'op:loss', -1),
    ('dispute_withdrawn', 'ext:cash', 1),
    ('dispute_returned', 'ext:cash', -1),
    ('dispute_returned', 'op:cost', -1),
    ('dispute_returned', 'company:owes', 1),
    ('dispute_returned', 'company:refund', 1),
    ('dispute_returned', 'op:cost', 1),
    ('dispute_returned', 'op:loss', 1),
    ('payout_bounced', 'ext:cash', -1),
    ('payout_bounced', 'ext:connected', -1),
    ('payout_bounced', 'intern:earned', 1),
    ('refund_bounced', 'ext:cash', -1),
    ('refund_bounced', 'company:refund', 1),
    ('set_off', 'company:refund', -1),
    ('set_off', 'company:owes', 1);

-- A debt is paid at most whole: of two that pay it at once, the second is refused.
ALTER TABLE ledger_account ADD CONSTRAINT a_debt_is_no_credit CHECK (kind <> 'company:owes' OR balance <= 0);

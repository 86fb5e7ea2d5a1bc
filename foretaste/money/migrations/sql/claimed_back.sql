-- What was made good to a company by mistake, and may have left already, is owed by it: its money and the operator's loss
-- alone. Like every debt it can't reach a signed trial, or what is an intern's.
INSERT INTO ledger_movement_rule (movement, kind, direction) VALUES
    ('claim_back', 'company:owes', -1),
    ('claim_back', 'op:loss', 1);
ALTER TABLE ledger_movement_rule DROP CONSTRAINT a_dispute_reaches_no_signed_trial;
ALTER TABLE ledger_movement_rule ADD CONSTRAINT a_dispute_reaches_no_signed_trial CHECK (
    NOT (movement ~ '^(dispute|set_off|write_off|claim_back)' AND kind ~ '^(trial|intern|payroll):'));

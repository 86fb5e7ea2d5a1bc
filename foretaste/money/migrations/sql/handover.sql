-- Earned pay may lie in the intern's own account at the provider: a third place beside pending and cash.

INSERT INTO ledger_account_kind (kind, floor, hot) VALUES ('ext:connected', false, true) ON CONFLICT DO NOTHING;

INSERT INTO ledger_movement_rule (movement, kind, direction) VALUES
    ('hand_over', 'ext:connected', -1),
    ('hand_over', 'ext:cash', 1),
    ('take_back_handover', 'ext:cash', -1),
    ('take_back_handover', 'ext:connected', 1),
    ('payout_arrived', 'ext:connected', 1)
ON CONFLICT DO NOTHING;

-- One way, with one more door: out of that account to the same intern's bank.
DO $$
DECLARE
    v_before text := pg_get_functiondef('ledger_post'::regproc);
    v_after text := replace(v_before, '(''ext:cash'', ''payroll:payable'')', '(''ext:cash'', ''ext:connected'', ''payroll:payable'')');
BEGIN
    IF position('ext:connected' IN v_after) = 0 THEN
        RAISE EXCEPTION 'ledger_post knows no way out of ext:connected';
    END IF;
    EXECUTE v_after;
END $$;

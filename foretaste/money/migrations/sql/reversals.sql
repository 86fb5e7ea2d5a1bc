-- 16, also by the back door: whatever takes money out of the provider's account for the operator, the opposite of what it
-- had put in included, leaves everybody else's money whole.
CREATE OR REPLACE FUNCTION money_check_withdrawal() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    v_currency text;
BEGIN
    PERFORM pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended('withdraw_fees', 0));  -- one sees the other's
    SELECT a.currency INTO v_currency FROM public.ledger_entry e JOIN public.ledger_account a ON a.id = e.account_id
     WHERE e.transfer_id = NEW.id AND a.kind = 'ext:cash' AND e.amount > 0 LIMIT 1;
    IF FOUND AND public.ledger_own_money(v_currency) < 0 THEN
        RAISE EXCEPTION 'this would take out what is other people''s' USING ERRCODE = 'FT014';
    END IF;
    RETURN NULL;
END $$;
DROP TRIGGER fees_leave_only_above_other_peoples_money ON ledger_transfer;
CREATE CONSTRAINT TRIGGER fees_leave_only_above_other_peoples_money AFTER INSERT ON ledger_transfer
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (NEW.movement IN ('withdraw_fees', 'reverse')) EXECUTE FUNCTION money_check_withdrawal();

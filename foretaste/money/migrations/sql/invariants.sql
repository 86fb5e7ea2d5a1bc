-- Promises that only the application kept are the database's own from here on. Each is asked where a trial is signed or
-- settled, a provider answers or an account is opened: a day's check-in, and a batch of them, cost what they did.
-- The numbers are those of docs/explanation/money.md.

-- --- 8: a signed trial takes exactly its fund; the fund of a signed trial stays what it was ------------------------
CREATE FUNCTION money_check_signed_trial() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM public.money_seatfund f
         WHERE f.trial_id = NEW.trial_id AND f.state = 'committed'
           AND (SELECT pg_catalog.jsonb_object_agg(a.code, e.amount)
                  FROM public.ledger_entry e JOIN public.ledger_account a ON a.id = e.account_id
                 WHERE e.transfer_id = NEW.id)
             = pg_catalog.jsonb_build_object(
                   'seat:held:' || f.seat_id || ':' || f.currency, -f.pay_minor,
                   'trial:held:' || f.trial_id || ':' || f.currency, f.pay_minor)
               || CASE WHEN f.fee_minor = 0 THEN '{}' ELSE pg_catalog.jsonb_build_object(
                   'seat:fee:' || f.seat_id || ':' || f.currency, -f.fee_minor,
                   'trial:fee:' || f.trial_id || ':' || f.currency, f.fee_minor) END) THEN
        RAISE EXCEPTION 'trial % was not signed with exactly its fund', NEW.trial_id USING ERRCODE = 'FT011';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER a_signed_trial_takes_its_fund AFTER INSERT ON ledger_transfer DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (NEW.movement = 'commit_seat_to_trial') EXECUTE FUNCTION money_check_signed_trial();

CREATE FUNCTION money_refuse_fund_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the fund of signed trial % stays as it is', OLD.trial_id USING ERRCODE = 'FT011';
END $$;
CREATE TRIGGER a_signed_fund_stays BEFORE UPDATE ON money_seatfund FOR EACH ROW
    WHEN (OLD.state = 'committed' AND (OLD.state, OLD.trial_id, OLD.seat_id, OLD.currency, OLD.pay_minor, OLD.fee_minor)
          IS DISTINCT FROM (NEW.state, NEW.trial_id, NEW.seat_id, NEW.currency, NEW.pay_minor, NEW.fee_minor))
    EXECUTE FUNCTION money_refuse_fund_change();
CREATE TRIGGER a_signed_fund_is_not_deleted BEFORE DELETE ON money_seatfund FOR EACH ROW
    WHEN (OLD.state = 'committed') EXECUTE FUNCTION money_refuse_fund_change();

-- --- 10: a day earns once: its reference, which happens once, is its own trial and its number ------------------------
ALTER TABLE ledger_transfer ADD CONSTRAINT a_day_is_named_with_its_trial CHECK (
    movement <> 'earn_day' OR trial_id IS NOT NULL AND starts_with(reference, trial_id || '/'));

-- --- 11, 12, 21: what the statement says is what the ledger did, and nothing else is left in a trial's accounts ------
CREATE FUNCTION money_check_settlement(p_trial text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    v_wrong text;
BEGIN
    SELECT pg_catalog.concat_ws(', ',
               CASE WHEN s.trial_id IS NULL THEN 'no settlement' END,
               CASE WHEN moved.earned <> s.paid_minor THEN 'paid ' || moved.earned END,
               CASE WHEN moved.fees <> s.fee_minor THEN 'fee ' || moved.fees END,
               CASE WHEN lies.funded <> 0 THEN 'still in the fund ' || lies.funded END,
               CASE WHEN lies.hold <> s.held_minor THEN 'held ' || lies.hold END,
               CASE WHEN lies.returning <> CASE WHEN s.returned_at IS NULL THEN s.back_minor ELSE 0 END
                    THEN 'returning ' || lies.returning END) INTO v_wrong
      FROM (SELECT p_trial AS trial_id) this
      LEFT JOIN public.money_settlement s ON s.trial_id = this.trial_id
     CROSS JOIN (SELECT coalesce(sum(e.amount) FILTER (WHERE a.kind = 'intern:earned'), 0) AS earned,
                        coalesce(sum(e.amount) FILTER (WHERE a.kind = 'op:fees'), 0) AS fees
                   FROM public.ledger_transfer t JOIN public.ledger_entry e ON e.transfer_id = t.id AND e.amount > 0
                   JOIN public.ledger_account a ON a.id = e.account_id
                  WHERE t.trial_id = p_trial
                    AND (t.movement IN ('earn_day', 'release_hold', 'pay_told_to_leave')
                         OR t.movement LIKE 'settle\_%')) moved
     CROSS JOIN (SELECT coalesce(sum(balance) FILTER (WHERE kind IN ('trial:held', 'trial:fee')), 0) AS funded,
                        coalesce(sum(balance) FILTER (WHERE kind = 'trial:hold'), 0) AS hold,
                        coalesce(sum(balance) FILTER (WHERE kind = 'trial:returning'), 0) AS returning
                   FROM public.ledger_account WHERE owner = p_trial AND kind LIKE 'trial:%') lies;
    IF v_wrong <> '' THEN
        RAISE EXCEPTION 'the settlement of trial % is not what the ledger did (%)', p_trial, v_wrong
            USING ERRCODE = 'FT012';
    END IF;
END $$;
CREATE FUNCTION money_check_settled() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM public.money_check_settlement(NEW.trial_id);
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER a_settlement_is_what_the_ledger_did
    AFTER INSERT OR UPDATE OF trial_id, paid_minor, fee_minor, back_minor, held_minor, returned_at ON money_settlement
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION money_check_settled();
CREATE CONSTRAINT TRIGGER what_the_ledger_did_is_settled AFTER INSERT ON ledger_transfer
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (NEW.movement LIKE 'settle\_%' OR NEW.movement IN ('release_hold', 'pay_told_to_leave', 'release_returning'))
    EXECUTE FUNCTION money_check_settled();

-- --- 13: an operation of the provider is intended before it comes out, and comes out one way -------------------------
CREATE UNIQUE INDEX an_attempt_comes_out_once ON ledger_transfer (left(movement, 6), reference)
    WHERE movement IN ('payout_arrived', 'payout_returned', 'refund_arrived', 'refund_failed');
CREATE FUNCTION money_check_outcome() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM public.ledger_transfer WHERE reference = NEW.reference AND movement =
                       CASE WHEN NEW.movement LIKE 'payout%' THEN 'send_payout' ELSE 'start_refund' END) THEN
        RAISE EXCEPTION '% of % was never sent', NEW.movement, NEW.reference USING ERRCODE = 'FT013';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER an_outcome_was_intended BEFORE INSERT ON ledger_transfer FOR EACH ROW
    WHEN (NEW.movement IN ('payout_arrived', 'payout_returned', 'refund_arrived', 'refund_failed'))
    EXECUTE FUNCTION money_check_outcome();
-- What succeeded may still fail (a bank sends it back days later); what failed stays so: a new attempt is a new row.
CREATE FUNCTION money_refuse_second_outcome() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'operation % has ended: it is % and stays so', OLD.id, OLD.state USING ERRCODE = 'FT013';
END $$;
CREATE TRIGGER an_operation_ends_once BEFORE UPDATE OF state ON money_provideroperation FOR EACH ROW
    WHEN (OLD.state = 'failed' AND NEW.state <> 'failed' OR OLD.state = 'succeeded' AND NEW.state NOT IN ('succeeded', 'failed'))
    EXECUTE FUNCTION money_refuse_second_outcome();

-- --- 16: the operator takes its fees out only above what is other people's -------------------------------------------
INSERT INTO ledger_movement_rule (movement, kind, direction) VALUES
    ('withdraw_fees', 'op:fees', -1), ('withdraw_fees', 'ext:cash', 1),
    ('put_in_own_money', 'ext:cash', -1), ('put_in_own_money', 'op:loss', 1);
-- What is the operator's at the provider, beyond everybody else's money: its fees less costs, losses and what companies owe.
CREATE FUNCTION ledger_own_money(p_currency text) RETURNS numeric LANGUAGE sql STABLE AS $$
    SELECT coalesce(sum(CASE WHEN hot THEN public.ledger_balance_at(code, 'infinity') ELSE balance END), 0)
      FROM public.ledger_account WHERE currency = p_currency AND (kind LIKE 'op:%' OR kind = 'company:owes');
$$;
CREATE FUNCTION money_check_withdrawal() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    v_currency text;
BEGIN
    PERFORM pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended('withdraw_fees', 0));  -- one sees the other's
    SELECT a.currency INTO v_currency FROM public.ledger_entry e JOIN public.ledger_account a ON a.id = e.account_id
     WHERE e.transfer_id = NEW.id LIMIT 1;
    IF public.ledger_own_money(v_currency) < 0 THEN
        RAISE EXCEPTION 'this would take out what is other people''s' USING ERRCODE = 'FT014';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER fees_leave_only_above_other_peoples_money AFTER INSERT ON ledger_transfer
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (NEW.movement = 'withdraw_fees') EXECUTE FUNCTION money_check_withdrawal();

-- --- 17: a trial is of one currency ----------------------------------------------------------------------------------
CREATE UNIQUE INDEX a_trial_is_of_one_currency ON ledger_account (owner, kind) WHERE kind LIKE 'trial:%';

-- --- 18: no row of the catalogue lets a dispute or a debt reach a signed trial, or what is an intern's ----------------
ALTER TABLE ledger_movement_rule ADD CONSTRAINT a_dispute_reaches_no_signed_trial CHECK (
    NOT (movement ~ '^(dispute|set_off|write_off)' AND kind ~ '^(trial|intern|payroll):'));

-- --- 19: who owns and who acts is said by opaque names ---------------------------------------------------------------
CREATE FUNCTION ledger_refuse_name() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'an account is named by an opaque id' USING ERRCODE = 'FT015';
END $$;
CREATE TRIGGER an_owner_is_opaque BEFORE INSERT ON ledger_account FOR EACH ROW
    WHEN (NEW.owner !~ '^[a-z0-9_-]{1,30}$') EXECUTE FUNCTION ledger_refuse_name();
ALTER TABLE ledger_transfer ADD CONSTRAINT an_actor_is_opaque CHECK (actor ~ '^[a-z_]+(:[0-9]+)?$');

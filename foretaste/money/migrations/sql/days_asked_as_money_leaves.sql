-- Guarantee 3 from its other side, asked where it matters and no longer of each posting (it cost one six percent): before
-- what a trial earned is settled, handed over or paid out, each of its days that earned was started and earned exactly
-- its pay. What is earned without a start (days not worked, a bonus, a decision) comes by movements of the ending.
CREATE OR REPLACE FUNCTION ledger_check_transfer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM public.ledger_entry WHERE transfer_id = NEW.id;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'transfer % does not balance (no legs)', NEW.id USING ERRCODE = 'FT004';
    END IF;
    IF NEW.movement = 'earn_day' THEN
        RETURN NULL;
    ELSIF NEW.movement = 'commit_seat_to_trial' THEN
        PERFORM public.money_check_signed_trial(NEW.id, NEW.trial_id);
    ELSIF NEW.movement LIKE 'settle\_%'
          OR NEW.movement IN ('release_hold', 'pay_told_to_leave', 'release_returning') THEN
        PERFORM public.money_check_settlement(NEW.trial_id);
    ELSIF NEW.movement IN ('withdraw_fees', 'reverse') THEN
        PERFORM public.money_check_withdrawal(NEW.id);
    ELSIF NEW.movement IN ('fx_out', 'fx_in') THEN
        PERFORM public.ledger_check_exchange(NEW.reference, NEW.xid);
        IF NEW.movement = 'fx_out' AND NEW.actor <> 'provider' THEN  -- what the provider did is a fact
            PERFORM public.money_check_withdrawal(NEW.id);
        END IF;
    END IF;
    RETURN NULL;
END $$;
DROP FUNCTION money_check_day;

-- Of a trial that is none of ours nothing is known: that is the audit's.
CREATE FUNCTION money_check_days() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    v_day text;
BEGIN
    SELECT earned.reference INTO v_day
      FROM public.ledger_transfer earned
      JOIN public.trials_trial t ON t.public_id = earned.trial_id
     WHERE earned.trial_id = NEW.trial_id AND earned.movement = 'earn_day'
       AND NOT EXISTS (
           SELECT FROM public.trials_trialday d
             JOIN public.ledger_entry e ON e.transfer_id = earned.id AND e.amount = d.pay_minor
            WHERE d.trial_id = t.id AND d.checked_in_at IS NOT NULL
              AND earned.reference = t.public_id || '/' || d.number)
     LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'day % has not earned its pay: it was not started, or its pay is another sum', v_day
            USING ERRCODE = 'FT017';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER what_is_settled_was_earned_by_its_days AFTER INSERT ON money_settlement
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION money_check_days();
CREATE CONSTRAINT TRIGGER what_is_handed_over_was_earned_by_its_days AFTER INSERT ON money_handover
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION money_check_days();
CREATE CONSTRAINT TRIGGER what_is_paid_out_was_earned_by_its_days AFTER INSERT ON money_payout
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION money_check_days();

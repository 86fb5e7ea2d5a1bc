-- Guarantee 3 from its other side: a day of a trial earns only where it was started, and exactly its pay. A check-in and
-- an upheld claim start it in the same transaction, so it is asked at the commit; it costs each posting one look at the
-- trials' index, in the question that was asked anyway. What is earned without a start (an ending's days not worked, a
-- bonus, a decision) comes by the movements of the ending, never by this one.
CREATE FUNCTION money_check_day(p_transfer bigint, p_trial text, p_reference text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM public.trials_trial t
          JOIN public.trials_trialday d ON d.trial_id = t.id AND p_reference = t.public_id || '/' || d.number
          JOIN public.ledger_entry e ON e.transfer_id = p_transfer AND e.amount = d.pay_minor
         WHERE t.public_id = p_trial AND d.checked_in_at IS NOT NULL) THEN
        RAISE EXCEPTION 'day % has not earned its pay: it was not started, or its pay is another sum', p_reference
            USING ERRCODE = 'FT017';
    END IF;
END $$;

CREATE OR REPLACE FUNCTION ledger_check_transfer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.movement = 'earn_day' AND (
        SELECT EXISTS (SELECT FROM public.ledger_entry WHERE transfer_id = NEW.id)
           AND NOT EXISTS (SELECT FROM public.trials_trial WHERE public_id = NEW.trial_id)) THEN
        RETURN NULL;
    ELSIF NOT EXISTS (SELECT FROM public.ledger_entry WHERE transfer_id = NEW.id) THEN
        RAISE EXCEPTION 'transfer % does not balance (no legs)', NEW.id USING ERRCODE = 'FT004';
    END IF;
    IF NEW.movement = 'earn_day' THEN
        PERFORM public.money_check_day(NEW.id, NEW.trial_id, NEW.reference);
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

"""A day that is started has earned exactly its pay, at the latest at the commit; and that pay stays what was signed.

The ledger takes one movement for each day of a trial (`a_movement_happens_once`), so a day earns once and no other sum.
A claim that is upheld after the end is paid by the decision about it, so claims are left to the audit.
"""

from django.db import migrations

GUARD = """
CREATE FUNCTION trials_check_start() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM public.trials_trial t
          JOIN public.ledger_transfer l ON l.movement = 'earn_day' AND l.reference = t.public_id || '/' || NEW.number
          JOIN public.ledger_entry e ON e.transfer_id = l.id AND e.amount = NEW.pay_minor
         WHERE t.id = NEW.trial_id) THEN
        RAISE EXCEPTION 'day % of trial % was started and has not earned its pay', NEW.number, NEW.trial_id
            USING ERRCODE = 'FT017';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER a_started_day_has_earned_its_pay AFTER UPDATE OF checked_in_at ON trials_trialday
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (OLD.checked_in_at IS NULL AND NEW.checked_in_at IS NOT NULL AND NEW.method <> 'claim')
    EXECUTE FUNCTION trials_check_start();

CREATE FUNCTION trials_refuse_pay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'day % of trial %: its pay stays what was signed', OLD.number, OLD.trial_id
        USING ERRCODE = 'FT017';
END $$;
CREATE TRIGGER a_days_pay_stays BEFORE UPDATE ON trials_trialday FOR EACH ROW
    WHEN ((OLD.trial_id, OLD.number, OLD.pay_minor) IS DISTINCT FROM (NEW.trial_id, NEW.number, NEW.pay_minor))
    EXECUTE FUNCTION trials_refuse_pay();
"""
UNDO = """
DROP TRIGGER a_days_pay_stays ON trials_trialday;
DROP FUNCTION trials_refuse_pay();
DROP TRIGGER a_started_day_has_earned_its_pay ON trials_trialday;
DROP FUNCTION trials_check_start();
"""


class Migration(migrations.Migration):
    dependencies = [("trials", "0003_days_start_in_their_hours"), ("money", "0018_invariants")]
    operations = [migrations.RunSQL(GUARD, UNDO)]

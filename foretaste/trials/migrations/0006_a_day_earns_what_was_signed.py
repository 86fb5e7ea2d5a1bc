"""The other way round: what the ledger says a day has earned is its pay, of a day that was started, for its intern.

Deferred, so either may be written first. Only movements of this kind ask, and of the ledger's own tests and figures,
which know no trial, nothing more than that there is none.
"""

from django.db import migrations

GUARD = """
CREATE FUNCTION trials_check_earning() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    v_trial bigint;
    v_intern bigint;
BEGIN
    SELECT id, intern_id INTO v_trial, v_intern FROM public.trials_trial WHERE public_id = NEW.trial_id;
    IF FOUND AND NOT EXISTS (
        SELECT FROM public.ledger_entry e
          JOIN public.ledger_account a ON a.id = e.account_id AND a.kind = 'intern:earned'
          JOIN public.accounts_person p ON p.public_id = a.owner AND p.id = v_intern
          JOIN public.trials_trialday d ON d.trial_id = v_trial AND d.pay_minor = e.amount
         WHERE e.transfer_id = NEW.id AND NEW.reference = NEW.trial_id || '/' || d.number
           AND d.checked_in_at IS NOT NULL) THEN
        RAISE EXCEPTION 'what % earned is not the pay of a day that was started', NEW.reference
            USING ERRCODE = 'FT017';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER a_day_earns_what_was_signed AFTER INSERT ON ledger_transfer
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (NEW.movement = 'earn_day') EXECUTE FUNCTION trials_check_earning();
"""
UNDO = """
DROP TRIGGER a_day_earns_what_was_signed ON ledger_transfer;
DROP FUNCTION trials_check_earning();
"""


class Migration(migrations.Migration):
    dependencies = [("trials", "0005_pauses"), ("accounts", "0001_initial")]
    operations = [migrations.RunSQL(GUARD, UNDO)]

"""A check-in is made in its day's hours, so days start in their order; only a claim comes later."""

from django.db import migrations

GUARD = """
CREATE FUNCTION trials_refuse_start() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'day % of trial %: a check-in is made in its hours', NEW.number, NEW.trial_id
        USING ERRCODE = 'FT016';
END $$;
CREATE TRIGGER a_check_in_is_made_in_its_hours BEFORE UPDATE OF checked_in_at, method ON trials_trialday FOR EACH ROW
    WHEN (OLD.checked_in_at IS NULL AND NEW.checked_in_at IS NOT NULL AND NEW.method <> 'claim'
          AND NOT NEW.checked_in_at BETWEEN NEW.starts_at - interval '60 minutes' AND NEW.ends_at)
    EXECUTE FUNCTION trials_refuse_start();
"""
UNDO = """
DROP TRIGGER a_check_in_is_made_in_its_hours ON trials_trialday;
DROP FUNCTION trials_refuse_start();
"""


class Migration(migrations.Migration):
    dependencies = [("trials", "0002_history_is_append_only")]
    operations = [migrations.RunSQL(GUARD, UNDO)]

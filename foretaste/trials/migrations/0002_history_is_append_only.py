"""A trial's history can be added to, never changed: the database refuses."""

from django.db import migrations

GUARD = """
CREATE TRIGGER history_rows_stay BEFORE UPDATE OR DELETE ON trials_trialhistory
    FOR EACH ROW EXECUTE FUNCTION history_stays();
CREATE TRIGGER history_table_stays BEFORE TRUNCATE ON trials_trialhistory
    FOR EACH STATEMENT EXECUTE FUNCTION history_stays();
"""
UNDO = """
DROP TRIGGER history_table_stays ON trials_trialhistory;
DROP TRIGGER history_rows_stay ON trials_trialhistory;
"""


class Migration(migrations.Migration):
    dependencies = [("trials", "0001_initial"), ("core", "0002_history_stays")]
    operations = [migrations.RunSQL(GUARD, UNDO)]

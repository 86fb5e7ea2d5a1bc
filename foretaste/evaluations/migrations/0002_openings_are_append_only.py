"""The log of broken seals can be added to, never changed: the database refuses."""

from django.db import migrations

GUARD = """
CREATE FUNCTION evaluations_opening_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Openings are append-only.' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER opening_rows_stay BEFORE UPDATE OR DELETE ON evaluations_opening
    FOR EACH ROW EXECUTE FUNCTION evaluations_opening_stays();
CREATE TRIGGER opening_table_stays BEFORE TRUNCATE ON evaluations_opening
    FOR EACH STATEMENT EXECUTE FUNCTION evaluations_opening_stays();
"""
UNDO = """
DROP TRIGGER opening_table_stays ON evaluations_opening;
DROP TRIGGER opening_rows_stay ON evaluations_opening;
DROP FUNCTION evaluations_opening_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("evaluations", "0001_initial")]
    operations = [migrations.RunSQL(GUARD, UNDO)]

"""The history of postings, seats, applications and offers can be added to, never changed: the database refuses.

One thing may go: a draft that was never published and never held money is thrown away whole, with what it wrote.
"""

from django.db import migrations

TABLES = ("opportunityhistory", "seathistory", "applicationhistory", "offerhistory")
OF_A_DRAFT = ("opportunityhistory", "seathistory")

DRAFTS = """
CREATE FUNCTION draft_history_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    posting bigint := OLD.of_id;
BEGIN
    IF TG_TABLE_NAME = 'opportunities_seathistory' THEN
        SELECT opportunity_id INTO posting FROM opportunities_seat WHERE id = OLD.of_id;
    END IF;
    IF EXISTS (SELECT FROM opportunities_opportunity WHERE id = posting AND state = 'draft')
       AND NOT EXISTS (SELECT FROM opportunities_opportunityhistory WHERE of_id = posting AND to_state <> 'draft')
       AND NOT EXISTS (SELECT FROM opportunities_seat WHERE opportunity_id = posting AND funded_at IS NOT NULL)
    THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION '% is append-only.', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
"""


def guard(table: str) -> str:
    goes = "UPDATE" if table in OF_A_DRAFT else "UPDATE OR DELETE"
    made = f"""
CREATE TRIGGER history_rows_stay BEFORE {goes} ON opportunities_{table}
    FOR EACH ROW EXECUTE FUNCTION history_stays();
CREATE TRIGGER history_table_stays BEFORE TRUNCATE ON opportunities_{table}
    FOR EACH STATEMENT EXECUTE FUNCTION history_stays();
"""
    if table in OF_A_DRAFT:
        made += f"""
CREATE TRIGGER history_goes_with_its_draft BEFORE DELETE ON opportunities_{table}
    FOR EACH ROW EXECUTE FUNCTION draft_history_stays();
"""
    return made


def undo(table: str) -> str:
    names = ["history_rows_stay", "history_table_stays"]
    names += ["history_goes_with_its_draft"] if table in OF_A_DRAFT else []
    return "".join(f"DROP TRIGGER {name} ON opportunities_{table};" for name in names)


class Migration(migrations.Migration):
    dependencies = [("opportunities", "0001_initial"), ("core", "0002_history_stays")]
    operations = [
        migrations.RunSQL(DRAFTS, "DROP FUNCTION draft_history_stays();"),
        *(migrations.RunSQL(guard(table), undo(table)) for table in TABLES),
    ]

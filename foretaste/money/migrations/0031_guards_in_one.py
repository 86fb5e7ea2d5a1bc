"""The ledger asks its guards in one function at each place instead of in many conditions: a posting takes a third less."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("money", "0030_disputes_of_converted_payments")]
    operations = [migrations.RunSQL((SQL / "guards_in_one.sql").read_text(encoding="utf-8"))]

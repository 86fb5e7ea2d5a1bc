"""Post with fewer questions to the tables: one update for each leg, one check for each statement, fewer indexes."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("money", "0007_documents")]

    operations = [migrations.RunSQL((SQL / "lighter_ledger.sql").read_text())]

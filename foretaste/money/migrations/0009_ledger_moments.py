"""Let the ledger answer for any past moment, take many movements in one call, and reverse each at most once."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("money", "0008_lighter_ledger")]

    operations = [migrations.RunSQL((SQL / "ledger_moments.sql").read_text())]

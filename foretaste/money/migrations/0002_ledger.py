"""Make the ledger's tables with their guards, and the matrix of movements."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("money", "0001_initial")]

    operations = [
        migrations.RunSQL((SQL / "ledger.sql").read_text()),
        migrations.RunSQL((SQL / "matrix.sql").read_text()),
    ]

"""Words typed half: only those that may be unfinished are looked up as beginnings."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("matching", "0002_short_rows")]

    operations = [migrations.RunSQL((SQL / "beginnings.sql").read_text(), migrations.RunSQL.noop)]

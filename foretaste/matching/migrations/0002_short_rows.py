"""Rows of the search that are short whatever the length of their text."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("matching", "0001_initial")]

    operations = [migrations.RunSQL((SQL / "short_rows.sql").read_text(), migrations.RunSQL.noop)]

"""A day of a trial earns only where it was started, and exactly its pay: the database refuses what the audit found."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("money", "0032_ways_asked_once")]
    operations = [migrations.RunSQL((SQL / "days_earn_by_their_start.sql").read_text(encoding="utf-8"))]

"""The operator's own money: the opposite of what it put in leaves everybody else's money whole too."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("money", "0022_corrections_once")]
    operations = [migrations.RunSQL((SQL / "reversals.sql").read_text(encoding="utf-8"))]

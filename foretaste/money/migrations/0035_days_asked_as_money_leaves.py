"""Whether a day that earned was started is asked before its pay is settled, handed over or paid out, not of each posting."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("money", "0034_one_correction_waits"), ("trials", "0004_started_days_have_earned")]
    operations = [
        migrations.RunSQL(
            ["SET CONSTRAINTS ALL IMMEDIATE", (SQL / "days_asked_as_money_leaves.sql").read_text(encoding="utf-8")]
        )
    ]

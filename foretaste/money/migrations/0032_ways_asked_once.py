"""What a movement may move is asked of each statement's entries, once, instead of with each account: a posting costs less."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("money", "0031_guards_in_one")]
    operations = [migrations.RunSQL((SQL / "ways_asked_once.sql").read_text(encoding="utf-8"))]

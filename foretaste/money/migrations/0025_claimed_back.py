"""What was made good to a company by mistake can be taken back, also after it has left."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("money", "0024_statements_counted")]
    operations = [migrations.RunSQL((SQL / "claimed_back.sql").read_text(encoding="utf-8"))]

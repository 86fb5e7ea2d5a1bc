"""What only the application kept is kept by the database: MONEY's invariants 8, 10 to 13, 16 to 19 and 21."""

from pathlib import Path

from django.db import migrations, models

SQL = Path(__file__).parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("money", "0017_statements_told_apart")]
    operations = [
        migrations.AddConstraint(
            model_name="settlement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    full_pay_minor=models.F("paid_minor")
                    + models.F("fee_minor")
                    + models.F("back_minor")
                    + models.F("held_minor")
                    - models.F("fund_fee_minor")
                ),
                name="a_settlement_splits_the_fund_to_the_cent",
            ),
        ),
        migrations.RunSQL((SQL / "invariants.sql").read_text(encoding="utf-8")),
    ]

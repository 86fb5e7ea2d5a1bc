"""A fund knows who signed for it, so that the account it was paid from is refused before the first day, too."""

from django.db import migrations, models

# The first day of a trial that was signed before tells it, as it did until now.
EARNED = """
    UPDATE money_seatfund f SET intern_id = found.owner
      FROM (SELECT DISTINCT t.trial_id, a.owner FROM ledger_transfer t JOIN ledger_entry e ON e.transfer_id = t.id
              JOIN ledger_account a ON a.id = e.account_id AND a.kind = 'intern:earned'
             WHERE t.movement = 'earn_day') found
     WHERE f.trial_id = found.trial_id"""


class Migration(migrations.Migration):
    dependencies = [("money", "0035_days_asked_as_money_leaves")]
    operations = [
        migrations.AddField(
            "seatfund", "intern_id", models.CharField(blank=True, db_index=True, default="", max_length=12), False
        ),
        migrations.RunSQL([EARNED, "SET CONSTRAINTS ALL IMMEDIATE"], migrations.RunSQL.noop),
    ]

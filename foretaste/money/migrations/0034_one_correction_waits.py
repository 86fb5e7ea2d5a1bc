"""Of a converted payment one correction waits: two that end it otherwise were two answers to one question."""

from django.db import migrations, models

# The first that was written down stays; nothing has moved for any of them.
DROP = """
    UPDATE money_correction later SET state = 'dropped'
     WHERE later.state = 'waiting' AND later.conversion_id <> '' AND EXISTS (
           SELECT FROM money_correction first
            WHERE first.conversion_id = later.conversion_id AND first.state = 'waiting' AND first.id < later.id)
"""


class Migration(migrations.Migration):
    dependencies = [("money", "0033_days_earn_by_their_start")]
    operations = [
        migrations.RunSQL([DROP, "SET CONSTRAINTS ALL IMMEDIATE"], migrations.RunSQL.noop),
        migrations.AddConstraint(
            "correction",
            models.UniqueConstraint(
                condition=models.Q(("state", "waiting"), models.Q(("conversion_id", ""), _negated=True)),
                fields=("conversion_id",),
                name="one_correction_waits_for_a_conversion",
            ),
        ),
    ]

"""A settlement keeps the day it was made on where the work was done: a year ends there, and not in UTC."""

from django.db import migrations, models

# The trials' own table tells it, where it is there already; a new database has no settlements.
THE_DAY = """
    DO $$ BEGIN
        UPDATE money_settlement SET settled_on = (settled_at AT TIME ZONE 'UTC')::date;
        IF to_regclass('public.trials_trial') IS NOT NULL THEN
            EXECUTE 'UPDATE money_settlement s SET settled_on = (s.settled_at AT TIME ZONE t.time_zone)::date
                       FROM public.trials_trial t WHERE t.public_id = s.trial_id';
        END IF;
    END $$
"""


class Migration(migrations.Migration):
    dependencies = [("money", "0036_who_signed_a_fund")]
    operations = [
        migrations.AddField("settlement", "settled_on", models.DateField(null=True)),
        migrations.RunSQL([THE_DAY, "SET CONSTRAINTS ALL IMMEDIATE"], migrations.RunSQL.noop),
        migrations.AlterField("settlement", "settled_on", models.DateField()),
    ]

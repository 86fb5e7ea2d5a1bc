"""What limits count, and the cache that every web process shares: sign-in's own limits live there.

Both can be lost without harm, so neither is written to the write-ahead log.
"""

from django.db import migrations, models

CACHE = """
CREATE UNLOGGED TABLE core_cache (
    cache_key varchar(255) PRIMARY KEY,
    value text NOT NULL,
    expires timestamptz NOT NULL
);
CREATE INDEX core_cache_expires ON core_cache (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0002_history_stays")]
    operations = [
        migrations.CreateModel(
            name="Tally",
            fields=[
                ("key", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("since", models.DateTimeField(db_index=True)),
                ("count", models.PositiveIntegerField()),
            ],
        ),
        migrations.RunSQL("ALTER TABLE core_tally SET UNLOGGED", "ALTER TABLE core_tally SET LOGGED"),
        migrations.RunSQL(CACHE, "DROP TABLE core_cache;"),
    ]

"""What the list of everything counts and shows by lies in the index it walks: two thousand rows elsewhere stay unread."""

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False  # entries go on being put in meanwhile
    dependencies = [("matching", "0009_chunks_apart")]

    operations = [
        # Whoever was interrupted here left half an index behind, which the server neither uses nor replaces.
        migrations.RunSQL("DROP INDEX CONCURRENTLY IF EXISTS entries_in_turn", migrations.RunSQL.noop),
        AddIndexConcurrently(
            "entry",
            models.Index(
                fields=["starts_at", "id"],
                include=["starts_on", "closes_at", "only_for", "facets", "country", "city"],
                name="entries_in_turn",
            ),
        ),
        RemoveIndexConcurrently("entry", "entries_by_start"),
    ]

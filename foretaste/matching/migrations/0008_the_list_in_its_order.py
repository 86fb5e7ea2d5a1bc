"""The list of everything walks the index of starts as far as it shows, where a plan had read and sorted every entry.

So many conditions may or may not be asked that a plan expects them to leave one row, for which sorting seems free.
What has no order of its own is sorted as before.
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("matching", "0007_answers")]
    operations = [
        migrations.RunSQL(
            "ALTER FUNCTION matching_answer SET enable_sort = off",
            "ALTER FUNCTION matching_answer RESET enable_sort",
        ),
    ]

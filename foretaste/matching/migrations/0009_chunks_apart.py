"""The chunks of a search as a condition of their own: a third of the time in the index, where filters are frequent."""

from importlib import import_module

from django.db import migrations

answer = import_module("foretaste.matching.migrations.0007_answers").answer


class Migration(migrations.Migration):
    dependencies = [("matching", "0008_the_list_in_its_order")]

    operations = [
        migrations.RunSQL("DROP FUNCTION matching_answer", migrations.RunSQL.noop),
        migrations.RunSQL(answer(), migrations.RunSQL.noop),
    ]

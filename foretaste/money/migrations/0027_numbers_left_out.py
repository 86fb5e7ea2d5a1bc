"""Numbers that the bank's count leaves out inside one file of several statements."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("money", "0026_handled_messages_keep_no_people")]
    operations = [migrations.AddField("bankstatement", "left_out", models.JSONField(blank=True, default=list))]

"""Numbers that the bank's count leaves out inside one file of several statements."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("money", "0027_words_of_refunds")]
    operations = [migrations.AddField("bankstatement", "left_out", models.JSONField(blank=True, default=list))]

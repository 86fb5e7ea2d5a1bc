"""Banks count their statements: a number left out, or said twice, is noticed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("money", "0023_reversals")]
    operations = [
        migrations.AddField(
            "bankstatement", "first_number", models.PositiveIntegerField(blank=True, null=True)
        ),
        migrations.AddField(
            "bankstatement", "last_number", models.PositiveIntegerField(blank=True, null=True)
        ),
    ]

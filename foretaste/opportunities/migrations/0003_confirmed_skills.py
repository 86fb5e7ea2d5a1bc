"""Skills of the taxonomy that a company confirmed."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('opportunities', '0002_history_is_append_only'),
    ]

    operations = [
        migrations.AddField(
            model_name='opportunity',
            name='confirmed_skills',
            field=models.JSONField(blank=True, default=list),
        ),
    ]

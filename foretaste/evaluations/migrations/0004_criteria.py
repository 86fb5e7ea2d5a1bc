"""The criteria of an agreement, of which the company is asked after its trial."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('evaluations', '0003_safety_reports'),
    ]

    operations = [
        migrations.AddField(
            model_name='exchange',
            name='criteria',
            field=models.JSONField(default=list),
        ),
    ]

"""Whoever is asked to act for a company acts for it once they say yes; those who act for one today have."""

import foretaste.core.calendars
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0005_who_reads_reports'),
    ]

    operations = [
        migrations.AddField(
            model_name='membership',
            name='awaits_answer',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='membership',
            name='accepted_at',
            field=models.DateTimeField(blank=True, default=foretaste.core.calendars.now, null=True),
        ),
    ]

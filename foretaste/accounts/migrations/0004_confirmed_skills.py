"""Skills of the taxonomy that a person confirmed."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0003_the_clock_has_one_door'),
    ]

    operations = [
        migrations.AddField(
            model_name='internprofile',
            name='confirmed_skills',
            field=models.JSONField(blank=True, default=list),
        ),
    ]

"""When everybody was told that a payroll is late."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('money', '0013_corrections'),
    ]

    operations = [
        migrations.AddField(
            model_name='payrolldue',
            name='alarmed_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]

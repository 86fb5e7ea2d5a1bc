"""A supervisor is called the host wherever people read it; what is stored stays."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0007_second_factors_are_sealed'),
    ]

    operations = [
        migrations.AlterField(
            model_name='membership',
            name='role',
            field=models.CharField(choices=[('recruiter', 'Recruiter'), ('supervisor', 'Host'), ('colleague', 'Colleague'), ('finance', 'Finance'), ('staff', 'Staff')], max_length=12),
        ),
    ]

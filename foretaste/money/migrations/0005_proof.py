"""Keep what each audit said."""


from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('money', '0004_room_for_behaviours'),
    ]

    operations = [
        migrations.CreateModel(
            name='AuditRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(unique=True)),
                ('holds', models.BooleanField()),
                ('lines', models.JSONField()),
            ],
            options={
                'ordering': ['-at'],
            },
        ),
    ]

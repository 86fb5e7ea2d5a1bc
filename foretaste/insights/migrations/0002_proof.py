"""Publish the proof, month by month."""


from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('insights', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='PublishedProof',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.DateField(unique=True)),
                ('on', models.DateField()),
                ('interns', models.PositiveIntegerField()),
                ('figures', models.JSONField()),
            ],
            options={
                'ordering': ['month'],
                'constraints': [models.CheckConstraint(condition=models.Q(('interns__gte', 5)), name='five_interns_stand_behind_a_proof'), models.CheckConstraint(condition=models.Q(('on__gt', models.F('month'))), name='a_month_is_over_when_published')],
            },
        ),
    ]

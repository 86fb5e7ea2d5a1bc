"""A rule for first trials between new parties: their payout may wait for somebody to look."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('money', '0011_manual_and_reconciliation'),
    ]

    operations = [
        migrations.AddField(
            model_name='payout',
            name='review_until',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='payout',
            name='reviewed_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='payout',
            name='reviewed_by',
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.CreateModel(
            name='PayoutRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('review_days', models.PositiveSmallIntegerField()),
                ('valid_from', models.DateField(unique=True)),
                ('note', models.CharField(blank=True, max_length=200)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('review_days__lte', 14)), name='a_payout_waits_14_days_at_most')],
            },
        ),
    ]

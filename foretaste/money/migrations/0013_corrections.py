"""Corrections of the operator, and pay that could not be sent for long."""

from pathlib import Path

import foretaste.core.identifiers
from django.db import migrations, models

SQL = Path(__file__).parent / "sql"


class Migration(migrations.Migration):

    dependencies = [
        ('money', '0012_payouts_that_wait'),
    ]

    operations = [
        migrations.AddField(
            model_name='payout',
            name='reminders',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='payout',
            name='times_unclaimed',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AlterField(
            model_name='payout',
            name='state',
            field=models.CharField(choices=[('waiting', 'Waiting'), ('needs_account', 'Needs your bank account'), ('sent', 'On its way'), ('arrived', 'Arrived'), ('returned', 'Came back'), ('unclaimed', 'Kept until claimed')], default='waiting', max_length=14),
        ),
        migrations.AlterField(
            model_name='refund',
            name='why',
            field=models.CharField(choices=[('surplus', 'More was paid than asked for'), ('late', 'The payment came after the seat was closed'), ('seat', "The seat's fund was withdrawn"), ('trial', 'The part of the trial fund that was not needed'), ('ruling', 'A decision'), ('payroll', 'Gross pay for the payroll that paid the intern'), ('correction', 'An error made good'), ('dispute', 'A payment your bank had taken back, and returned')], max_length=10),
        ),
        migrations.CreateModel(
            name='Correction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=foretaste.core.identifiers.new_public_id, editable=False, max_length=12, unique=True)),
                ('kind', models.CharField(choices=[('write_off', 'Give up what a company owes'), ('make_good', 'Make an error good to a company')], max_length=10)),
                ('company_id', models.CharField(db_index=True, max_length=12)),
                ('amount_minor', models.BigIntegerField()),
                ('currency', models.CharField(max_length=3)),
                ('reason', models.CharField(max_length=200)),
                ('state', models.CharField(choices=[('waiting', 'Waits for a second signature'), ('done', 'Done'), ('dropped', 'Dropped'), ('taken_back', 'Taken back')], default='waiting', max_length=10)),
                ('proposed_by', models.BigIntegerField()),
                ('proposed_at', models.DateTimeField()),
                ('signed_by', models.BigIntegerField(blank=True, null=True)),
                ('signed_at', models.DateTimeField(blank=True, null=True)),
                ('transfer_id', models.BigIntegerField(blank=True, null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('amount_minor__gt', 0)), name='a_correction_moves_money'), models.CheckConstraint(condition=models.Q(('signed_by', None), models.Q(('signed_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='two_signatures_are_two_people')],
            },
        ),
        migrations.CreateModel(
            name='UnclaimedRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('country', models.CharField(blank=True, max_length=2)),
                ('months', models.PositiveSmallIntegerField()),
                ('valid_from', models.DateField()),
                ('source', models.CharField(max_length=300)),
                ('note', models.CharField(blank=True, max_length=300)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('country', 'valid_from'), name='a_place_has_one_unclaimed_rule_a_day'), models.CheckConstraint(condition=models.Q(('months__gte', 3)), name='nothing_is_unclaimed_within_three_months')],
            },
        ),
        migrations.RunSQL((SQL / "corrections.sql").read_text()),
    ]

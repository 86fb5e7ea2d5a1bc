"""Keep chargebacks, what a company owes after one, and what comes back after it had arrived."""

from pathlib import Path

import django.db.models.deletion
import foretaste.core.identifiers
from django.db import migrations, models

SQL = Path(__file__).parent / "sql"


class Migration(migrations.Migration):

    dependencies = [
        ('money', '0009_ledger_moments'),
    ]

    operations = [
        migrations.AlterField(
            model_name='refund',
            name='state',
            field=models.CharField(choices=[('waiting', 'Waiting'), ('sent', 'On its way'), ('arrived', 'Arrived'), ('failed', 'Failed'), ('set_off', 'Paid what you owed')], default='waiting', max_length=8),
        ),
        migrations.AlterField(
            model_name='refund',
            name='why',
            field=models.CharField(choices=[('surplus', 'More was paid than asked for'), ('late', 'The payment came after the seat was closed'), ('seat', "The seat's fund was withdrawn"), ('trial', 'The part of the trial fund that was not needed'), ('ruling', 'A decision'), ('payroll', 'Gross pay for the payroll that paid the intern'), ('dispute', 'A payment your bank had taken back, and returned')], max_length=10),
        ),
        migrations.CreateModel(
            name='BankDispute',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(max_length=40, unique=True)),
                ('amount_minor', models.BigIntegerField()),
                ('fee_minor', models.BigIntegerField()),
                ('reason', models.CharField(max_length=40)),
                ('state', models.CharField(default='open', max_length=4)),
                ('created_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('charge', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='disputes', to='money.bankcharge')),
            ],
        ),
        migrations.CreateModel(
            name='Dispute',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=foretaste.core.identifiers.new_public_id, editable=False, max_length=12, unique=True)),
                ('provider', models.CharField(max_length=20)),
                ('ref', models.CharField(max_length=80)),
                ('company_id', models.CharField(blank=True, db_index=True, max_length=12)),
                ('amount_minor', models.BigIntegerField()),
                ('currency', models.CharField(max_length=3)),
                ('withdrawn_minor', models.BigIntegerField(default=0)),
                ('fee_minor', models.BigIntegerField(default=0)),
                ('bookings', models.PositiveSmallIntegerField(default=0)),
                ('reason', models.CharField(blank=True, max_length=60)),
                ('state', models.CharField(choices=[('open', 'Open'), ('won', 'Won'), ('lost', 'Lost')], default='open', max_length=4)),
                ('opened_at', models.DateTimeField()),
                ('answer_by', models.DateTimeField(blank=True, null=True)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('order', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='disputes', to='money.fundingorder')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('provider', 'ref'), name='a_dispute_is_kept_once')],
            },
        ),
        migrations.RunSQL((SQL / "disputes.sql").read_text()),
    ]

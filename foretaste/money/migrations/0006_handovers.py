"""Make room for people's own accounts at the provider, and for earned pay that lies there."""

import django.db.models.deletion
import foretaste.core.identifiers
from pathlib import Path

from django.db import migrations, models

SQL = Path(__file__).parent / "sql"


class Migration(migrations.Migration):

    dependencies = [
        ('money', '0005_proof'),
    ]

    operations = [
        migrations.AddField(
            model_name='bankpayout',
            name='account',
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddField(
            model_name='payoutaccount',
            name='at_provider',
            field=models.CharField(blank=True, max_length=80),
        ),
        migrations.AddField(
            model_name='payoutaccount',
            name='bank_ref',
            field=models.CharField(blank=True, max_length=80),
        ),
        migrations.AlterField(
            model_name='provideroperation',
            name='kind',
            field=models.CharField(choices=[('charge', 'Charge'), ('payout', 'Payout'), ('refund', 'Refund'), ('transfer', "Transfer to the person's account at the provider"), ('reversal', 'Transfer taken back')], max_length=10),
        ),
        migrations.CreateModel(
            name='BankTransfer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('operation_id', models.UUIDField(unique=True)),
                ('ref', models.CharField(max_length=40, unique=True)),
                ('account', models.CharField(max_length=40)),
                ('amount_minor', models.BigIntegerField()),
                ('currency', models.CharField(max_length=3)),
                ('reversed_minor', models.BigIntegerField(default=0)),
                ('reversed_by', models.UUIDField(blank=True, null=True, unique=True)),
                ('created_at', models.DateTimeField()),
                ('charge', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='transfers', to='money.bankcharge')),
            ],
        ),
        migrations.CreateModel(
            name='Handover',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=foretaste.core.identifiers.new_public_id, editable=False, max_length=12, unique=True)),
                ('person_id', models.CharField(db_index=True, max_length=12)),
                ('trial_id', models.CharField(db_index=True, max_length=12)),
                ('account_ref', models.CharField(max_length=80)),
                ('amount_minor', models.BigIntegerField()),
                ('currency', models.CharField(max_length=3)),
                ('state', models.CharField(choices=[('sent', 'Asked for'), ('done', 'Done'), ('failed', 'Failed')], default='sent', max_length=6)),
                ('attempt', models.PositiveSmallIntegerField(default=1)),
                ('failure', models.CharField(blank=True, max_length=60)),
                ('retry_at', models.DateTimeField(blank=True, null=True)),
                ('created_at', models.DateTimeField()),
                ('done_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('amount_minor__gt', 0)), name='a_handover_moves_pay')],
            },
        ),
        migrations.CreateModel(
            name='ProviderAccount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('provider', models.CharField(max_length=20)),
                ('person_id', models.CharField(max_length=12)),
                ('ref', models.CharField(blank=True, max_length=80)),
                ('country', models.CharField(max_length=2)),
                ('currency', models.CharField(blank=True, max_length=3)),
                ('can_receive', models.BooleanField(default=False)),
                ('can_pay_out', models.BooleanField(default=False)),
                ('instant', models.BooleanField(default=False)),
                ('missing', models.JSONField(default=list)),
                ('created_at', models.DateTimeField()),
                ('seen_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('provider', 'person_id'), name='a_person_has_one_account_at_a_provider'), models.UniqueConstraint(condition=models.Q(('ref', ''), _negated=True), fields=('provider', 'ref'), name='a_provider_account_is_one_persons')],
            },
        ),
        migrations.AlterField(
            model_name='fundingorder',
            name='pay_url',
            field=models.CharField(blank=True, max_length=2000),
        ),
        migrations.RunSQL((SQL / "handover.sql").read_text()),
    ]

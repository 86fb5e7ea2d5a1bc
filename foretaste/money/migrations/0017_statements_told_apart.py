"""Tell apart what a bank booked as one, and know which days a statement covers."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('money', '0016_faster_batches'),
    ]

    operations = [
        migrations.AddField(
            model_name='bankstatement',
            name='closes_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='bankstatement',
            name='currency',
            field=models.CharField(blank=True, max_length=3),
        ),
        migrations.AddField(
            model_name='bankstatement',
            name='opens_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='statemententry',
            name='part_of',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='money.statemententry'),
        ),
        migrations.AddField(
            model_name='statemententry',
            name='payments',
            field=models.PositiveIntegerField(default=1),
        ),
    ]

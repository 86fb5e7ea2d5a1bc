"""Corrections to interns, and the operator's own money in and out."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('money', '0018_invariants'),
    ]

    operations = [
        migrations.AddField(
            model_name='correction',
            name='person_id',
            field=models.CharField(blank=True, max_length=12),
        ),
        migrations.AddField(
            model_name='correction',
            name='trial_id',
            field=models.CharField(blank=True, max_length=12),
        ),
        migrations.AlterField(
            model_name='correction',
            name='company_id',
            field=models.CharField(blank=True, db_index=True, max_length=12),
        ),
        migrations.AlterField(
            model_name='correction',
            name='kind',
            field=models.CharField(choices=[('write_off', 'Give up what a company owes'), ('make_good', 'Make an error good to a company'), ('pay_intern', 'Pay an intern what an error cost them'), ('put_in_own_money', 'Put in your own money, for what was lost'), ('withdraw_fees', 'Take your fees out')], max_length=20),
        ),
        migrations.RunSQL(
            "INSERT INTO ledger_movement_rule (movement, kind, direction) VALUES"
            " ('pay_intern', 'op:loss', -1), ('pay_intern', 'intern:earned', 1)"
        ),
    ]

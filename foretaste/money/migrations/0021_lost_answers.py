"""The sandbox bank can lose the answer to any question."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('money', '0020_debts_paid'),
    ]

    operations = [
        migrations.CreateModel(
            name='BankSilence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=10)),
                ('when', models.CharField(max_length=6)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('when__in', ['before', 'after'])), name='an_answer_is_lost_before_or_after')],
            },
        ),
    ]

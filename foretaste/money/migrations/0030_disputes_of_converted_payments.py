"""A chargeback of a converted payment takes the other currency: what it took there, beside what the company owes."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("money", "0029_money_of_another_currency")]
    operations = [
        migrations.AddField("dispute", "settled_minor", models.BigIntegerField(default=0)),
        migrations.AddField("dispute", "settled_currency", models.CharField(blank=True, default="", max_length=3), False),
    ]

"""Payments that the provider converted: booked where they lie, exchanged back or given back by two people."""

from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models

import foretaste.core.identifiers

SQL = Path(__file__).parent / "sql"
KINDS = [
    ("write_off", "Give up what a company owes"),
    ("make_good", "Make an error good to a company"),
    ("pay_intern", "Pay an intern what an error cost them"),
    ("take_back_handover", "Move pay back from an intern's account at the provider"),
    ("put_in_own_money", "Put in your own money, for what was lost"),
    ("withdraw_fees", "Take your fees out"),
    ("exchange_back", "Exchange a converted payment back: its seats are funded"),
    ("give_converted_back", "Give a converted payment back"),
]


class Migration(migrations.Migration):
    dependencies = [("money", "0028_numbers_left_out")]
    operations = [
        migrations.CreateModel(
            name="Conversion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.CharField(
                        default=foretaste.core.identifiers.new_public_id, editable=False, max_length=12, unique=True
                    ),
                ),
                ("provider", models.CharField(max_length=20)),
                ("payment", models.CharField(max_length=80)),
                ("amount_minor", models.BigIntegerField()),
                ("currency", models.CharField(max_length=3)),
                ("settled_minor", models.BigIntegerField()),
                ("settled_currency", models.CharField(max_length=3)),
                ("cost_minor", models.BigIntegerField(default=0)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("here", "Lies in another currency"),
                            ("exchanged", "Exchanged back"),
                            ("returned", "Given back"),
                        ],
                        default="here",
                        max_length=10,
                    ),
                ),
                ("noted_at", models.DateTimeField()),
                ("available_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="conversions",
                        to="money.fundingorder",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("provider", "payment"), name="a_payment_is_converted_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("amount_minor__gt", 0),
                            ("settled_minor__gt", 0),
                            ("cost_minor__gte", 0),
                            ("cost_minor__lt", models.F("settled_minor")),
                            models.Q(("currency", models.F("settled_currency")), _negated=True),
                        ),
                        name="a_conversion_is_between_two_currencies",
                    ),
                ]
            },
        ),
        migrations.AddField("correction", "conversion_id", models.CharField(blank=True, default="", max_length=12), False),
        migrations.AlterField("correction", "kind", models.CharField(choices=KINDS, max_length=20)),
        migrations.AddField("statemententry", "converted_minor", models.BigIntegerField(default=0)),
        migrations.AddField(
            "statemententry", "converted_currency", models.CharField(blank=True, default="", max_length=3), False
        ),
        migrations.AddField("payout", "converted_minor", models.BigIntegerField(default=0)),
        migrations.AddField(
            "payout", "converted_currency", models.CharField(blank=True, default="", max_length=3), False
        ),
        migrations.RunSQL((SQL / "exchange.sql").read_text(encoding="utf-8")),
    ]

"""A correction is proposed once, however often its form is sent."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("money", "0021_lost_answers")]
    operations = [
        migrations.AddField("correction", "key", models.CharField(blank=True, default="", max_length=40), False),
        migrations.AlterField(
            "correction",
            "kind",
            models.CharField(
                choices=[
                    ("write_off", "Give up what a company owes"),
                    ("make_good", "Make an error good to a company"),
                    ("pay_intern", "Pay an intern what an error cost them"),
                    ("take_back_handover", "Move pay back from an intern's account at the provider"),
                    ("put_in_own_money", "Put in your own money, for what was lost"),
                    ("withdraw_fees", "Take your fees out"),
                ],
                max_length=20,
            ),
        ),
        migrations.AddConstraint(
            "correction",
            models.UniqueConstraint(
                fields=["key"], condition=~models.Q(key=""), name="a_correction_is_proposed_once"
            ),
        ),
    ]

"""Corrections: what the operator puts right with its own money, with a reason, and above a sum with two signatures."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from foretaste.core.identifiers import new_public_id


class Correction(models.Model):
    """Proposed by one person; where a second has to sign, nothing moves before. Taken back by its exact opposite."""

    class Kind(models.TextChoices):
        WRITE_OFF = "write_off", _("Give up what a company owes")
        MAKE_GOOD = "make_good", _("Make an error good to a company")
        PAY_INTERN = "pay_intern", _("Pay an intern what an error cost them")
        HANDOVER = "take_back_handover", _("Move pay back from an intern's account at the provider")
        PUT_IN = "put_in_own_money", _("Put in your own money, for what was lost")
        WITHDRAW = "withdraw_fees", _("Take your fees out")
        EXCHANGE = "exchange_back", _("Exchange a converted payment back: its seats are funded")
        GIVE_BACK = "give_converted_back", _("Give a converted payment back")

    class State(models.TextChoices):
        WAITING = "waiting", _("Waits for a second signature")
        DONE = "done", _("Done")
        DROPPED = "dropped", _("Dropped")
        TAKEN_BACK = "taken_back", _("Taken back")

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    key = models.CharField(max_length=40, blank=True)  # of the form: sent twice, it is one correction
    kind = models.CharField(max_length=20, choices=Kind.choices)
    company_id = models.CharField(max_length=12, blank=True, db_index=True)
    trial_id = models.CharField(max_length=12, blank=True)  # whose intern is paid
    person_id = models.CharField(max_length=12, blank=True)
    conversion_id = models.CharField(max_length=12, blank=True)  # the converted payment it is about
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    reason = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    proposed_by = models.BigIntegerField()  # people, by primary key, as everywhere two have to sign
    proposed_at = models.DateTimeField()
    signed_by = models.BigIntegerField(null=True, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    transfer_id = models.BigIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key"], condition=~models.Q(key=""), name="a_correction_is_proposed_once"),
            models.UniqueConstraint(
                fields=["conversion_id"],
                condition=models.Q(state="waiting") & ~models.Q(conversion_id=""),
                name="one_correction_waits_for_a_conversion",
            ),
            models.CheckConstraint(condition=models.Q(amount_minor__gt=0), name="a_correction_moves_money"),
            models.CheckConstraint(
                condition=models.Q(signed_by=None) | ~models.Q(signed_by=models.F("proposed_by")),
                name="two_signatures_are_two_people",
            ),
        ]

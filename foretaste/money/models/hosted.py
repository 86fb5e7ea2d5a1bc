"""What a provider with accounts for people keeps for us: each person's account there, and the pay moved to it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from foretaste.core.identifiers import new_public_id


class ProviderAccount(models.Model):
    """A person's account at the provider, as it was when we last looked. No names: the provider asks for those."""

    provider = models.CharField(max_length=20)
    person_id = models.CharField(max_length=12)
    ref = models.CharField(max_length=80, blank=True)  # empty until the provider has answered
    country = models.CharField(max_length=2)
    currency = models.CharField(max_length=3, blank=True)
    can_receive = models.BooleanField(default=False)
    can_pay_out = models.BooleanField(default=False)
    instant = models.BooleanField(default=False)
    missing = models.JSONField(default=list)  # what the provider still asks for, in its own words
    created_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider", "person_id"], name="a_person_has_one_account_at_a_provider"),
            models.UniqueConstraint(
                fields=["provider", "ref"], condition=~models.Q(ref=""), name="a_provider_account_is_one_persons"
            ),
        ]


class Handover(models.Model):
    """Earned pay of a trial moved to the person's own account at the provider, where nobody else can reach it.

    The ledger still shows it as earned: only where it lies has changed.
    """

    class State(models.TextChoices):
        SENT = "sent", _("Asked for")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")  # the pay stays earned; another attempt follows

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    person_id = models.CharField(max_length=12, db_index=True)
    trial_id = models.CharField(max_length=12, db_index=True)
    account_ref = models.CharField(max_length=80)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    state = models.CharField(max_length=6, choices=State.choices, default=State.SENT)
    attempt = models.PositiveSmallIntegerField(default=1)
    failure = models.CharField(max_length=60, blank=True)
    retry_at = models.DateTimeField(null=True, blank=True)  # none: it waits for the account to change
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(amount_minor__gt=0), name="a_handover_moves_pay")]

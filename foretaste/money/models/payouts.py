"""Money on its way out: to the intern's account, back to the company, or to a payroll."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from foretaste.core.identifiers import new_public_id


class PayoutAccount(models.Model):
    """Where a person wants to be paid. A saved account replaces the one before; old ones stay for the record."""

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    person_id = models.CharField(max_length=12, db_index=True)
    holder = models.CharField(max_length=120)
    country = models.CharField(max_length=2)
    number = models.CharField(max_length=40)  # IBAN, or the country's account number
    routing = models.CharField(max_length=20, blank=True)  # sort code, routing number, BIC
    fingerprint = models.CharField(max_length=64, db_index=True)
    saved_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)  # a payout came back from it
    at_provider = models.CharField(max_length=80, blank=True)  # the person's account there; then `number` is its ending
    bank_ref = models.CharField(max_length=80, blank=True)  # what the provider calls the bank account behind it

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person_id"],
                condition=models.Q(replaced_at__isnull=True),
                name="a_person_has_one_current_payout_account",
            )
        ]

    @property
    def masked(self) -> str:
        """The account as a screen shows it: the last four characters."""
        return f"•••• {self.number[-4:]}"

    @property
    def is_usable(self) -> bool:
        return self.refused_at is None and self.replaced_at is None


class Payout(models.Model):
    """Money leaving for the intern's account. Its reference is neutral: it says nothing of how a trial ended."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        NEEDS_ACCOUNT = "needs_account", _("Needs your bank account")
        SENT = "sent", _("On its way")
        ARRIVED = "arrived", _("Arrived")
        RETURNED = "returned", _("Came back")  # the next attempt waits for a corrected account
        UNCLAIMED = "unclaimed", _("Kept until claimed")  # after a long wait; it goes out once there is an account

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    person_id = models.CharField(max_length=12, db_index=True)
    trial_id = models.CharField(max_length=12, db_index=True)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    state = models.CharField(max_length=14, choices=State.choices, default=State.WAITING)
    not_before = models.DateTimeField()  # a risk rule may delay a payout, never an earning
    review_until = models.DateTimeField(null=True, blank=True)  # somebody may look at it until then, and not longer
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.CharField(max_length=40, blank=True)
    account = models.ForeignKey(
        "money.PayoutAccount", null=True, blank=True, on_delete=models.PROTECT, related_name="payouts"
    )
    attempt = models.PositiveSmallIntegerField(default=0)
    reference = models.CharField(max_length=30)
    reminders = models.PositiveSmallIntegerField(default=0)  # letters that asked for an account
    times_unclaimed = models.PositiveSmallIntegerField(default=0)
    return_reason = models.CharField(max_length=60, blank=True)
    converted_minor = models.BigIntegerField(default=0)  # a memo: what the bank made of it in the account's currency
    converted_currency = models.CharField(max_length=3, blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    expected_at = models.DateTimeField(null=True, blank=True)
    arrived_at = models.DateTimeField(null=True, blank=True)
    returned_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(amount_minor__gt=0), name="a_payout_pays"),
        ]


class Refund(models.Model):
    """Money going back to the company, to the card or account that paid."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        SENT = "sent", _("On its way")
        ARRIVED = "arrived", _("Arrived")
        FAILED = "failed", _("Failed")  # the money stays the company's; finance is asked for another account
        SET_OFF = "set_off", _("Paid what you owed")

    class Why(models.TextChoices):
        SURPLUS = "surplus", _("More was paid than asked for")
        LATE = "late", _("The payment came after the seat was closed")
        SEAT = "seat", _("The seat’s fund was withdrawn")
        TRIAL = "trial", _("The part of the trial fund that was not needed")
        RULING = "ruling", _("A decision")
        PAYROLL = "payroll", _("Gross pay for the payroll that paid the intern")
        CORRECTION = "correction", _("An error made good")
        DISPUTE = "dispute", _("A payment your bank had taken back, and returned")

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    company_id = models.CharField(max_length=12, db_index=True)
    order = models.ForeignKey("money.FundingOrder", on_delete=models.PROTECT, related_name="refunds")
    trial_id = models.CharField(max_length=12, blank=True, db_index=True)
    why = models.CharField(max_length=10, choices=Why.choices)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    release_at = models.DateTimeField()  # not sent before
    attempt = models.PositiveSmallIntegerField(default=0)
    failure = models.CharField(max_length=60, blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    arrived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(amount_minor__gt=0), name="a_refund_returns_money")]


class PayrollDue(models.Model):
    """Earned gross that a payroll owes an intern, tracked until someone confirms that it was paid."""

    class Payer(models.TextChoices):
        EMPLOYER = "employee", _("The company’s payroll")
        EMPLOYER_OF_RECORD = "employer_of_record", _("The employer of record’s payroll")

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    trial_id = models.CharField(max_length=12, db_index=True)
    person_id = models.CharField(max_length=12, db_index=True)
    company_id = models.CharField(max_length=12, db_index=True)
    payer = models.CharField(max_length=20, choices=Payer.choices)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    due_at = models.DateTimeField()
    created_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.CharField(max_length=40, blank=True)
    alarmed_at = models.DateTimeField(null=True, blank=True)  # everybody was told that it is late
    note = models.CharField(max_length=200, blank=True)  # e.g. the pay slip's number

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(amount_minor__gt=0), name="a_payroll_owes_money")]

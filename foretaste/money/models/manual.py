"""The manual provider's books: what a bank was told to do, in which file, and what its statements say.

The bank is the operator's own, and people carry the files. Nothing of ours reads these but the manual provider and
the operator's desk.
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from foretaste.core.identifiers import new_public_id


class BankStatement(models.Model):
    """A statement of the operator's bank, as somebody uploaded it. The same file again is the same statement."""

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    digest = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=120)
    format = models.CharField(max_length=10)
    account = models.CharField(max_length=40)
    first_on = models.DateField(null=True, blank=True)
    last_on = models.DateField(null=True, blank=True)
    opening_minor = models.BigIntegerField(null=True, blank=True)
    closing_minor = models.BigIntegerField(null=True, blank=True)
    opens_on = models.DateField(null=True, blank=True)
    closes_on = models.DateField(null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)  # of the balances
    first_number = models.PositiveIntegerField(null=True, blank=True)  # as the bank counts its statements
    last_number = models.PositiveIntegerField(null=True, blank=True)
    left_out = models.JSONField(default=list, blank=True)  # numbers between them that the file does not hold
    entries_read = models.PositiveIntegerField()
    entries_new = models.PositiveIntegerField()
    uploaded_by = models.BigIntegerField()
    uploaded_at = models.DateTimeField()


class PaymentFile(models.Model):
    """Payments that leave together: one person prepares the file, another releases it, then it can be fetched."""

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    currency = models.CharField(max_length=3)
    payments = models.PositiveIntegerField()
    total_minor = models.BigIntegerField()
    digest = models.CharField(max_length=64)  # of what was prepared: what is released is the same, byte for byte
    execute_on = models.DateField()
    prepared_by = models.BigIntegerField()
    prepared_at = models.DateTimeField()
    released_by = models.BigIntegerField(null=True, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.BigIntegerField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(released_by=None) | ~Q(released_by=F("prepared_by")),
                name="two_people_let_money_leave",
            ),
            models.CheckConstraint(
                condition=Q(released_at=None) | Q(withdrawn_at=None), name="a_released_file_is_not_withdrawn"
            ),
            models.CheckConstraint(condition=Q(total_minor__gt=0, payments__gt=0), name="a_file_pays"),
        ]

    @property
    def state(self) -> str:
        return "withdrawn" if self.withdrawn_at else "released" if self.released_at else "prepared"


class ManualOrder(models.Model):
    """One thing asked of the bank. Its operation's id is the key: asked twice, it is one."""

    class Kind(models.TextChoices):
        CHARGE = "charge", _("Payment of a company")
        PAYOUT = "payout", _("Payout")
        REFUND = "refund", _("Refund")

    operation = models.OneToOneField(
        "money.ProviderOperation", on_delete=models.PROTECT, primary_key=True, related_name="manual_order"
    )
    ref = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    charge_id = models.UUIDField(null=True, blank=True)  # of a refund: what was paid
    holder = models.CharField(max_length=140, blank=True)
    number = models.CharField(max_length=40, blank=True)
    routing = models.CharField(max_length=20, blank=True)
    reference = models.CharField(max_length=140)
    created_at = models.DateTimeField()
    file = models.ForeignKey(
        "money.PaymentFile", null=True, blank=True, on_delete=models.PROTECT, related_name="orders"
    )
    failure = models.CharField(max_length=60, blank=True)  # it was never paid: the bank, or we, refused it
    failed_by = models.BigIntegerField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="an_order_to_the_bank_moves_money"),
        ]


class StatementEntry(models.Model):
    """One movement on the operator's account, stored once. A person says what it is."""

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    statement = models.ForeignKey("money.BankStatement", on_delete=models.PROTECT, related_name="entries")
    digest = models.CharField(max_length=64, unique=True)
    booked_on = models.DateField()
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    name = models.CharField(max_length=140, blank=True)
    number = models.CharField(max_length=40, blank=True)
    reference = models.CharField(max_length=400, blank=True)
    end_to_end = models.CharField(max_length=40, blank=True)
    bank_ref = models.CharField(max_length=80, blank=True)
    return_reason = models.CharField(max_length=35, blank=True)
    converted_minor = models.BigIntegerField(default=0)  # in the other side's currency, where the bank says so
    converted_currency = models.CharField(max_length=3, blank=True)
    payments = models.PositiveIntegerField(default=1)  # that the bank booked as one without saying what each is
    part_of = models.ForeignKey(  # a file that the bank booked as one was told apart by what the file holds
        "money.StatementEntry", null=True, blank=True, on_delete=models.PROTECT, related_name="parts"
    )
    operation = models.ForeignKey(
        "money.ProviderOperation", null=True, blank=True, on_delete=models.PROTECT, related_name="statement_entries"
    )
    note = models.CharField(max_length=200, blank=True)  # why it is nothing of ours
    settled_by = models.BigIntegerField(null=True, blank=True)  # who said what it is
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["booked_on", "id"]
        indexes = [models.Index(fields=["booked_on"], condition=Q(settled_at=None), name="entries_to_be_settled")]
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(settled_at=None, settled_by=None, operation=None, note="")
                    | (Q(settled_at__isnull=False, settled_by__isnull=False) & (Q(operation=None) ^ Q(note="")))
                ),
                name="a_person_says_what_an_entry_is",
            ),
        ]


class StatementColumns(models.Model):
    """Which column of a bank's CSV holds what: remembered for the person who said so."""

    person_id = models.BigIntegerField(unique=True)
    columns = models.JSONField(default=dict)
    currency = models.CharField(max_length=3, default="EUR")

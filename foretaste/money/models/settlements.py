"""Settlement: the split of a trial fund at the end, and the lines a statement shows."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from foretaste.core.identifiers import new_public_id


class Settlement(models.Model):
    """One per trial. Rulings after the end add lines; what was paid is never lowered."""

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    trial_id = models.CharField(max_length=12, unique=True)
    seat_id = models.CharField(max_length=12)
    intern_id = models.CharField(max_length=12, db_index=True)
    company_id = models.CharField(max_length=12, db_index=True)
    currency = models.CharField(max_length=3)
    ending = models.CharField(max_length=30)
    full_pay_minor = models.BigIntegerField()
    fund_fee_minor = models.BigIntegerField()
    fee_basis_points = models.PositiveIntegerField()
    paid_minor = models.BigIntegerField()  # to the intern, in all, started days included
    fee_minor = models.BigIntegerField()  # on what was paid
    back_minor = models.BigIntegerField()  # to the company, unused fee included
    held_minor = models.BigIntegerField(default=0)  # pay that waits for a person's decision
    returns_at = models.DateTimeField(null=True, blank=True)  # the company's part waits until then
    return_paused = models.BooleanField(default=False)  # a question about the ending is open
    returned_at = models.DateTimeField(null=True, blank=True)
    payer = models.CharField(max_length=20, default="foretaste")  # foretaste | employee | employer_of_record
    settled_at = models.DateTimeField()
    settled_on = models.DateField()  # the day it was where the work was done: the year and month it counts in
    invoiced_fee_minor = models.BigIntegerField(default=0)  # of the invoice in force; written by issuing.py alone
    stated_paid_minor = models.BigIntegerField(default=-1)  # of the statement in force; written by stating.py alone
    stated_held_minor = models.BigIntegerField(default=-1)

    class Meta:
        indexes = [
            models.Index(
                fields=["id"],
                condition=~models.Q(fee_minor=models.F("invoiced_fee_minor")),
                name="settlements_to_be_invoiced",
            ),
            models.Index(
                fields=["id"],
                condition=~models.Q(paid_minor=models.F("stated_paid_minor"), held_minor=models.F("stated_held_minor")),
                name="settlements_to_be_stated",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(paid_minor__gte=0, fee_minor__gte=0, back_minor__gte=0, held_minor__gte=0),
                name="a_settlement_takes_nothing_back",
            ),
            models.CheckConstraint(
                condition=models.Q(paid_minor__lte=models.F("full_pay_minor")),
                name="a_company_never_pays_more_than_it_funded",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    full_pay_minor=models.F("paid_minor")
                    + models.F("fee_minor")
                    + models.F("back_minor")
                    + models.F("held_minor")
                    - models.F("fund_fee_minor")
                ),
                name="a_settlement_splits_the_fund_to_the_cent",
            ),
        ]


class SettlementLine(models.Model):
    """One line of the statement."""

    class Kind(models.TextChoices):
        DAY = "day", _("Day")
        BONUS = "bonus", _("Exit bonus")
        KILL_FEE = "kill_fee", _("Paid for the cancelled start")
        REMAINING = "remaining", _("Day paid as if worked")
        RULING = "ruling", _("Decided")
        FEE = "fee", _("Fee")
        BACK = "back", _("Returned to the company")
        HELD = "held", _("Held for a decision")

    settlement = models.ForeignKey("money.Settlement", on_delete=models.PROTECT, related_name="lines")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    day_number = models.PositiveSmallIntegerField(null=True, blank=True)
    on = models.DateField(null=True, blank=True)
    amount_minor = models.BigIntegerField()
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["settlement", "position"], name="a_statement_line_has_its_place"),
            models.CheckConstraint(condition=models.Q(amount_minor__gte=0), name="a_statement_line_is_not_negative"),
        ]

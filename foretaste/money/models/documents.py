"""Documents as they were issued, and what they are made from: who sells, who buys, which tax applies.

Every table here is append-only, in the database too: a later row takes an earlier one's place, and the earlier
one stays as the record of who wrote what, and when.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from foretaste.core.identifiers import new_public_id


class SellerDetails(models.Model):
    """Who issues the documents: the operator as it stands on its invoices. The row written last holds."""

    name = models.CharField(max_length=120)
    address = models.TextField(max_length=400)
    country = models.CharField(max_length=2)
    tax_id = models.CharField(max_length=40)
    registration = models.CharField(max_length=120, blank=True)  # of the commercial register, where there is one
    email = models.CharField(max_length=120, blank=True)
    written_by = models.CharField(max_length=40)
    written_at = models.DateTimeField()


class BillingDetails(models.Model):
    """A company as it stands on its invoices. Without a row its public name and place stand there."""

    company_id = models.CharField(max_length=12, db_index=True)
    name = models.CharField(max_length=120)
    address = models.TextField(max_length=400)
    country = models.CharField(max_length=2)
    tax_id = models.CharField(max_length=40, blank=True)
    reference = models.CharField(max_length=60, blank=True)  # what the company's bookkeeping wants to read on it
    written_by = models.CharField(max_length=40)
    written_at = models.DateTimeField()


class TaxRule(models.Model):
    """From a day on, a tax for buyers of a place (`foretaste/money/taxes.py` reads them)."""

    class Treatment(models.TextChoices):
        CHARGED = "charged", _("Charged, inside the fee")
        REVERSE_CHARGE = "reverse_charge", _("Reverse charge: the company owes it")
        EXEMPT = "exempt", _("Exempt, or no such tax")

    name = models.CharField(max_length=40)
    rate = models.DecimalField(max_digits=7, decimal_places=4)  # in percent
    treatment = models.CharField(max_length=14, choices=Treatment.choices)
    place = models.CharField(max_length=2, blank=True)  # a country, "EU" for its other members, "" everywhere else
    needs_tax_id = models.BooleanField(default=False)
    text = models.CharField(max_length=300, blank=True)  # stands on the invoice, as the law wants it
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    written_by = models.CharField(max_length=40)
    written_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(rate__gte=0, rate__lte=100), name="a_tax_is_at_most_the_price"),
            models.CheckConstraint(
                condition=models.Q(treatment="charged") | models.Q(rate=0), name="only_a_charged_tax_has_a_rate"
            ),
            models.CheckConstraint(
                condition=models.Q(treatment="charged") | ~models.Q(text=""),
                name="a_tax_that_is_not_charged_says_why",
            ),
        ]


class DocumentSeries(models.Model):
    """The numbers given so far to one company's documents of one kind in one year.

    Each company has series of its own: one series for all would let it read from its numbers how many trials
    elsewhere ended, and with what.
    """

    kind = models.CharField(max_length=12)
    company_id = models.CharField(max_length=12)
    year = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=12, db_index=True)  # the company's part of the number
    last = models.PositiveIntegerField(default=0)
    last_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "company_id", "year"], name="a_company_has_one_series_a_year")
        ]


class IssuedDocument(models.Model):
    """A document as it was issued: its facts, and their fingerprint. The words are put to them when it is read."""

    class Kind(models.TextChoices):
        RECEIPT = "receipt", _("Funding receipt")
        INVOICE = "invoice", _("Invoice")
        CREDIT_NOTE = "credit_note", _("Credit note")

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    number = models.CharField(max_length=40, unique=True)
    company_id = models.CharField(max_length=12)
    year = models.PositiveSmallIntegerField()
    sequence = models.PositiveIntegerField()
    subject = models.CharField(max_length=60)  # what it is about, once: order, trial / fee, the invoice it takes back
    trial_id = models.CharField(max_length=12, blank=True, db_index=True)
    order_id = models.CharField(max_length=12, blank=True)
    takes_back = models.OneToOneField(
        "money.IssuedDocument", null=True, blank=True, on_delete=models.PROTECT, related_name="taken_back_by"
    )
    currency = models.CharField(max_length=3)
    net_minor = models.BigIntegerField()  # negative on a credit note
    tax_minor = models.BigIntegerField()
    total_minor = models.BigIntegerField()
    supplied_on = models.DateField()  # the day whose tax rules apply
    issued_on = models.DateField()
    issued_at = models.DateTimeField()
    facts = models.JSONField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        indexes = [
            models.Index(fields=["company_id", "-issued_at"], name="documents_of_a_company"),
            models.Index(fields=["issued_on"], name="documents_by_day"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["kind", "company_id", "year", "sequence"], name="a_number_is_given_once"),
            models.UniqueConstraint(fields=["kind", "subject"], name="a_subject_has_one_document"),
            models.CheckConstraint(
                condition=models.Q(total_minor=models.F("net_minor") + models.F("tax_minor")),
                name="a_document_adds_up",
            ),
        ]


class IssuedStatement(models.Model):
    """A statement of an intern's pay as it was issued: which days, which sums, and their fingerprint.

    A decision after the end issues the next one of the trial; each stays. Nobody's name stands in it: ids do, and the
    words and names are put to them when it is read.
    """

    settlement = models.ForeignKey("money.Settlement", on_delete=models.PROTECT, related_name="statements")
    number = models.PositiveSmallIntegerField()  # 1, 2 … within the trial
    trial_id = models.CharField(max_length=12)
    person_id = models.CharField(max_length=12)
    currency = models.CharField(max_length=3)
    paid_minor = models.BigIntegerField()
    held_minor = models.BigIntegerField()
    issued_at = models.DateTimeField()
    facts = models.JSONField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["settlement", "number"], name="a_statement_is_issued_once")]

"""The sandbox bank's own books. Nothing of ours reads them but providers/sandbox/."""

from django.db import models


class BankCharge(models.Model):
    """A payment asked of a payer: open until paid, declined or cancelled."""

    operation_id = models.UUIDField(unique=True)  # our idempotency key
    ref = models.CharField(max_length=40, unique=True)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    method = models.CharField(max_length=13)
    description = models.CharField(max_length=120, blank=True)
    return_url = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=10, default="open")  # open | paid | declined | cancelled
    failure = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField()


class BankPayment(models.Model):
    """Money that came in for a charge. A bank transfer may come in parts, late, or be too much."""

    charge = models.ForeignKey("money.BankCharge", on_delete=models.CASCADE, related_name="payments")
    ref = models.CharField(max_length=40, unique=True)
    amount_minor = models.BigIntegerField()
    payer_fingerprint = models.CharField(max_length=64)
    behaviour = models.CharField(max_length=20, default="")  # "", twice, never
    arrives_at = models.DateTimeField()
    available_at = models.DateTimeField()
    arrived = models.BooleanField(default=False)
    available = models.BooleanField(default=False)


class BankPayout(models.Model):
    operation_id = models.UUIDField(unique=True)
    ref = models.CharField(max_length=40, unique=True)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    account_number = models.CharField(max_length=40)
    account = models.CharField(max_length=40, blank=True)  # the person's own at the bank, that it is paid from
    statement_text = models.CharField(max_length=40)
    behaviour = models.CharField(max_length=20, default="")
    state = models.CharField(max_length=12, default="on_its_way")  # on_its_way | arrived | returned | refused
    failure = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField()
    ends_at = models.DateTimeField()


class BankTransfer(models.Model):
    """Money moved to an account that a person has at the bank itself, where the sandbox keeps such accounts."""

    operation_id = models.UUIDField(unique=True)
    ref = models.CharField(max_length=40, unique=True)
    charge = models.ForeignKey("money.BankCharge", on_delete=models.CASCADE, related_name="transfers")
    account = models.CharField(max_length=40)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    reversed_minor = models.BigIntegerField(default=0)
    reversed_by = models.UUIDField(null=True, blank=True, unique=True)  # the operation that took it back
    created_at = models.DateTimeField()


class BankDispute(models.Model):
    """A payer asks its bank for a payment back: taken from us at once, given back where we win."""

    ref = models.CharField(max_length=40, unique=True)
    charge = models.ForeignKey("money.BankCharge", on_delete=models.CASCADE, related_name="disputes")
    amount_minor = models.BigIntegerField()
    fee_minor = models.BigIntegerField()
    reason = models.CharField(max_length=40)
    state = models.CharField(max_length=4, default="open")  # open | won | lost
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)


class BankRefund(models.Model):
    operation_id = models.UUIDField(unique=True)
    ref = models.CharField(max_length=40, unique=True)
    charge = models.ForeignKey("money.BankCharge", on_delete=models.CASCADE, related_name="refunds")
    amount_minor = models.BigIntegerField()
    state = models.CharField(max_length=12, default="on_its_way")  # on_its_way | arrived | failed
    failure = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField()
    ends_at = models.DateTimeField()


class BankMessage(models.Model):
    """A webhook to send: signed when it leaves, sent again until it is taken."""

    event_id = models.CharField(max_length=40, unique=True)
    type = models.CharField(max_length=40)
    operation_id = models.UUIDField()
    times = models.PositiveSmallIntegerField(default=1)  # 0: never sent, 2: sent twice
    created_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True, blank=True)


class BankSilence(models.Model):
    """The next answer to one kind of question is lost: before anything was done, or after it was."""

    kind = models.CharField(max_length=10)  # of the operation: charge, transfer, reversal, payout, refund
    when = models.CharField(max_length=6)  # before | after

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(when__in=["before", "after"]), name="an_answer_is_lost_before_or_after"
            )
        ]

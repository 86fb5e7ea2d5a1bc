"""The ledger's tables as Django reads them. They are made and guarded by SQL; nothing here can write them."""

from django.db import models


class AccountKind(models.Model):
    """What an account is for. `floor`: it can't go below zero. `hot`: many write it, so its row isn't updated."""

    kind = models.CharField(max_length=20, primary_key=True)
    floor = models.BooleanField()
    hot = models.BooleanField()

    class Meta:
        managed = False
        db_table = "ledger_account_kind"


class MovementRule(models.Model):
    """A movement may take from (-1) or give to (+1) accounts of a kind. The matrix of the catalogue."""

    pk = models.CompositePrimaryKey("movement", "kind", "direction")
    movement = models.CharField(max_length=40)
    kind = models.CharField(max_length=20)
    direction = models.SmallIntegerField()

    class Meta:
        managed = False
        db_table = "ledger_movement_rule"


class LedgerAccount(models.Model):
    """`code` is `kind:owner:CUR`; the owner is an opaque public id, never a name."""

    id = models.BigIntegerField(primary_key=True)
    code = models.CharField(max_length=60, unique=True)
    kind = models.CharField(max_length=20)
    owner = models.CharField(max_length=30)
    currency = models.CharField(max_length=3)
    floor = models.BigIntegerField(null=True)
    ceiling = models.BigIntegerField(null=True)
    hot = models.BooleanField()
    balance = models.BigIntegerField()
    version = models.BigIntegerField()

    class Meta:
        managed = False
        db_table = "ledger_account"


class LedgerTransfer(models.Model):
    """One movement that happened: unique by (movement, reference), sealed with its transaction."""

    id = models.BigIntegerField(primary_key=True)
    movement = models.CharField(max_length=40)
    reference = models.CharField(max_length=80)
    trial_id = models.CharField(max_length=12, null=True)
    payload_hash = models.BigIntegerField()
    effective_at = models.DateTimeField()
    actor = models.CharField(max_length=40)
    reason = models.CharField(max_length=200)
    reverses_id = models.BigIntegerField(null=True)  # at most one transfer reverses another

    class Meta:
        managed = False
        db_table = "ledger_transfer"


class LedgerEntry(models.Model):
    """One leg: a positive amount gives to the account, a negative one takes from it.

    `booked_at` is the database's clock, `effective_at` of the transfer the project's. Entries of an account that is
    not hot are numbered without gaps (`version`), in the order they were booked.
    """

    id = models.BigIntegerField(primary_key=True)
    transfer = models.ForeignKey("money.LedgerTransfer", on_delete=models.DO_NOTHING, related_name="entries")
    account = models.ForeignKey("money.LedgerAccount", on_delete=models.DO_NOTHING, related_name="entries")
    amount = models.BigIntegerField()
    balance_after = models.BigIntegerField(null=True)
    version = models.IntegerField(null=True)
    booked_at = models.DateTimeField()

    class Meta:
        managed = False
        db_table = "ledger_entry"

"""What the ledger says about a trial, for tests: who has what, to the cent."""

from __future__ import annotations

from foretaste.money.ledger.models import LedgerAccount, LedgerEntry
from foretaste.money.models import Settlement
from foretaste.trials.models import Trial


def balance(kind: str, owner: str, currency: str) -> int:
    return (
        LedgerAccount.objects.filter(code=f"{kind}:{owner}:{currency}").values_list("balance", flat=True).first() or 0
    )


def earned(trial: Trial) -> int:
    """Return what the ledger has made the intern's out of this trial, wherever it is by now."""
    entries = LedgerEntry.objects.filter(
        transfer__trial_id=trial.public_id, account__kind="intern:earned", amount__gt=0
    )
    return sum(entries.values_list("amount", flat=True))


def books(trial: Trial) -> dict[str, int]:
    """Return every part of the fund of a trial, from the ledger alone."""
    lines = LedgerEntry.objects.filter(transfer__trial_id=trial.public_id).values_list(
        "account__kind", "account__owner", "amount", "transfer__movement"
    )
    found = {"paid": earned(trial), "fee": 0, "back": 0, "held": 0, "waiting": 0, "fund": 0}
    for kind, owner, amount, movement in lines:
        if kind == "op:fees":
            found["fee"] += amount
        elif kind in ("trial:held", "trial:fee") and owner == trial.public_id:
            found["fund"] += amount
        elif kind == "trial:hold":
            found["held"] += amount
        elif kind == "trial:returning":
            found["waiting"] += amount
        elif kind == "company:refund" and movement not in ("pay_goodwill", "confirm_payroll") and amount > 0:
            found["back"] += amount
    return found


def settlements(trial: Trial) -> int:
    return Settlement.objects.filter(trial_id=trial.public_id).count()

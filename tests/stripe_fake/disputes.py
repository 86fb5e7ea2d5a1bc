"""Disputes: the payer's bank takes a payment back, and sometimes gives it back again."""

from __future__ import annotations

from tests.stripe_fake.books import Books, Thing, shown

DISPUTE_FEE = 1500  # minor units


class Disputes(Books):
    """What the payer's bank does."""

    def dispute(self, charge: str, amount: int | None = None) -> str:
        """The payer's bank takes a payment back, and Stripe its fee."""
        about, ref = self.charges[charge], self._ref("dp")
        self.disputes[ref] = {
            "id": ref, "object": "dispute", "amount": amount or about["amount"], "currency": about["currency"],
            "charge": charge, "payment_intent": about["payment_intent"], "status": "needs_response", "metadata": {},
            "reason": "fraudulent", "evidence_details": {"due_by": self._stamp + 7 * 86400}, "created": self._stamp,
        }  # fmt: skip
        self._tell("charge.dispute.created", self.disputes[ref])
        self._take(self.disputes[ref], -1)
        self._tell("charge.dispute.funds_withdrawn", self.disputes[ref])
        return ref

    def _take(self, dispute: Thing, sign: int) -> None:
        """Where the payment was converted, it is taken and given back at the day's rate."""
        paid = next(one for one in self.lines if one["source"] == dispute["charge"])["currency"]
        amount = dispute["amount"] if paid == dispute["currency"] else self._exchanged(dispute["amount"])
        self._book("", "adjustment", sign * amount, -sign * DISPUTE_FEE, dispute["id"], currency=paid)

    def close_dispute(self, ref: str, *, won: bool) -> None:
        dispute = self.disputes[ref]
        dispute["status"] = "won" if won else "lost"
        if won:
            self._take(dispute, 1)
            self._tell("charge.dispute.funds_reinstated", dispute)
        self._tell("charge.dispute.closed", dispute)

    def _shown_dispute(self, ref: str) -> Thing:
        dispute = self._one(self.disputes, ref)
        lines = [self._line_shown(line) for line in self.lines if line["source"] == ref]
        return dispute | {
            "balance_transactions": lines, "payment_intent": shown(self.intents[dispute["payment_intent"]])
        }  # fmt: skip

"""Money in: payment pages, cards, bank transfers, and refunds."""

from __future__ import annotations

import datetime as dt
from typing import Any

from foretaste.money.providers import bank_rules as rules
from tests.stripe_fake.books import Books, No, Thing, shown


class PayingIn(Books):
    """What a company meets, and what it does on Stripe's own payment page."""

    def _open_session(self, sent: Thing, _: str) -> Thing:
        item = sent["line_items"]["0"]
        ref = self._ref("cs_test")
        self.sessions[ref] = {
            "id": ref, "object": "checkout.session", "mode": sent["mode"], "status": "open",
            "payment_status": "unpaid", "url": f"https://checkout.stripe.com/c/pay/{ref}", "livemode": False,
            "amount_total": int(item["price_data"]["unit_amount"]) * int(item["quantity"]),
            "currency": item["price_data"]["currency"], "client_reference_id": sent.get("client_reference_id"),
            "metadata": sent.get("metadata", {}), "customer": sent.get("customer"), "customer_details": None,
            "payment_intent": None, "payment_method_types": [*sent["allowed_payment_method_types"].values()],
            "created": self._stamp, "expires_at": self._stamp + 86400, "success_url": sent["success_url"],
            "_intent": sent["payment_intent_data"],
        }  # fmt: skip
        return self._shown_session(self.sessions[ref])

    def _retrieve_session(self, ref: str, *_: Any) -> Thing:
        return self._shown_session(self._one(self.sessions, ref))

    def _retrieve_intent(self, ref: str, *_: Any) -> Thing:
        return self._shown_intent(self._one(self.intents, ref))

    def _shown_session(self, session: Thing) -> Thing:
        intent = session["payment_intent"]
        return shown(session) | {"payment_intent": self._shown_intent(self.intents[intent]) if intent else None}

    def _shown_intent(self, intent: Thing) -> Thing:
        charge = intent["latest_charge"]
        paid = None
        if charge:
            line = next((one for one in self.lines if one["source"] == charge), None)
            paid = shown(self.charges[charge]) | {"balance_transaction": self._line_shown(line) if line else None}
        return shown(intent) | {"latest_charge": paid}

    def _add_customer(self, sent: Thing, _: str) -> Thing:
        ref = self._ref("cus")
        self.customers[ref] = {
            "id": ref, "object": "customer", "metadata": sent.get("metadata", {}), "created": self._stamp,
            "_received": 0,
        }  # fmt: skip
        return shown(self.customers[ref])

    def _pay_at_once(self, sent: Thing, _: str) -> Thing:
        """A payment without a page: with Stripe's own test cards, as `foretaste provider check` makes it."""
        intent = self._new_intent(
            int(sent["amount"]), sent["currency"], sent.get("metadata", {}), sent["transfer_group"]
        )
        self._pay(intent, "4242424242424242", "")
        return self._shown_intent(intent)

    def _new_intent(self, amount: int, currency: str, metadata: Thing, group: str) -> Thing:
        ref = self._ref("pi")
        self.intents[ref] = {
            "id": ref, "object": "payment_intent", "amount": amount, "currency": currency, "livemode": False,
            "status": "requires_payment_method", "metadata": metadata, "transfer_group": group,
            "latest_charge": None, "last_payment_error": None, "next_action": None, "created": self._stamp,
        }  # fmt: skip
        return self.intents[ref]

    def _intent_of(self, session: Thing) -> Thing:
        if session["payment_intent"] is None:
            data = session["_intent"]
            intent = self._new_intent(
                session["amount_total"], session["currency"], data["metadata"], data["transfer_group"]
            )
            session["payment_intent"] = intent["id"]
        return self.intents[session["payment_intent"]]

    def pay_by_card(self, ref: str, number: str = rules.GOOD_CARD) -> None:
        """What the payer does on the payment page. A declined card leaves the page open for another one."""
        session = self.sessions[ref]
        assert session["status"] == "open"
        intent, digits = self._intent_of(session), rules.digits_of(number)
        assert rules.is_a_card(digits)
        if failure := rules.DECLINED.get(digits):
            intent["last_payment_error"] = {"type": "card_error", "code": "card_declined", "decline_code": failure}
            self._tell("payment_intent.payment_failed", intent)
            return
        session["status"], session["payment_status"] = "complete", "paid"
        session["customer_details"] = {"email": "finance@halden.example"}
        self._pay(intent, digits, ref)

    def _pay(self, intent: Thing, digits: str, session: str) -> None:
        behaviour = rules.CARDS.get(digits, "")
        fee = intent["amount"] * self.card_fee[0] // 10_000 + self.card_fee[1]
        card = {"fingerprint": f"fp{digits}", "last4": digits[-4:], "brand": "visa"}
        at = rules.card_is_available_at(behaviour, self.now)
        self._charge(intent, {"type": "card", "card": card}, fee, at, rules.TOLD.get(behaviour, 1), behaviour)
        if session:
            self._tell("checkout.session.completed", self.sessions[session], times=rules.TOLD.get(behaviour, 1))

    def _charge(
        self, intent: Thing, details: Thing, fee: int, at: dt.datetime, times: int = 1, behaviour: str = ""
    ) -> None:
        ref = self._ref("ch")
        intent["latest_charge"], intent["status"], intent["next_action"] = ref, "succeeded", None
        self.charges[ref] = {
            "id": ref, "object": "charge", "amount": intent["amount"], "currency": intent["currency"], "paid": True,
            "payment_intent": intent["id"], "metadata": intent["metadata"], "payment_method_details": details,
            "transfer_group": intent["transfer_group"], "created": self._stamp, "livemode": False,
            "_behaviour": behaviour, "_told_available": at <= self.now,
        }  # fmt: skip
        same = intent["currency"] == self.currency
        self._book("", "charge", intent["amount"] if same else self._exchanged(intent["amount"]), fee, ref, at)
        self._tell("payment_intent.succeeded", intent, times=times)
        self._tell("charge.succeeded", self.charges[ref], times=times)

    def choose_transfer(self, ref: str) -> str:
        """The payer asks for the account number; return the customer's name at Stripe."""
        session = self.sessions[ref]
        intent = self._intent_of(session)
        session["status"], intent["status"] = "complete", "requires_action"
        session["customer_details"] = {"email": "finance@halden.example"}
        self._show_remaining(intent, intent["amount"])
        customer: str = session["customer"]
        return customer

    def _show_remaining(self, intent: Thing, left: int) -> None:
        intent["next_action"] = {
            "type": "display_bank_transfer_instructions",
            "display_bank_transfer_instructions": {
                "amount_remaining": left, "currency": intent["currency"], "reference": "ABC123",
                "hosted_instructions_url": f"https://payments.stripe.com/bank_transfers/{intent['id']}",
            },
        }  # fmt: skip

    def receive_transfer(self, ref: str, amount: int) -> None:
        """So much arrives on the order's own account number. What is too much stays in the customer's balance."""
        session = self.sessions[ref]
        if session["payment_intent"] is None:
            self.choose_transfer(ref)
        intent, customer = self.intents[session["payment_intent"]], self.customers[session["customer"]]
        customer["_received"] += amount
        left = intent["amount"] - customer["_received"]
        if intent["status"] == "succeeded":
            return
        if left > 0:
            self._show_remaining(intent, left)
            self._tell("payment_intent.partially_funded", intent)
            return
        session["payment_status"] = "paid"
        self._charge(intent, {"type": "customer_balance", "customer_balance": {}}, 0, self.now)
        self._tell("checkout.session.async_payment_succeeded", session)

    def expire(self, ref: str) -> None:
        """Nobody paid in time."""
        session = self.sessions[ref]
        session["status"] = "expired"
        if session["payment_intent"]:
            self.intents[session["payment_intent"]]["status"] = "canceled"
        self._tell("checkout.session.expired", session)

    def _refund(self, sent: Thing, _: str) -> Thing:
        intent = self.intents.get(sent["payment_intent"])
        if intent is None or not intent["latest_charge"]:
            raise No("resource_missing", 404)
        charge = self.charges[intent["latest_charge"]]
        given = [one for one in self.refunds.values() if one["charge"] == charge["id"] and one["status"] != "failed"]
        plan = rules.refund_plan(
            int(sent["amount"]),
            paid=charge["amount"],
            refunded=sum(one["amount"] for one in given),
            card_is_closed=charge["_behaviour"] == "no_refund",
            at=self.now,
        )
        if plan.failure == "more_than_was_paid":
            raise No("charge_already_refunded")
        ref = self._ref("re")
        self.refunds[ref] = refund = {
            "id": ref, "object": "refund", "amount": int(sent["amount"]), "currency": charge["currency"],
            "charge": charge["id"], "payment_intent": intent["id"], "metadata": sent.get("metadata", {}),
            "status": "failed" if plan.failure else "pending", "created": self._stamp,
            "balance_transaction": None, "_ends_at": plan.ends_at, "_booked": False,
        }  # fmt: skip
        if plan.failure:
            refund["failure_reason"] = "expired_or_canceled_card"
            self._tell("refund.failed", refund)
        return shown(refund)

    def _refunds_shown(self, told: Thing, sent: Thing) -> Thing:
        """A refund, or a list of them: what it left our balance as is said to whoever asks for it."""
        lines = {line["id"]: line for line in self.lines}
        for one in told["data"] if told["object"] == "list" else [told]:
            for name in (asked.removeprefix("data.") for asked in sent.get("expand", {}).values()):
                if one.get(name) in lines:
                    one[name] = self._line_shown(lines[one[name]])
        return told

    def fail_refund(self, ref: str, reason: str = "expired_or_canceled_card") -> None:
        refund = self.refunds[ref]
        if refund["_booked"]:
            left = next(one for one in self.lines if one["id"] == refund["balance_transaction"])
            same = left["currency"] == refund["currency"]
            amount = refund["amount"] if same else self._exchanged(refund["amount"])
            line = self._book("", "refund_failure", amount, 0, ref, currency=left["currency"])
            refund["failure_balance_transaction"] = line["id"]
        refund["status"], refund["failure_reason"] = "failed", reason
        self._tell("refund.failed", refund)

"""The fake itself: addresses, idempotency keys, objects, balances, events; and what people do on Stripe's own pages."""

from __future__ import annotations

import datetime as dt
import itertools
import json
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

import stripe

from foretaste.core import calendars
from foretaste.money.providers import bank_rules as rules
from tests.stripe_fake import parameters

Thing = dict[str, Any]
KEYS_ARE_KEPT = dt.timedelta(hours=24)
DISPUTE_FEE = 1500


class No(Exception):
    """An answer of Stripe's other than 200."""

    def __init__(self, code: str, status: int = 400, **more: Any) -> None:
        super().__init__(code)
        self.status = status
        self.body = {"error": {"type": "invalid_request_error", "code": code, "message": code, **more}}


class StripeFake(stripe.HTTPClient):
    """Give it to the adapter as its transport. `lose` makes the next answers vanish: "before" or "after" the effect."""

    name = "fake"

    def __init__(self, *, top_up: int = 0, currency: str = "eur", card_fee: tuple[int, int] = (150, 25)) -> None:
        super().__init__()
        self.currency, self.card_fee = currency, card_fee
        self.rate = Decimal(1)  # what one of the payer's money becomes, where our balance is in another one
        self.sessions: dict[str, Thing] = {}
        self.customers: dict[str, Thing] = {}
        self.intents: dict[str, Thing] = {}
        self.charges: dict[str, Thing] = {}
        self.refunds: dict[str, Thing] = {}
        self.transfers: dict[str, Thing] = {}
        self.reversals: dict[str, Thing] = {}
        self.payouts: dict[str, Thing] = {}
        self.accounts: dict[str, Thing] = {}
        self.disputes: dict[str, Thing] = {}
        self.lines: list[Thing] = []
        self.events: list[tuple[str, bytes]] = []  # endpoint, body: told, and not yet delivered
        self.requests: list[tuple[str, str, Thing, str]] = []
        self.lose: list[str] = []
        self.faults: list[tuple[int, str]] = []  # the next answers' status and code, instead of the right ones
        self.instant_is_full = False
        self.schedule = "manual"
        self._kept: dict[str, tuple[str, dt.datetime, int, str]] = {}
        self._number = itertools.count(1)
        if top_up:
            self._book("", "topup", top_up, 0, self._ref("tu"))

    # --- the SDK's seam -------------------------------------------------------------------------

    def request(
        self, method: str, url: str, headers: Mapping[str, str] | None, post_data: Any = None, **_: Any
    ) -> tuple[str, int, dict[str, str]]:
        at = urlsplit(url)
        headers = {name.lower(): value for name, value in (headers or {}).items()}
        if not headers.get("authorization", "").startswith("Bearer sk_test_"):
            return json.dumps({"error": {"type": "invalid_request_error", "message": "Invalid API Key"}}), 401, {}
        sent = parameters.decode(post_data if method == "post" else at.query)
        account, key = headers.get("stripe-account", ""), headers.get("idempotency-key", "")
        parameters.check(method, at.path, sent)
        self.requests.append((method, at.path, sent, account))
        if self.faults:
            status, code = self.faults.pop(0)
            return json.dumps({"error": {"type": "api_error", "code": code, "message": code}}), status, {}
        lost = self.lose.pop(0) if method == "post" and self.lose else ""
        if lost == "before":
            raise stripe.APIConnectionError("Connection reset")
        status, body = self._once(key if method == "post" else "", method, at.path, sent, account)
        if lost == "after":
            raise stripe.APIConnectionError("Read timed out")
        return body, status, {"request-id": f"req_{next(self._number)}"}

    def close(self) -> None:
        pass

    def _once(self, key: str, method: str, path: str, sent: Thing, account: str) -> tuple[int, str]:
        """Answer a key as before, for a day; the same key for something else is an error."""
        about = json.dumps([method, path, sent, account], sort_keys=True)
        kept = self._kept.get(key)
        if key and kept and self.now - kept[1] < KEYS_ARE_KEPT:
            if kept[0] != about:
                body = {
                    "error": {"type": "idempotency_error", "message": "Keys can only be used with the same parameters"}
                }
                return 400, json.dumps(body)
            return kept[2], kept[3]
        try:
            status, answer = 200, json.dumps(self._answer(method, path, sent, account))
        except No as no:
            status, answer = no.status, json.dumps(no.body)
        if key:
            self._kept[key] = (about, self.now, status, answer)
        if status == 200 and path == "/v1/payouts" and method == "post":
            self._lose_by_behaviour(json.loads(answer)["id"], key)
        return status, answer

    def _lose_by_behaviour(self, ref: str, key: str) -> None:
        """Some bank accounts make answers vanish, as the sandbox's do."""
        plan = rules.payout_plan(self._behaviour(self.payouts[ref]["_account"]), self.now)
        if plan.lost_before:
            payout = self.payouts.pop(ref)
            del self._kept[key]
            self.lines = [line for line in self.lines if line["source"] != ref]
            self.accounts[payout["_account"]]["_number"] = "10000009"  # it vanishes once
            raise stripe.APIConnectionError("Connection reset")
        if plan.lost_after:
            raise stripe.APIConnectionError("Read timed out")

    def _answer(self, method: str, path: str, sent: Thing, account: str) -> Thing:
        for (verb, pattern), act in self._routes().items():
            if verb == method and (found := re.fullmatch(pattern, path)):
                return act(*found.groups(), sent, account) if found.groups() else act(sent, account)
        raise No("resource_missing", 404)

    def _routes(self) -> dict[tuple[str, str], Callable[..., Thing]]:
        return {
            ("post", "/v1/checkout/sessions"): self._open_session,
            ("get", "/v1/checkout/sessions"): lambda sent, _: self._list(self.sessions.values(), sent),
            ("get", "/v1/checkout/sessions/([^/]+)"): self._retrieve_session,
            ("post", "/v1/payment_intents"): self._pay_at_once,
            ("post", "/v1/customers"): self._add_customer,
            ("get", "/v1/payment_intents/([^/]+)"): self._retrieve_intent,
            ("post", "/v1/refunds"): self._refund,
            ("get", "/v1/refunds"): lambda sent, _: self._refunds_shown(
                self._list(self.refunds.values(), sent, "payment_intent"), sent
            ),
            ("get", "/v1/refunds/([^/]+)"): lambda ref, sent, _: self._refunds_shown(
                self._one(self.refunds, ref), sent
            ),
            ("post", "/v1/transfers"): self._transfer,
            ("get", "/v1/transfers"): lambda sent, _: self._list(self.transfers.values(), sent, "transfer_group"),
            ("post", "/v1/transfers/([^/]+)/reversals"): self._reverse,
            ("get", "/v1/transfers/([^/]+)/reversals"): lambda ref, sent, _: self._list(
                [one for one in self.reversals.values() if one["transfer"] == ref], sent
            ),
            ("post", "/v1/payouts"): self._pay_out,
            ("get", "/v1/payouts"): lambda sent, account: self._list(
                [one for one in self.payouts.values() if one["_account"] == account], sent
            ),
            ("get", "/v1/payouts/([^/]+)"): self._shown_payout,
            ("post", "/v1/accounts"): self._open_account,
            ("get", "/v1/accounts"): lambda sent, _: self._list(self.accounts.values(), sent),
            ("get", "/v1/accounts/([^/]+)"): lambda ref, sent, _: self._one(self.accounts, ref),
            ("post", "/v1/account_links"): self._link,
            ("get", "/v1/balance"): lambda sent, account: self.balance(account),
            ("get", "/v1/balance_settings"): lambda sent, account: {
                "object": "balance_settings", "payments": {"payouts": {"schedule": {"interval": self.schedule}}}
            },
            ("get", "/v1/balance_transactions"): self._list_lines,
            ("get", "/v1/disputes/([^/]+)"): lambda ref, sent, _: self._shown_dispute(ref),
        }  # fmt: skip

    # --- small things -----------------------------------------------------------------------------

    @property
    def now(self) -> dt.datetime:
        return calendars.now()

    @property
    def _stamp(self) -> int:
        return int(self.now.timestamp())

    def _ref(self, kind: str) -> str:
        return f"{kind}_{next(self._number):06d}"

    def _one(self, among: dict[str, Thing], ref: str) -> Thing:
        if ref not in among:
            raise No("resource_missing", 404)
        return _shown(among[ref])

    def _list(self, things: Any, sent: Thing, *by: str) -> Thing:
        found = [one for one in things if all(one.get(name) == sent[name] for name in by if name in sent)]
        if "gte" in sent.get("created", {}):
            found = [one for one in found if one["created"] >= int(sent["created"]["gte"])]
        found = sorted(found, key=lambda one: one["id"], reverse=True)
        if "starting_after" in sent:
            found = [one for one in found if one["id"] < sent["starting_after"]]
        limit = int(sent.get("limit", 10))
        shown = [_shown(one) for one in found[:limit]]
        return {"object": "list", "data": shown, "has_more": len(found) > limit, "url": "/v1/list"}

    def _book(
        self,
        account: str,
        kind: str,
        amount: int,
        fee: int,
        source: str,
        at: dt.datetime | None = None,
        currency: str = "",
    ) -> Thing:
        line = {
            "id": self._ref("txn"), "object": "balance_transaction", "type": kind, "amount": amount, "fee": fee,
            "net": amount - fee, "currency": currency or self.currency, "source": source, "created": self._stamp,
            "available_on": int((at or self.now).timestamp()), "_account": account,
        }  # fmt: skip
        self.lines.append(line)
        return line

    def _exchanged(self, amount: int) -> int:
        return int((amount * self.rate).to_integral_value())

    def _refunds_shown(self, told: Thing, sent: Thing) -> Thing:
        """A refund, or a list of them: what it left our balance as is said to whoever asks for it."""
        lines = {line["id"]: line for line in self.lines}
        for one in told["data"] if told["object"] == "list" else [told]:
            if "expand" in sent and one.get("balance_transaction") in lines:
                one["balance_transaction"] = self._line_shown(lines[one["balance_transaction"]])
        return told

    def _line_shown(self, line: Thing) -> Thing:
        ready = line["available_on"] <= self._stamp
        return _shown(line) | {"status": "available" if ready else "pending"}

    def _list_lines(self, sent: Thing, account: str) -> Thing:
        listed = self._list([line for line in self.lines if line["_account"] == account], sent)
        everything = {
            **self.charges, **self.refunds, **self.transfers, **self.reversals, **self.payouts, **self.disputes
        }  # fmt: skip
        for line in listed["data"]:
            line["status"] = "available" if line["available_on"] <= self._stamp else "pending"
            if line["source"] in everything:
                line["source"] = _shown(everything[line["source"]])
        return listed

    def balance(self, account: str = "") -> Thing:
        lines = [line for line in self.lines if line["_account"] == account]
        others = sorted({line["currency"] for line in lines} - {self.currency})
        ready, waits = [], []
        for money in (self.currency, *others):
            mine = [line for line in lines if line["currency"] == money]
            there = sum(line["net"] for line in mine if line["available_on"] <= self._stamp)
            ready.append({"amount": there, "currency": money})
            waits.append({"amount": sum(line["net"] for line in mine) - there, "currency": money})
        return {"object": "balance", "livemode": False, "available": ready, "pending": waits}

    def available(self, account: str = "") -> int:
        amount: int = self.balance(account)["available"][0]["amount"]
        return amount

    def _tell(self, kind: str, about: Thing, account: str = "", times: int = 1) -> None:
        event = {
            "id": self._ref("evt"), "object": "event", "type": kind, "created": self._stamp, "livemode": False,
            "data": {"object": _shown(about)}, **({"account": account} if account else {}),
        }  # fmt: skip
        self.events += [("connect" if account else "", json.dumps(event).encode())] * times

    # --- money in -----------------------------------------------------------------------------------

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
        return _shown(session) | {"payment_intent": self._shown_intent(self.intents[intent]) if intent else None}

    def _shown_intent(self, intent: Thing) -> Thing:
        charge = intent["latest_charge"]
        shown = None
        if charge:
            line = next((one for one in self.lines if one["source"] == charge), None)
            shown = _shown(self.charges[charge]) | {"balance_transaction": self._line_shown(line) if line else None}
        return _shown(intent) | {"latest_charge": shown}

    def _add_customer(self, sent: Thing, _: str) -> Thing:
        ref = self._ref("cus")
        self.customers[ref] = {
            "id": ref, "object": "customer", "metadata": sent.get("metadata", {}), "created": self._stamp,
            "_received": 0,
        }  # fmt: skip
        return _shown(self.customers[ref])

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
        return _shown(refund)

    # --- people's accounts --------------------------------------------------------------------------

    def _open_account(self, sent: Thing, _: str) -> Thing:
        ref = self._ref("acct")
        asked = sent.get("capabilities", {}).get("transfers", {}).get("requested") == "true"
        self.accounts[ref] = {
            "id": ref, "object": "account", "country": sent["country"], "default_currency": self.currency,
            "metadata": sent.get("metadata", {}), "capabilities": {"transfers": "inactive"} if asked else {},
            "payouts_enabled": False, "charges_enabled": False, "details_submitted": False,
            "requirements": {"currently_due": ["external_account", "individual.dob.day"], "past_due": []},
            "external_accounts": {"object": "list", "data": [], "has_more": False, "url": f"/v1/accounts/{ref}"},
            "settings": sent.get("settings", {}), "created": self._stamp, "_number": "",
        }  # fmt: skip
        return _shown(self.accounts[ref])

    def _link(self, sent: Thing, _: str) -> Thing:
        self._one(self.accounts, sent["account"])
        url = f"https://connect.stripe.com/setup/e/{sent['account']}/{next(self._number)}"
        return {"object": "account_link", "url": url, "created": self._stamp, "expires_at": self._stamp + 300}

    def fill_in(self, account: str, number: str = "DE89370400440532013000", *, instant: bool = False) -> None:
        """What the intern does on Stripe's pages: who they are, and where their bank is."""
        about = self.accounts[account]
        bank = {
            "id": self._ref("ba"), "object": "bank_account", "last4": number[-4:], "country": about["country"],
            "currency": self.currency, "fingerprint": f"fp{number}", "default_for_currency": True,
            "available_payout_methods": ["standard", *(["instant"] if instant else [])], "account": account,
        }  # fmt: skip
        about["external_accounts"]["data"] = [bank]
        about["capabilities"]["transfers"], about["_number"] = "active", number
        about["payouts_enabled"] = about["details_submitted"] = True
        about["requirements"] = {"currently_due": [], "past_due": []}
        self._tell("account.updated", about, account)

    def block(self, account: str, due: str = "individual.verification.document") -> None:
        """Stripe asks for something more, and takes nothing until it has it."""
        about = self.accounts[account]
        about["capabilities"]["transfers"], about["payouts_enabled"] = "inactive", False
        about["requirements"] = {"currently_due": [due], "past_due": [due]}
        self._tell("account.updated", about, account)

    def unblock(self, account: str) -> None:
        about = self.accounts[account]
        about["capabilities"]["transfers"], about["payouts_enabled"] = "active", True
        about["requirements"] = {"currently_due": [], "past_due": []}
        self._tell("account.updated", about, account)

    def _behaviour(self, account: str) -> str:
        return rules.behaviour_of_account(self.accounts[account]["_number"])

    # --- money out ----------------------------------------------------------------------------------

    def _transfer(self, sent: Thing, _: str) -> Thing:
        account = self.accounts.get(sent["destination"])
        if account is None:
            raise No("resource_missing")
        if account["capabilities"].get("transfers") != "active":
            raise No("insufficient_capabilities_for_transfer")
        source, amount = sent.get("source_transaction"), int(sent["amount"])
        if source is None:
            return self._transfer_from_balance(sent, amount)
        charge = self.charges.get(source)
        if charge is None or charge["transfer_group"] != sent["transfer_group"]:
            raise No("parameter_invalid")
        line = next(one for one in self.lines if one["source"] == charge["id"])
        if line["currency"] != sent["currency"]:
            raise No("parameter_invalid")
        moved = [one for one in self.transfers.values() if one["source_transaction"] == charge["id"]]
        refunds = [one for one in self.refunds.values() if one["charge"] == charge["id"] and one["status"] != "failed"]
        verdict = rules.transfer_verdict(
            amount,
            paid=charge["amount"],
            moved=sum(one["amount"] - one["amount_reversed"] for one in moved),
            refunded=sum(one["amount"] for one in refunds),
        )
        if verdict:
            raise No("balance_insufficient")
        return self._move(sent, amount, max(dt.datetime.fromtimestamp(line["available_on"], dt.UTC), self.now))

    def _transfer_from_balance(self, sent: Thing, amount: int) -> Thing:
        """Without a charge it leaves what is available in its currency, or is refused."""
        there = [one["amount"] for one in self.balance()["available"] if one["currency"] == sent["currency"]]
        if amount > sum(there):
            raise No("balance_insufficient")
        return self._move(sent, amount, self.now)

    def _move(self, sent: Thing, amount: int, at: dt.datetime) -> Thing:
        ref, account = self._ref("tr"), sent["destination"]
        self.transfers[ref] = {
            "id": ref, "object": "transfer", "amount": amount, "amount_reversed": 0, "currency": sent["currency"],
            "destination": account, "source_transaction": sent.get("source_transaction"),
            "metadata": sent.get("metadata", {}), "transfer_group": sent["transfer_group"], "created": self._stamp,
            "reversed": False,
        }  # fmt: skip
        self._book("", "transfer", -amount, 0, ref, at, sent["currency"])
        self._book(account, "payment", amount, 0, ref, at, sent["currency"])
        self._tell("transfer.created", self.transfers[ref])
        return _shown(self.transfers[ref])

    def _reverse(self, transfer_ref: str, sent: Thing, _: str) -> Thing:
        moved = self.transfers[transfer_ref]
        verdict = rules.reversal_verdict(
            int(sent["amount"]),
            moved=moved["amount"] - moved["amount_reversed"],
            there=self.available(moved["destination"]),
        )
        if verdict:
            raise No("balance_insufficient" if verdict == rules.SHORT else "transfer_already_reversed")
        ref = self._ref("trr")
        self.reversals[ref] = {
            "id": ref, "object": "transfer_reversal", "amount": int(sent["amount"]), "transfer": transfer_ref,
            "metadata": sent.get("metadata", {}), "currency": moved["currency"], "created": self._stamp,
        }  # fmt: skip
        moved["amount_reversed"] += int(sent["amount"])
        self._book("", "transfer_refund", int(sent["amount"]), 0, ref)
        self._book(moved["destination"], "payment_refund", -int(sent["amount"]), 0, ref)
        self._tell("transfer.reversed", moved)
        return _shown(self.reversals[ref])

    def _pay_out(self, sent: Thing, account: str) -> Thing:
        assert account, "a payout to an intern is made in the intern's own account"
        about, amount = self.accounts[account], int(sent["amount"])
        if not about["payouts_enabled"]:
            raise No("payouts_not_allowed")
        if self._behaviour(account) == "refused":
            raise No("account_refused")
        if amount > self.available(account):
            raise No("balance_insufficient")
        if sent["method"] == "instant" and self.instant_is_full:
            raise No("instant_payouts_limit_exceeded")
        plan = rules.payout_plan(self._behaviour(account), self.now)
        ref = self._ref("po")
        self.payouts[ref] = {
            "id": ref, "object": "payout", "amount": amount, "currency": sent["currency"], "status": "pending",
            "method": sent["method"], "metadata": sent.get("metadata", {}), "created": self._stamp,
            "arrival_date": int(plan.ends_at.timestamp()), "description": sent.get("description"),
            "statement_descriptor": sent.get("statement_descriptor"), "automatic": False,
            "failure_code": None, "_account": account, "_ends_at": plan.ends_at,
        }  # fmt: skip
        self._book(account, "payout", -amount, 0, ref)
        self._tell("payout.created", self.payouts[ref], account)
        return _shown(self.payouts[ref])

    def _shown_payout(self, ref: str, sent: Thing, account: str) -> Thing:
        if ref not in self.payouts or self.payouts[ref]["_account"] != account:
            raise No("resource_missing", 404)
        return _shown(self.payouts[ref])

    def fail_payout(self, ref: str, code: str = "account_closed") -> None:
        """The bank sends it back, be it days after it was called paid."""
        payout = self.payouts[ref]
        payout["status"], payout["failure_code"] = "failed", code
        self._book(payout["_account"], "payout_failure", payout["amount"], 0, ref)
        self._tell("payout.failed", payout, payout["_account"], rules.TOLD.get(self._behaviour(payout["_account"]), 1))

    def fail_refund(self, ref: str, reason: str = "expired_or_canceled_card") -> None:
        refund = self.refunds[ref]
        if refund["_booked"]:
            self._book("", "refund_failure", refund["amount"], 0, ref)
        refund["status"], refund["failure_reason"] = "failed", reason
        self._tell("refund.failed", refund)

    # --- disputes -----------------------------------------------------------------------------------

    def dispute(self, charge: str, amount: int | None = None) -> str:
        """The payer's bank takes a payment back, and Stripe its fee."""
        about, ref = self.charges[charge], self._ref("dp")
        self.disputes[ref] = {
            "id": ref, "object": "dispute", "amount": amount or about["amount"], "currency": about["currency"],
            "charge": charge, "payment_intent": about["payment_intent"], "status": "needs_response", "metadata": {},
            "reason": "fraudulent", "evidence_details": {"due_by": self._stamp + 7 * 86400}, "created": self._stamp,
        }  # fmt: skip
        self._tell("charge.dispute.created", self.disputes[ref])
        self._book("", "adjustment", -self.disputes[ref]["amount"], DISPUTE_FEE, ref)
        self._tell("charge.dispute.funds_withdrawn", self.disputes[ref])
        return ref

    def close_dispute(self, ref: str, *, won: bool) -> None:
        dispute = self.disputes[ref]
        dispute["status"] = "won" if won else "lost"
        if won:
            self._book("", "adjustment", dispute["amount"], -DISPUTE_FEE, ref)
            self._tell("charge.dispute.funds_reinstated", dispute)
        self._tell("charge.dispute.closed", dispute)

    def _shown_dispute(self, ref: str) -> Thing:
        dispute = self._one(self.disputes, ref)
        lines = [self._line_shown(line) for line in self.lines if line["source"] == ref]
        return dispute | {
            "balance_transactions": lines, "payment_intent": _shown(self.intents[dispute["payment_intent"]])
        }  # fmt: skip

    # --- time passes ----------------------------------------------------------------------------------

    def sweep(self) -> None:
        """Make what is due happen: money becomes available, payouts and refunds end."""
        for charge in self.charges.values():
            line = next(one for one in self.lines if one["source"] == charge["id"])
            if not charge["_told_available"] and line["available_on"] <= self._stamp:
                charge["_told_available"] = True
                self._tell("balance.available", {"object": "balance", **self.balance()})
        for payout in self.payouts.values():
            if payout["status"] == "pending" and payout["_ends_at"] <= self.now:
                behaviour = self._behaviour(payout["_account"])
                state, failure = rules.payout_ends(behaviour)
                if state == "arrived":
                    payout["status"] = "paid"
                    self._tell("payout.paid", payout, payout["_account"], rules.TOLD.get(behaviour, 1))
                else:
                    self.fail_payout(payout["id"], failure)
        for refund in self.refunds.values():
            if refund["status"] == "pending" and refund["_ends_at"] <= self.now:
                refund["status"], refund["_booked"] = "succeeded", True
                paid = next(one for one in self.lines if one["source"] == refund["charge"])["currency"]
                amount = refund["amount"] if paid == refund["currency"] else self._exchanged(refund["amount"])
                line = self._book("", "refund", -amount, 0, refund["id"], currency=paid)
                refund["balance_transaction"] = line["id"]
                self._tell("refund.updated", refund)

    def took_in(self) -> int:
        """Return what payers have paid, less what went back to them."""
        back = sum(one["amount"] for one in self.refunds.values() if one["status"] == "succeeded")
        return sum(one["amount"] for one in self.charges.values()) - int(back)

    def banks_got(self, account: str) -> int:
        """Return what has arrived at an intern's bank."""
        mine = [one for one in self.payouts.values() if one["_account"] == account and one["status"] == "paid"]
        return sum(one["amount"] for one in mine)


def _shown(thing: Thing) -> Thing:
    """Return a copy without what only this file knows."""
    return json.loads(
        json.dumps({name: value for name, value in thing.items() if not name.startswith("_")}, default=str)
    )

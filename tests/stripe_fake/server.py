"""The fake itself: addresses, idempotency keys, lost answers, and time that passes."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

import stripe

from foretaste.money.providers import bank_rules as rules
from tests.stripe_fake import parameters
from tests.stripe_fake.books import No, Thing
from tests.stripe_fake.disputes import Disputes
from tests.stripe_fake.paying_in import PayingIn
from tests.stripe_fake.paying_out import PayingOut

KEYS_ARE_KEPT = dt.timedelta(hours=24)


class StripeFake(PayingIn, PayingOut, Disputes):
    """Give it to the adapter as its transport. `lose` makes the next answers vanish: "before" or "after" the effect."""

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

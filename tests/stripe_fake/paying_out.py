"""Money out: people's accounts, transfers to them and back, and payouts to their banks."""

from __future__ import annotations

import datetime as dt

from foretaste.money.providers import bank_rules as rules
from tests.stripe_fake.books import Books, No, Thing, shown


class PayingOut(Books):
    """What an intern meets, and what they do on Stripe's own pages."""

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
        return shown(self.accounts[ref])

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
        return shown(self.transfers[ref])

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
        return shown(self.reversals[ref])

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
        return shown(self.payouts[ref])

    def _shown_payout(self, ref: str, sent: Thing, account: str) -> Thing:
        if ref not in self.payouts or self.payouts[ref]["_account"] != account:
            raise No("resource_missing", 404)
        return shown(self.payouts[ref])

    def fail_payout(self, ref: str, code: str = "account_closed") -> None:
        """The bank sends it back, be it days after it was called paid."""
        payout = self.payouts[ref]
        payout["status"], payout["failure_code"] = "failed", code
        self._book(payout["_account"], "payout_failure", payout["amount"], 0, ref)
        self._tell("payout.failed", payout, payout["_account"], rules.TOLD.get(self._behaviour(payout["_account"]), 1))

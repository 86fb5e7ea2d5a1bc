"""What the fake keeps: objects by their kind, lines of balances, and the events it has told."""

from __future__ import annotations

import datetime as dt
import itertools
import json
from decimal import Decimal
from typing import Any

import stripe

from foretaste.core import calendars

Thing = dict[str, Any]


class No(Exception):
    """An answer of Stripe's other than 200."""

    def __init__(self, code: str, status: int = 400, **more: Any) -> None:
        super().__init__(code)
        self.status = status
        self.body = {"error": {"type": "invalid_request_error", "code": code, "message": code, **more}}


def shown(thing: Thing) -> Thing:
    """Return a copy without what only the fake knows."""
    return json.loads(
        json.dumps({name: value for name, value in thing.items() if not name.startswith("_")}, default=str)
    )


class Books(stripe.HTTPClient):
    """The objects of one Stripe, and its money: whoever pays in, is paid out or disputes writes here."""

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
        return shown(among[ref])

    def _list(self, things: Any, sent: Thing, *by: str) -> Thing:
        found = [one for one in things if all(one.get(name) == sent[name] for name in by if name in sent)]
        if "gte" in sent.get("created", {}):
            found = [one for one in found if one["created"] >= int(sent["created"]["gte"])]
        found = sorted(found, key=lambda one: one["id"], reverse=True)
        if "starting_after" in sent:
            found = [one for one in found if one["id"] < sent["starting_after"]]
        limit = int(sent.get("limit", 10))
        page = [shown(one) for one in found[:limit]]
        return {"object": "list", "data": page, "has_more": len(found) > limit, "url": "/v1/list"}

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

    def _line_shown(self, line: Thing) -> Thing:
        ready = line["available_on"] <= self._stamp
        return shown(line) | {"status": "available" if ready else "pending"}

    def _list_lines(self, sent: Thing, account: str) -> Thing:
        listed = self._list([line for line in self.lines if line["_account"] == account], sent)
        everything = {
            **self.charges, **self.refunds, **self.transfers, **self.reversals, **self.payouts, **self.disputes
        }  # fmt: skip
        for line in listed["data"]:
            line["status"] = "available" if line["available_on"] <= self._stamp else "pending"
            if line["source"] in everything:
                line["source"] = shown(everything[line["source"]])
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
            "data": {"object": shown(about)}, **({"account": account} if account else {}),
        }  # fmt: skip
        self.events += [("connect" if account else "", json.dumps(event).encode())] * times

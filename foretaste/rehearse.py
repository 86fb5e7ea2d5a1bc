"""`foretaste rehearse`: a complete life over the public API of a running instance, with sandbox money.

Post, fund, apply, offer, sign, check in, end; then every sum is held against figures worked out here by hand,
not by the instance. On a demo instance it moves the demo's clock and makes people of its own. Elsewhere the
clock is the world's: only what needs no moving can be rehearsed, with the tokens named in the environment
(FORETASTE_COMPANY_TOKEN, FORETASTE_INTERN_TOKEN, FORETASTE_HOST: a colleague's public id).
"""

from __future__ import annotations

import datetime as dt
import os
import re
import time
import uuid
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

import httpx

ZONE = "Europe/London"
PAY, BONUS, KILL_FEE = 13_000, (6_000, 6_000, 0), 13_000  # pence: three days at £130.00
CARD = "4242 4242 4242 4242"
ACCOUNT = {"holder": "A rehearsal", "country": "GB", "number": "GB29 NWBK 6016 1331 9268 19"}
PATIENCE = 90.0  # seconds to wait for the worker
DEMO_ONLY = "the clock of this instance is the world's, and a rehearsal never waits for days: use a demo instance"


@dataclass(frozen=True)
class Expected:
    """What an ending must pay, from the law's table: days and bonus are whole pence."""

    ending: str
    paid: int


EXPECTED = {
    "completion": Expected("completion", 3 * PAY),
    "exit": Expected("exit", PAY + BONUS[0]),
    "exit-between-days": Expected("exit_between_days", PAY + BONUS[0]),
    "exit-before-start": Expected("exit_before_start", 0),
    "company-withdraws": Expected("company_withdraws", KILL_FEE),
    "company-withdraws-late": Expected("company_withdraws_late", 3 * PAY),
    "early-end": Expected("early_end", 3 * PAY),
    "intern-no-show": Expected("intern_no_show", PAY),
    "company-no-show": Expected("company_no_show", 3 * PAY),
    "told-to-leave": Expected("told_to_leave", 3 * PAY),
    "sent-away": Expected("sent_away", 3 * PAY),
}
WITHOUT_MOVING_TIME = {"exit-before-start", "company-withdraws"}


class Off(Exception):
    """A cent or a state is not what the law says, or the instance refused what it should take."""


def rehearse(*, url: str, ending: str, say: Callable[[str], None]) -> int:
    """Live one life; print its timeline, ledger and statement; return 0, or 1 when something is off."""
    try:
        with httpx.Client(base_url=url, timeout=180, follow_redirects=False) as client:
            Rehearsal(client, ending, say).live()
    except Off as off:
        say(f"{ending}: OFF. {off}")
        return 1
    except httpx.HTTPError as error:
        say(f"{ending}: the instance at {url} can't be reached: {error}")
        return 1
    say(f"{ending}: every cent and every state is right.")
    return 0


class Rehearsal:
    """One life."""

    def __init__(self, client: httpx.Client, ending: str, say: Callable[[str], None]) -> None:
        self.client, self.ending, self.say = client, ending, say
        self.expected = EXPECTED[ending]
        self.tokens: dict[str, str] = {}
        self.is_demo = False
        self.trial = ""
        self.days: list[dt.date] = []
        self.fee_basis_points = 0

    # --- asking ---------------------------------------------------------------------------------
    def ask(self, who: str, method: str, path: str, body: Any = None, *, status: int = 200) -> Any:
        """Ask the API as somebody; anything but the expected status is off."""
        headers = {"Authorization": f"Bearer {self.tokens[who]}"} if who else {}
        if method != "GET":
            headers["Idempotency-Key"] = str(uuid.uuid4())
        answer = self.client.request(method, f"/api/v1{path}", json=body, headers=headers)
        if answer.status_code != status:
            raise Off(f"{method} {path} as {who or 'nobody'} answered {answer.status_code}: {answer.text[:400]}")
        return answer.json()

    def note(self, text: str) -> None:
        self.say(f"  {self.now():%a %d %b %H:%M} UTC  {text}")

    def now(self) -> dt.datetime:
        if not self.is_demo:
            return dt.datetime.now(dt.UTC)
        return dt.datetime.fromisoformat(self.ask("", "GET", "/demo/clock")["now"])

    def move_to(self, moment: dt.datetime) -> None:
        if not self.is_demo:
            raise Off(DEMO_ONLY)
        if moment > self.now():
            self.ask("", "POST", "/demo/clock", {"to": moment.isoformat()})

    def until(self, what: str, is_so: Callable[[], bool]) -> None:
        """Wait for the worker."""
        deadline = time.monotonic() + PATIENCE
        while not is_so():
            if time.monotonic() > deadline:
                raise Off(f"waited {PATIENCE:.0f} s in vain for: {what}. Is the worker running?")
            time.sleep(0.3)

    def at(self, day: int, clock: str) -> dt.datetime:
        wall = dt.datetime.combine(self.days[day - 1], dt.time.fromisoformat(clock), tzinfo=ZoneInfo(ZONE))
        return wall.astimezone(dt.UTC)

    # --- the life -------------------------------------------------------------------------------
    def live(self) -> None:
        self.say(f"Rehearsing: {self.ending}")
        self.find_people()
        opportunity = self.post()
        self.fund(opportunity)
        self.agree(opportunity)
        getattr(self, self.ending.replace("-", "_"))()
        self.check()

    def find_people(self) -> None:
        answer = self.client.get("/api/v1/demo/clock")
        self.is_demo = answer.status_code == 200
        if self.is_demo:
            self.tokens = self.ask("", "POST", "/demo/people", {"country": "GB", "city": "Bristol"}, status=201)
            return
        if self.ending not in WITHOUT_MOVING_TIME:
            raise Off(DEMO_ONLY)
        names = {"company": "FORETASTE_COMPANY_TOKEN", "intern": "FORETASTE_INTERN_TOKEN", "host": "FORETASTE_HOST"}
        missing = [variable for variable in names.values() if variable not in os.environ]
        if missing:
            raise Off(f"this is no demo instance: set {', '.join(missing)}")
        self.tokens = {who: os.environ[variable] for who, variable in names.items()}

    def post(self) -> str:
        today = self.now().astimezone(ZoneInfo(ZONE)).date()
        day = today + dt.timedelta(days=4)
        while len(self.days) < 3:
            if day.weekday() < 5:
                self.days.append(day)
            day += dt.timedelta(days=1)
        opportunity: str = self.ask(
            "company",
            "POST",
            "/company/opportunities",
            {
                "title": "A rehearsal of three days",
                "summary": "Sort one list, show it, and say what you think.",
                "brief": "Two hundred names need an order that a stranger understands. Find it and explain it.",
                "deliverable": "The list in its order, and half a page on why.",
                "field": "operations",
                "skills": ["sorting"],
                "place_kind": "onsite",
                "country": "GB",
                "city": "Bristol",
                "address": "1 Rehearsal Row",
                "time_zone": ZONE,
            },
            status=201,
        )["id"]
        path = f"/company/opportunities/{opportunity}"
        titles = ("Look", "Sort", "Show")
        self.ask(
            "company",
            "PUT",
            f"{path}/days",
            {
                "days": [
                    {
                        "on": on.isoformat(),
                        "starts": "09:00",
                        "ends": "16:00",
                        "break_minutes": 60,
                        "title": title,
                        "plan": f"{title}, with somebody to ask.",
                    }
                    for on, title in zip(self.days, titles, strict=True)
                ],
                "answer_by": (self.days[0] - dt.timedelta(days=1)).isoformat(),
            },
        )
        self.ask("company", "PUT", f"{path}/people", {"host": self.tokens["host"], "host_does": "Hosts rehearsals"})
        self.ask(
            "company",
            "PUT",
            f"{path}/pay",
            {
                "currency": "GBP",
                "daily_pay_minor": PAY,
                "exit_bonus_minor": list(BONUS),
                "kill_fee_minor": KILL_FEE,
            },
        )
        self.ask("company", "PUT", f"{path}/rules", {})
        self.note(f"posted: three days from {self.days[0]:%d %B}, £130.00 a day")
        return opportunity

    def fund(self, opportunity: str) -> None:
        order = self.ask(
            "company", "POST", f"/company/opportunities/{opportunity}/funding", {"method": "card"}, status=201
        )
        self.pay_by_card(order)
        self.until(
            "the payment becomes available and the posting opens",
            lambda: (
                self.ask("company", "GET", f"/funding/{order['id']}")["state"] == "available"
                and self.ask("company", "GET", f"/company/opportunities/{opportunity}")["state"] == "published"
            ),
        )
        self.note(f"funded: £{order['amount_minor'] / 100:.2f} is held, and the posting is open")

    def pay_by_card(self, order: dict[str, Any]) -> None:
        """Pay on the sandbox bank's page, as a person would."""
        if order["pay_url"] == "":
            self.until(
                "a page to pay on", lambda: bool(self.ask("company", "GET", f"/funding/{order['id']}")["pay_url"])
            )
            order = self.ask("company", "GET", f"/funding/{order['id']}")
        path = httpx.URL(order["pay_url"]).raw_path.decode()
        page = self.client.get(path)
        secret = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
        if page.status_code != 200 or secret is None:
            raise Off(f"the bank's page {path} answered {page.status_code}: is this instance's money the sandbox's?")
        sent = self.client.post(
            path,
            data={"csrfmiddlewaretoken": secret[1], "number": CARD},
            headers={"Referer": str(page.url)},
        )
        if sent.status_code not in {302, 303}:
            raise Off(f"the bank's page answered {sent.status_code} to a card that works")

    def agree(self, opportunity: str) -> None:
        self.ask("intern", "PUT", "/payout-account", ACCOUNT)
        application = self.ask(
            "intern",
            "POST",
            f"/opportunities/{opportunity}/applications",
            {
                "answer_why": "To see whether all of this holds.",
                "answer_try": "Every ending, one after the other.",
                "answer_about": "I count twice.",
            },
            status=201,
        )["id"]
        offer = self.ask("company", "POST", f"/applications/{application}/offer", {}, status=201)
        self.fee_basis_points = int(offer["terms"]["fee_basis_points"])
        trial = self.ask("intern", "POST", f"/offers/{offer['id']}/agreement", status=201)
        self.trial = trial["id"]
        if not trial["carries_bonus"]:
            raise Off("a first agreement carries the exit bonus, and this one does not")
        self.note(f"agreed: both signed {offer['sha256'][:12]}…")

    # --- how it ends ----------------------------------------------------------------------------
    def start(self, day: int) -> None:
        self.move_to(self.at(day, "08:50"))
        self.ask("intern", "POST", f"/trials/{self.trial}/check-ins", {"day": day}, status=201)
        self.note(f"day {day}: I am here")

    def leave(self) -> None:
        shown = self.ask("intern", "GET", f"/trials/{self.trial}/exit")["expected_minor"]
        left = self.ask("intern", "POST", f"/trials/{self.trial}/exit", {"expected_minor": shown})
        if left["paid_minor"] != shown:
            raise Off(f"the exit showed {shown} and paid {left['paid_minor']}")
        self.note(f"left with £{shown / 100:.2f}")

    def end(self, path: str, reason: str = "") -> None:
        self.ask("company", "POST", f"/trials/{self.trial}/{path}", {"reason": reason})
        self.note(f"the company: {path}")

    def rule_for_the_intern(self, case: str) -> None:
        self.ask(
            "operator", "POST", f"/cases/{case}/ruling", {"outcome": "for_intern", "reason": "The messages show it."}
        )
        self.note("the operator decided: for the intern")

    def completion(self) -> None:
        for day in (1, 2, 3):
            self.start(day)
        self.move_to(self.at(3, "16:01"))

    def exit(self) -> None:
        self.start(1)
        self.move_to(self.at(1, "11:00"))
        self.leave()

    def exit_between_days(self) -> None:
        self.start(1)
        self.move_to(self.at(1, "20:00"))
        self.leave()

    def exit_before_start(self) -> None:
        self.leave()

    def company_withdraws(self) -> None:
        self.end("withdrawal")

    def company_withdraws_late(self) -> None:
        self.move_to(self.at(1, "09:00") - dt.timedelta(hours=10))
        self.end("withdrawal")

    def early_end(self) -> None:
        self.start(1)
        self.move_to(self.at(1, "12:00"))
        self.end("early-end")

    def intern_no_show(self) -> None:
        self.start(1)
        self.move_to(self.at(3, "16:00") + dt.timedelta(hours=49))

    def company_no_show(self) -> None:
        self.start(1)
        self.move_to(self.at(1, "09:40"))
        self.ask(
            "intern", "POST", f"/trials/{self.trial}/no-shows", {"day": 1, "reason": "The door is shut."}, status=201
        )
        self.note("nobody is here")
        self.move_to(self.at(1, "11:45"))

    def told_to_leave(self) -> None:
        self.start(1)
        self.move_to(self.at(1, "11:00"))
        self.leave()
        said = {"reason": "They said there was nothing more for me to do."}
        case = self.ask("intern", "POST", f"/trials/{self.trial}/told-to-leave", said, status=201)["id"]
        self.note("I was told to leave")
        self.rule_for_the_intern(case)

    def sent_away(self) -> None:
        self.start(1)
        self.move_to(self.at(1, "12:00"))
        self.end("sending-away", "A rehearsed reason of safety.")
        held = self.ask("intern", "GET", f"/trials/{self.trial}")["held_minor"]
        if held != 2 * PAY + self.fee_on(3 * PAY) - self.fee_on(PAY):
            raise Off(f"{held} is held after sending away")
        self.rule_for_the_intern(self.ask("operator", "GET", f"/trials/{self.trial}/cases")[0]["id"])

    # --- counting -------------------------------------------------------------------------------
    def fee_on(self, paid: int) -> int:
        return paid * self.fee_basis_points // 10_000

    def check(self) -> None:
        """Hold states, sums, ledger and payouts against the figures worked out by hand."""
        trial = self.ask("intern", "GET", f"/trials/{self.trial}")
        fund = 3 * PAY + self.fee_on(3 * PAY)
        paid, fee = self.expected.paid, self.fee_on(self.expected.paid)
        wanted = {
            "state": "ended",
            "ending": self.expected.ending,
            "paid_minor": paid,
            "fee_minor": fee,
            "back_minor": fund - paid - fee,
            "held_minor": 0,
        }
        found = {name: trial[name] for name in wanted}
        if found != wanted:
            raise Off(f"the trial says {found}, the law {wanted}")
        if self.is_demo:
            self.let_money_arrive(paid)
        self.check_ledger(paid, fee, fund)
        self.print_statement(paid, fee, fund)

    def let_money_arrive(self, paid: int) -> None:
        """Move past the waits, and see the whole pay arrive at the intern's bank."""

        def arrived() -> bool:
            payouts = self.ask("intern", "GET", "/payouts?limit=100")["items"]
            if payouts and any(one["state"] == "sent" for one in payouts):
                self.move_to(self.now() + dt.timedelta(hours=1))
            return bool(sum(one["amount_minor"] for one in payouts if one["state"] == "arrived") == paid)

        self.until("the pay arrives", arrived)
        if paid:
            self.note(f"arrived: £{paid / 100:.2f}")
        self.move_to(self.now() + dt.timedelta(hours=25))
        self.until("nothing is left in the trial's accounts", lambda: not self.left_in_the_trial())

    def left_in_the_trial(self) -> dict[str, int]:
        """Return what the trial's own accounts still hold."""
        sums: dict[str, int] = defaultdict(int)
        for line in self.ask("operator" if self.is_demo else "company", "GET", f"/trials/{self.trial}/ledger"):
            if line["account"].startswith("trial:"):
                sums[line["account"]] += line["amount_minor"]
        return {account: minor for account, minor in sums.items() if minor}

    def check_ledger(self, paid: int, fee: int, fund: int) -> None:
        lines = self.ask("operator" if self.is_demo else "company", "GET", f"/trials/{self.trial}/ledger")
        self.say("  ledger:")
        balance: dict[int, int] = defaultdict(int)
        moved: dict[str, int] = defaultdict(int)
        for line in lines:
            balance[line["transfer"]] += line["amount_minor"]
            kind = ":".join(line["account"].split(":")[:2])
            moved[kind] += line["amount_minor"] if line["amount_minor"] > 0 else 0
            self.say(
                f"    {line['transfer']:>7}  {line['movement']:<24} {line['account']:<40} {line['amount_minor']:>9}"
            )
        if any(balance.values()):
            raise Off("a transfer does not balance")
        if moved["intern:earned"] != paid:
            raise Off(f"the ledger gave the intern {moved['intern:earned']}, the law {paid}")
        if moved["op:fees"] != fee:
            raise Off(f"the ledger took a fee of {moved['op:fees']}, the law {fee}")

    def print_statement(self, paid: int, fee: int, fund: int) -> None:
        statement = self.ask("intern", "GET", f"/trials/{self.trial}/statement")
        self.say("  statement:")
        for line in statement["lines"]:
            if line["to_intern"]:
                self.say(f"    {line['label']:<40} {line['amount_minor'] / 100:>9.2f} {statement['currency']}")
        self.say(f"    {'Paid to the intern':<40} {statement['paid_minor'] / 100:>9.2f} {statement['currency']}")
        lines = sum(line["amount_minor"] for line in statement["lines"] if line["to_intern"])
        if (lines, statement["paid_minor"], statement["fee_minor"], statement["fund_minor"]) != (paid, paid, fee, fund):
            raise Off(f"the statement says {statement}")

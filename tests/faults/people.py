"""What people do in a history: fund, ask, sign, come, leave, quarrel, and say where to be paid.

Whoever gets no answer sends the same command again. Much of it comes too late or makes no sense, and is refused.
"""

from __future__ import annotations

import datetime as dt
import random
import uuid
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from foretaste.accounts.actors import Actor
from foretaste.core.calendars import at_time
from foretaste.core.refusals import Refused
from foretaste.money import actions as money
from foretaste.money.models import BankCharge, BankRefund, FundingOrder
from foretaste.money.providers import sandbox
from foretaste.opportunities import actions as opportunities
from foretaste.opportunities.models import Application, Offer, Seat
from foretaste.trials import actions as trials
from foretaste.trials import queries as trial_queries
from foretaste.trials.models import Case, DayMove, Trial, TrialDay
from tests.faults.faults import Crash, Faults
from tests.faults.operators import Operators
from tests.faults.world import Cast, Shape

CARDS = ("4242424242424242",) * 5 + (
    "4000000000000341",
    "4000000000000119",
    "4000000000000259",
    "4000000000005126",
    "4000000000007726",
    "4000000000000002",
)
ENDS = ("0009",) * 4 + ("0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008")  # of account numbers
MAY_SAY = {  # nothing else stands in the way of a check-in or an exit
    "check_in": {"TheTrialHasEnded", "CheckInIsNotOpenYet", "TheDayIsOver"},
    "mark_arrived": {"TheTrialHasEnded", "CheckInIsNotOpenYet", "TheDayIsOver"},
    "exit_trial": {"TheTrialHasEnded", "TheSumHasChanged"},
}
MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)


class People(Operators):
    """The part of a history that interns and companies play. `History` brings time, jobs and the bank."""

    cast: Cast
    rng: random.Random
    now: dt.datetime
    order: int
    quiet: bool
    faults: Faults
    asked: dict[tuple[str, str], list[dt.datetime]]
    done: set[tuple[str, str]]
    rulings: dict[str, int | None]
    lives: dict[str, tuple[int, Shape, int]]
    by_hand: dict[uuid.UUID, int]
    at: Callable[..., None]
    note: Callable[[str], None]
    after: Callable[[float, float], dt.datetime]
    _troubled: Callable[[str, BaseException], None]
    _a_new_process: Callable[[], None]

    # --- people send commands -----------------------------------------------------------------------

    def send(self, action: Callable[..., Any], about: str = "", **how: Any) -> Any:
        """Send a command until there is an answer, and sometimes once more after it; return the answer or None."""
        name = action.__name__
        answer = None
        for _ in range(12):
            self.asked.setdefault((name, about), []).append(self.now)
            try:
                with at_time(self.now):
                    answer = action(**how, at=self.now)
            except Refused as no:
                self.note(f"  {name} {about}: refused, {type(no).__name__}")
                if type(no).__name__ not in MAY_SAY.get(name, {type(no).__name__}):
                    self._troubled(f"{name} {about}", no)
                return answer
            except Crash:
                self._a_new_process()
                continue
            except Exception as error:
                self._troubled(f"{name} {about}", error)
                return answer
            self.note(f"  {name} {about}: done")
            self.done.add((name, about))
            if self.quiet or self.rng.random() > 0.12:
                return answer
        return answer

    def _begin(self) -> None:
        chosen = self.rng.sample(self.cast.drafts, self.rng.choice([1, 1, 2, 3]))
        for company, shape, week, opportunity in chosen:
            self.lives[opportunity] = company, shape, week
            self.at(
                self.after(0, 48),
                f"company {company} funds {opportunity} ({shape.currency}, {shape.days} days)",
                lambda o=opportunity: self._fund(o, 3),
            )
            for _seat in range(shape.seats if self.rng.random() < 0.4 else 1):
                intern = self.rng.randrange(len(self.cast.interns))
                self.at(
                    self.after(20, 96),
                    f"intern {intern} asks for {opportunity}",
                    lambda o=opportunity, i=intern: self._ask(o, i, 6),
                )
            if shape.seats > 1 and self.rng.random() < 0.3:
                self.at(
                    self.after(60, 160),
                    f"company {company} withdraws a seat of {opportunity}",
                    lambda o=opportunity: self._withdraw_seat(o),
                )
        for _time in range(self.rng.choice([0, 0, 1, 2])):
            company, currency = self.rng.choice(chosen)[:2]
            self.at(
                self.after(24 * 5, 24 * 28),
                f"the operator puts something right for company {company}",
                lambda c=company, s=currency: self._correct(c, s.currency),
            )
        for intern in range(len(self.cast.interns)):
            if self.rng.random() < 0.75:
                self.at(
                    self.after(0, 24 * 14),
                    f"intern {intern} says where to be paid",
                    lambda i=intern: self._account(i, self.rng.choice(ENDS)),
                )

    # --- a company funds ----------------------------------------------------------------------------

    def _fund(self, opportunity: str, tries: int) -> None:
        company = self.cast.companies[self.lives[opportunity][0]]
        method = self.rng.choice(["card", "bank_transfer"])
        self.send(opportunities.fund_seats, opportunity, opportunity_id=opportunity, method=method, by=company)
        orders = Seat.objects.filter(opportunity__public_id=opportunity).exclude(funding_order="")
        for order in FundingOrder.objects.filter(
            public_id__in=orders.values("funding_order"), state=FundingOrder.State.STARTED
        ):
            ref = order.pay_url.split("/")[3]
            self.at(
                self.after(0, 30),
                f"company pays order {order.public_id} by {method}",
                lambda r=ref, m=method: self._pay(r, m),
            )
        if tries > 1:
            self.at(
                self.after(24, 48),
                f"company looks whether {opportunity} is funded",
                lambda: self._fund_again(opportunity, tries - 1),
            )

    def _fund_again(self, opportunity: str, tries: int) -> None:
        if Seat.objects.filter(opportunity__public_id=opportunity, state=Seat.State.UNFUNDED).exists():
            self._fund(opportunity, tries)

    def _pay(self, ref: str, method: str) -> None:
        with self.faults.at_the_bank(), suppress(Refused):
            if method == "card":
                card = self.rng.choice(CARDS)
                sandbox.pay_by_card(ref=ref, number=card, at=self.now)
                self.note(f"  paid with {card}")
            else:
                self._transfer(ref)
        if self.rng.random() < 0.2:
            self.at(self.after(5, 24 * 18), f"the payer disputes {ref}", lambda: self._dispute(ref))
        if self.rng.random() < 0.06:
            self.at(self.after(24, 24 * 12), f"somebody refunds {ref} by hand", lambda: self._refund_by_hand(ref))

    def _transfer(self, ref: str) -> None:
        charge = sandbox.charge_of(ref)
        end = self.rng.choice(["2051", "2051", "2051", "0002", "0003", "0004"])
        account = f"DE021203000000002{end}"
        how = self.rng.choice(["whole", "whole", "short", "more", "never"])
        if how == "never":
            return
        sums = {"whole": [None], "short": [charge.amount_minor // 3, None], "more": [charge.amount_minor + 777]}[how]
        for amount in sums:
            sandbox.pay_by_transfer(ref=ref, at=self.now, amount_minor=amount, account_number=account)
        if how == "whole" and self.rng.random() < 0.1:  # and once more by mistake
            sandbox.pay_by_transfer(ref=ref, at=self.now, amount_minor=charge.amount_minor, account_number=account)
        self.note(f"  {how}, from an account that ends with {end}")

    def _dispute(self, ref: str) -> None:
        with self.faults.at_the_bank(), suppress(Refused):
            sandbox.dispute(ref=ref, at=self.now)
            won = self.rng.random() < 0.5
            self.note("  the bank takes it")
            self.at(
                self.after(20, 24 * 14),
                f"the dispute of {ref} is {'won' if won else 'lost'}",
                lambda: self._close_dispute(ref, won),
            )

    def _close_dispute(self, ref: str, won: bool) -> None:
        with self.faults.at_the_bank(), suppress(Refused):
            sandbox.close_dispute(ref=ref, won=won, at=self.now)

    def _refund_by_hand(self, ref: str) -> None:
        """Somebody refunds a part in the provider's dashboard: no operation of ours asked for it."""
        with self.faults.at_the_bank():
            charge = BankCharge.objects.filter(operation_id=ref, payments__arrived=True).first()
            if charge is None or charge.disputes.exists():
                return
            key = uuid.UUID(bytes=self.rng.randbytes(16), version=4)
            BankRefund.objects.create(
                operation_id=key,
                ref=f"re_{key.hex}",
                charge=charge,
                amount_minor=101,
                created_at=self.now,
                ends_at=self.now,
            )
            self.by_hand[key] = 101

    def _withdraw_seat(self, opportunity: str) -> None:
        company = self.cast.companies[self.lives[opportunity][0]]
        seat = Seat.objects.filter(opportunity__public_id=opportunity).order_by("-number").first()
        if seat is not None:
            self.send(opportunities.withdraw_seat, opportunity, seat_id=seat.public_id, by=company)

    # --- asking, offering, signing -------------------------------------------------------------------

    def _ask(self, opportunity: str, intern: int, tries: int) -> None:
        by = self.cast.interns[intern]
        words = dict.fromkeys(("answer_why", "answer_try", "answer_about"), "I like finding things out, a lot.")
        self.send(opportunities.apply, opportunity, opportunity_id=opportunity, by=by, **words)
        asked = Application.objects.filter(
            opportunity__public_id=opportunity, intern_id=by.person_id, state=Application.State.SUBMITTED
        ).first()
        if asked is None:
            if tries > 1:
                self.at(
                    self.after(8, 20),
                    f"intern {intern} asks again for {opportunity}",
                    lambda: self._ask(opportunity, intern, tries - 1),
                )
            return
        self.at(
            self.after(0, 20),
            f"the company welcomes intern {intern} to {opportunity}",
            lambda: self._offer(asked.public_id, opportunity, intern),
        )

    def _offer(self, application: str, opportunity: str, intern: int) -> None:
        company = self.cast.companies[self.lives[opportunity][0]]
        self.send(opportunities.make_offer, application, application_id=application, by=company)
        offer = Offer.objects.filter(application__public_id=application, state=Offer.State.OPEN).first()
        if offer is None:
            return
        how = self.rng.choice(["sign"] * 8 + ["decline", "silence"])
        by = self.cast.interns[intern]
        if how == "decline":
            self.at(
                self.after(1, 30),
                f"intern {intern} declines {opportunity}",
                lambda: self.send(opportunities.decline_offer, offer.public_id, offer_id=offer.public_id, by=by),
            )
        elif how == "sign":
            self.at(
                self.after(1, 30),
                f"intern {intern} signs {opportunity}",
                lambda: self._sign(offer.public_id, opportunity, intern),
            )

    def _sign(self, offer: str, opportunity: str, intern: int) -> None:
        by = self.cast.interns[intern]
        self.send(trials.agree, offer, offer_id=offer, by=by)
        trial = Trial.objects.filter(offer_id=offer).first()
        if trial is not None:
            self._script(trial.public_id, opportunity, intern)

    # --- living a trial -----------------------------------------------------------------------------

    def _script(self, trial: str, opportunity: str, intern: int) -> None:
        """Write down what the two will try: some of it will be refused."""
        number, shape, week = self.lives[opportunity]
        rng, by, company = self.rng, self.cast.interns[intern], self.cast.companies[number]
        begins = [shape.moment(week, day, shape.starts) for day in range(1, shape.days + 1)]
        night = DAY if shape.ends < shape.starts else dt.timedelta()
        ends = [shape.moment(week, day, shape.ends) + night for day in range(1, shape.days + 1)]
        last = rng.randint(1, shape.days)
        how = rng.choice(
            [
                "complete",
                "complete",
                "complete",
                "exit",
                "exit",
                "exit",
                "between",
                "before",
                "told",
                "told",
                "withdraw",
                "withdraw_late",
                "end_early",
                "end_early",
                "send_away",
                "send_away",
                "absent",
                "absent",
                "missing",
                "claim",
                "claim",
            ]
        )
        self.note(f"  trial {trial}: intern {intern}, company {number}, {how} on day {last}")
        days = range(1, shape.days + 1)
        if how in ("exit", "between", "told", "end_early", "send_away", "absent"):
            days = range(1, last + 1)
        elif how in ("before", "withdraw", "withdraw_late"):
            days = range(0)
        elif how == "missing":
            days = range(1, last)
        elif how == "claim":
            days = [day for day in days if day != last]
        for day in days:
            when = begins[day - 1] + dt.timedelta(minutes=rng.randint(-55, 20))
            who = company if rng.random() < 0.2 else by
            self.at(when, f"day {day} of {trial}", lambda d=day, w=who: self._arrive(trial, d, w))
        if rng.random() < 0.2:
            asks, answers = (by, company) if rng.random() < 0.5 else (company, by)
            self.at(
                begins[0] - rng.randint(1, 40) * HOUR,
                f"a day of {trial} is to move",
                lambda: self._move(trial, rng.randint(1, shape.days), asks, answers),
            )
        inside = dt.timedelta(minutes=rng.randint(21, 180))
        on_last, which = begins[last - 1] + inside, {"trial_id": trial}
        if how in ("exit", "told"):
            self.at(on_last, f"intern leaves {trial}", lambda: self._leave(trial, by))
        elif how == "between":
            self.at(
                ends[last - 1] + rng.choice([1, 3, 9]) * HOUR, f"intern leaves {trial}", lambda: self._leave(trial, by)
            )
        elif how == "before":
            self.at(
                max(self.now, begins[0] - rng.randint(2, 60) * HOUR),
                f"intern leaves {trial}",
                lambda: self._leave(trial, by),
            )
        elif how.startswith("withdraw"):
            hours = rng.randint(25, 60) if how == "withdraw" else rng.randint(1, 23)
            self.at(
                max(self.now, begins[0] - hours * HOUR),
                f"company withdraws {trial}",
                lambda: self.send(trials.withdraw_company, trial, by=company, **which),
            )
        elif how == "end_early":
            self.at(on_last, f"company ends {trial}", lambda: self.send(trials.end_early, trial, by=company, **which))
        elif how == "send_away":
            self.at(
                on_last,
                f"company sends away {trial}",
                lambda: self.send(trials.send_away, trial, reason="Unsafe.", by=company, **which),
            )
            self._decide_later(trial, 24 * 3, 24 * 12)
        elif how == "absent":
            self.at(
                begins[last - 1] + dt.timedelta(minutes=rng.randint(31, 200)),
                f"nobody is there for {trial}",
                lambda: self.send(trials.report_company_no_show, trial, day=last, by=by, **which),
            )
            if rng.random() < 0.7:
                self.at(
                    begins[last - 1] + rng.randint(201, 315) * MINUTE,
                    f"company answers for {trial}",
                    lambda: self._answer(trial, company),
                )
                if rng.random() < 0.6:
                    self.at(
                        begins[last - 1] + rng.randint(330, 500) * MINUTE,
                        f"intern leaves {trial}",
                        lambda: self._leave(trial, by),
                    )
                self._decide_later(trial, 24, 24 * 5)
        elif how == "claim":
            self.at(
                ends[last - 1] + rng.randint(1, 47) * HOUR,
                f"intern claims day {last} of {trial}",
                lambda: self.send(trials.claim_check_in, f"{trial}/{last}", day=last, by=by, **which),
            )
            if rng.random() < 0.7:
                self.at(
                    ends[last - 1] + rng.randint(48, 96) * HOUR,
                    f"company answers for {trial}",
                    lambda: self._answer(trial, company),
                )
            self._decide_later(trial, 24 * 2, 24 * 8)
            if rng.random() < 0.4:
                self.at(
                    ends[last - 1] + rng.randint(1, 30) * HOUR, f"intern leaves {trial}", lambda: self._leave(trial, by)
                )
        if how == "told":
            self.at(
                on_last + rng.randint(1, 26) * HOUR,
                f"intern was told to leave {trial}",
                lambda: self.send(trials.say_told_to_leave, trial, by=by, **which),
            )
            if rng.random() < 0.5:
                self.at(
                    on_last + rng.randint(27, 60) * HOUR,
                    f"company answers for {trial}",
                    lambda: self._answer(trial, company),
                )
            self._decide_later(trial, 40, 24 * 10)
        if rng.random() < 0.15:
            self.at(
                begins[0] + rng.randint(2, 20) * HOUR,
                f"company contests day 1 of {trial}",
                lambda: self.send(trials.contest_start, trial, day=1, reason="No.", by=company, **which),
            )
            self._decide_later(trial, 24 * 2, 24 * 6)
        if rng.random() < 0.25:
            self.at(
                begins[last - 1] + rng.randint(1, 40) * HOUR,
                f"intern {intern} asks to be paid out",
                lambda: self.send(money.request_payout, trial, by=by),
            )

    def _arrive(self, trial: str, day: int, by: Actor) -> None:
        action = trials.check_in if by.is_intern else trials.mark_arrived
        self.send(action, f"{trial}/{day}", trial_id=trial, day=day, by=by)

    def _move(self, trial: str, day: int, asks: Actor, answers: Actor) -> None:
        """Move a day to the next free one. Who comes on the old one is too early; the intern comes on the new ones."""
        self.send(trials.propose_day_move, f"{trial}/{day}", trial_id=trial, day=day, by=asks)
        move = DayMove.objects.filter(trial__public_id=trial, state=DayMove.State.OPEN).first()
        if move is None:
            return
        yes = self.rng.random() < 0.8
        self.send(trials.answer_day_move, f"{trial}/{day}", move_id=move.public_id, accept=yes, by=answers)
        for row in TrialDay.objects.filter(trial__public_id=trial, starts_at__gt=self.now).order_by("number"):
            self.at(
                row.starts_at + self.rng.randint(-30, 30) * MINUTE,
                f"day {row.number} of {trial}, where it is now",
                lambda d=row.number: self._arrive(trial, d, answers if answers.is_intern else asks),
            )

    def _leave(self, trial: str, by: Actor) -> None:
        row = Trial.objects.get(public_id=trial)
        if row.is_running:
            seen = trial_queries.if_you_leave_now(row, self.now).expected_minor
            self.send(trials.exit_trial, trial, trial_id=trial, expected_minor=seen, by=by)

    def _answer(self, trial: str, company: Actor) -> None:
        for case in Case.objects.filter(trial_queries.OPEN_CASE, trial__public_id=trial).order_by("id"):
            agrees = self.rng.random() < 0.4
            self.send(trials.answer_case, trial, case_id=case.public_id, agrees=agrees, answer="So.", by=company)

    def _decide_later(self, trial: str, least: float, most: float) -> None:
        if self.rng.random() < 0.7:
            self.at(
                self.after(0, 0) + (self.lives_end(trial) - self.now) + self.rng.randint(int(least), int(most)) * HOUR,
                f"a person decides about {trial}",
                lambda: self._decide(trial),
            )

    def lives_end(self, trial: str) -> dt.datetime:
        return trial_queries.planned_last_end(Trial.objects.get(public_id=trial))

    # --- being paid ---------------------------------------------------------------------------------

    def _account(self, intern: int, end: str) -> None:
        self.order += 1
        number = f"10{intern}{self.order:05}{end}"
        by = self.cast.interns[intern]
        self.send(money.save_payout_account, number, holder="Whoever", number=number, country="DE", by=by)

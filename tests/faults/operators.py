"""What people of the operator do in a history: rule, and put right what went wrong with their own money."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

from foretaste.accounts.queries import organization_of
from foretaste.core.amounts import Amount
from foretaste.money import correcting, queries
from foretaste.money.models import Correction
from foretaste.trials import actions as trials
from foretaste.trials import queries as trial_queries
from foretaste.trials.models import Case
from tests.faults.world import Cast

GOOD, GIVEN_UP = 1_003, 20_011  # what is made good at once; the most that is given up of a debt


class Operators:
    """The part of a history that two operators play."""

    cast: Cast
    rng: random.Random
    rulings: dict[str, int | None]
    proposed: dict[str, tuple[str, str, str, int]]
    send: Callable[..., Any]

    def _decide(self, trial: str) -> None:
        one, other = self.cast.operators
        for case in Case.objects.filter(trial_queries.OPEN_CASE, trial__public_id=trial).order_by("id"):
            for_intern = self.rng.random() < 0.5
            award = self.rng.choice([None, None, 0, 5_003]) if for_intern else None
            about = {"case_id": case.public_id, "reason": "So.", "by": one}
            outcome = "for_intern" if for_intern else "for_company"
            decidable = case.kind in ("sent_away", "company_no_show") and case.trial.has_ended
            self.rulings[case.public_id] = 0 if not for_intern else award if decidable else None
            self.send(trials.rule_case, trial, outcome=outcome, award_minor=award if decidable else None, **about)
            case.refresh_from_db()
            if case.is_open:  # more than is held
                self.rulings[case.public_id] = None if for_intern else 0
                self.send(trials.rule_case, trial, outcome=outcome, **about)
            if case.kind == "contested_start" and not for_intern:
                self.send(trials.propose_goodwill, trial, case_id=case.public_id, amount_minor=2_001, by=one)
                self.send(trials.approve_goodwill, trial, case_id=case.public_id, by=other)

    def _correct(self, company: int, currency: str) -> None:
        """Give up a part of a debt where there is one, else make something good; a second one signs, or drops it."""
        one, other = self.cast.operators
        who = organization_of(self.cast.companies[company]).public_id
        debt = queries.owed_by(who, currency)
        kind, minor = ("write_off", min(debt, GIVEN_UP)) if debt else ("make_good", GOOD)
        key = f"{self.rng.getrandbits(64):x}"
        self.proposed[key] = kind, who, currency, minor
        about = {"kind": kind, "amount": Amount(minor, currency), "reason": "Ours.", "company_id": who, "key": key}
        self.send(correcting.propose_correction, who, **about, by=one)
        correction = Correction.objects.filter(key=key).first()
        if correction is not None and correction.state == Correction.State.WAITING:
            decides = correcting.sign_correction if self.rng.random() < 0.8 else correcting.drop_correction
            self.send(decides, who, correction_id=correction.public_id, by=other)
            if kind == "write_off" and self.rng.random() < 0.3:
                back = {"correction_id": correction.public_id, "reason": "They paid.", "by": one}
                self.send(correcting.take_back_correction, who, **back)
        elif correction is not None and kind == "make_good" and int(key, 16) % 4 == 0:
            back = {"correction_id": correction.public_id, "reason": "It was another company.", "by": other}
            self.at(
                self.after(0, 72),
                f"what was made good to company {company} was a mistake",
                lambda: self.send(correcting.take_back_correction, who, **back),
            )

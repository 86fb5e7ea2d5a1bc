"""Both sides submit at the same moment, or one side twice: one sealed submission each, opened together, once."""

from __future__ import annotations

import datetime as dt

import pytest

from foretaste.accounts.actors import CLOCK
from foretaste.core import vault
from foretaste.evaluations import actions, refusals
from foretaste.evaluations.models import Evaluation, Exchange, Opening, Reveal, Submission
from foretaste.evaluations.sealing import Side
from tests.evaluations.conftest import LATER, OVER, TRIAL, answers_of, submit
from tests.jobs import waiting_jobs
from tests.trials.test_races import all_at_once

pytestmark = pytest.mark.django_db(transaction=True)


def refused(answers, *how):
    found = [answer for answer in answers if isinstance(answer, Exception)]
    assert all(isinstance(one, how) for one in found), found
    return len(found)


@pytest.mark.parametrize("turn", range(5))
def test_both_at_once_are_opened_together_and_once(exchange, ines, hedy, turn):
    answers = all_at_once(
        lambda: submit(Side.INTERN, ines, good="The lab."), lambda: submit(Side.COMPANY, hedy, good="Clean notes.")
    )
    assert refused(answers) == 0
    assert sorted(Evaluation.objects.values_list("side", "answers__good")) == [
        ("company", "Clean notes."),
        ("intern", "The lab."),
    ]
    assert list(Reveal.objects.values_list("at", "mutual_yes")) == [(LATER, True)]
    assert Opening.objects.filter(what="submission").count() == 2
    assert Submission.objects.count() == 0


@pytest.mark.parametrize("side", list(Side))
def test_one_side_twice_at_once_is_sealed_once(exchange, ines, hedy, side):
    by = ines if side is Side.INTERN else hedy
    before = waiting_jobs()
    words = [f"Version {number}" for number in range(4)]
    answers = all_at_once(*(lambda word=word: submit(side, by, good=word) for word in words))
    assert refused(answers, refusals.AlreadySealed) == 3
    (sealed,) = Submission.objects.all()
    kept = words[next(n for n, answer in enumerate(answers) if isinstance(answer, Exchange))]
    assert (sealed.side, vault.unseal(bytes(sealed.sealed))["answers"]["good"]) == (side, kept)
    assert (Reveal.objects.count(), Evaluation.objects.count(), Opening.objects.count()) == (0, 0, 0)
    assert waiting_jobs() == before


def test_both_sides_twice_each_at_once(exchange, ines, hedy):
    answers = all_at_once(
        *(lambda: submit(Side.INTERN, ines),) * 2,
        *(lambda: submit(Side.COMPANY, hedy, yes=False),) * 2,
    )
    assert refused(answers, refusals.AlreadySealed, refusals.TheWindowIsOver) == 2
    assert sorted(Evaluation.objects.values_list("side", flat=True)) == ["company", "intern"]
    assert list(Reveal.objects.values_list("mutual_yes", flat=True)) == [False]
    assert Opening.objects.filter(what="submission").count() == 2


def test_the_second_submission_and_the_clock_at_once_open_once(exchange, ines, hedy):
    submit(Side.INTERN, ines)
    answers = all_at_once(
        lambda: submit(Side.COMPANY, hedy, at=OVER - dt.timedelta(seconds=1)),
        lambda: actions.reveal(trial_id=TRIAL, by=CLOCK, at=OVER),
        lambda: actions.reveal(trial_id=TRIAL, by=CLOCK, at=OVER),
    )
    late = refused(answers, refusals.TheWindowIsOver)
    assert Reveal.objects.count() == 1
    assert Evaluation.objects.count() == 2 - late
    assert Opening.objects.filter(what="submission").count() == 2 - late
    assert Submission.objects.count() == 0


def test_what_was_answered_is_what_is_opened(exchange, ines, hedy):
    all_at_once(lambda: submit(Side.INTERN, ines, tick="1"), lambda: submit(Side.COMPANY, hedy, tick="4"))
    opened = dict(Evaluation.objects.values_list("side", "answers"))
    empty = {"good": "", "better": "", "next": ""}
    assert opened == {
        "intern": answers_of(Side.INTERN, "1") | empty,
        "company": answers_of(Side.COMPANY, "4") | empty,
    }

"""Is it right for you? Six questions, an answer with its reasons. Pure: answers in, verdict out; nothing is kept."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Verdict(StrEnum):
    GOOD = "good"
    PARTLY = "partly"
    RATHER_NOT = "rather_not"


@dataclass(frozen=True)
class Question:
    """One page. `weight` is what a yes adds (or, where it speaks against, takes away)."""

    text: StrOrPromise
    hint: StrOrPromise
    weight: int
    yes: StrOrPromise  # the reason a yes gives
    no: StrOrPromise  # the reason a no gives; empty where a no says nothing
    short: StrOrPromise  # what it asks, in a few words
    instead_of: str  # the answer that something else serves better
    instead: StrOrPromise


QUESTIONS: tuple[Question, ...] = (
    Question(
        _("Are you still finding out which work suits you?"),
        _("Different trades, different kinds of company, or whether to change at all"),
        2,
        _("You are still exploring: a few days in the real place tell more than a month of reading."),
        _("You know what you want. A trial still shows whether this company is the right one for it."),
        _("Still exploring"),
        "n",
        _("You know the trade: look for a longer project in it, and use a trial only to compare two places."),
    ),
    Question(
        _("Is your time short?"),
        _("Between lectures, beside a job, or only a free week"),
        2,
        _("Your time is short: a trial takes one to five days, some of them evenings or a weekend."),
        _("You have time. A longer internship would teach you more depth, if you already trust the place."),
        _("Little time"),
        "n",
        _("You have months: a traditional internship goes deeper. A trial first shows with whom."),
    ),
    Question(
        _("Do you need to earn money with it?"),
        _("Every started day of a trial is paid in full"),
        2,
        _("You need the income: every day you start is paid in full, and the money is set aside before you sign."),
        "",
        _("Need of income"),
        "n",
        _("You don’t need the pay: a talk with somebody in the trade costs an hour instead of three days."),
    ),
    Question(
        _("Are you afraid of ending up in the wrong place?"),
        _("A team, a boss or a task you can’t stand, with months to go"),
        2,
        _("You fear a bad fit: here you leave when you want, are paid, and nobody else learns of it."),
        "",
        _("Fear of a bad fit"),
        "n",
        _("You trust the place already: ask it for the longer thing at once. You lose nothing by asking."),
    ),
    Question(
        _("Is there one skill you would like to try in earnest?"),
        _("On a real, small piece of work"),
        2,
        _("You have a skill to build: a trial is one focused project with somebody to ask."),
        _("Without a skill in mind, choose a trial by its people and ask what a day there is like."),
        _("A skill to try"),
        "n",
        _("No skill in mind: your career center, or an hour with somebody in the trade, narrows it down faster."),
    ),
    Question(
        _("Do you need depth, a sure job or stability now?"),
        _("A long project, a contract at the end, or a steady month"),
        -6,
        _("You need depth, a sure job or stability: a trial is short, promises no job and gives no steady month."),
        _("You don’t need a sure job today, which is what a trial can’t promise."),
        _("Depth, a sure job or stability"),
        "y",
        _("Apply for the job, or for a working student’s contract: those give a steady month. A trial fits beside."),
    ),
)
ANSWERS = {"y": _("Yes"), "n": _("No"), "u": _("Not sure")}


PARTS = {"y": 1.0, "u": 0.5, "n": 0.0}  # of a question's weight
GOOD_FROM, PARTLY_FROM = 4, 1  # points


@dataclass(frozen=True)
class Line:
    """What one answer adds."""

    short: StrOrPromise
    answer: StrOrPromise
    adds: float


@dataclass(frozen=True)
class Turn:
    """An answer that, changed, would change the result."""

    short: StrOrPromise
    answer: StrOrPromise
    verdict: Verdict
    address: str


@dataclass(frozen=True)
class Result:
    verdict: Verdict
    reasons_for: list[StrOrPromise]
    reasons_against: list[StrOrPromise]
    lines: list[Line]
    points: float
    instead: list[StrOrPromise]
    turns: list[Turn]


def clean(answers: str) -> str:
    """Return the answers that can be read, at most one for each question."""
    kept = ""
    for letter in answers[: len(QUESTIONS)]:
        if letter not in ANSWERS:
            break
        kept += letter
    return kept


def points_of(answers: str) -> float:
    """Weigh the answers: a yes counts whole, "not sure" half."""
    return sum(question.weight * PARTS[answer] for question, answer in zip(QUESTIONS, answers, strict=True))


def verdict_of(answers: str) -> Verdict:
    points = points_of(answers)
    if points >= GOOD_FROM:
        return Verdict.GOOD
    return Verdict.PARTLY if points >= PARTLY_FROM else Verdict.RATHER_NOT


def result_of(answers: str) -> Result:
    """Work the answers out: the verdict, its reasons, the sum, what to do instead, what would change it."""
    reasons_for: list[StrOrPromise] = []
    reasons_against: list[StrOrPromise] = []
    asked = list(zip(QUESTIONS, answers, strict=True))
    for question, answer in asked:
        if answer == "y":
            (reasons_for if question.weight > 0 else reasons_against).append(question.yes)
        elif answer == "n" and question.no:
            (reasons_against if question.weight > 0 else reasons_for).append(question.no)
    return Result(
        verdict_of(answers),
        reasons_for,
        reasons_against,
        [Line(question.short, ANSWERS[answer], question.weight * PARTS[answer]) for question, answer in asked],
        points_of(answers),
        [question.instead for question, answer in reversed(asked) if answer == question.instead_of],
        _turns(answers),
    )


def _turns(answers: str) -> list[Turn]:
    """Return the single answers that would lead to another result, each by its plain opposite."""
    found = []
    for place, question in enumerate(QUESTIONS):
        other = "n" if answers[place] == "y" else "y"
        changed = answers[:place] + other + answers[place + 1 :]
        if (verdict := verdict_of(changed)) != verdict_of(answers):
            found.append(Turn(question.short, ANSWERS[other], verdict, changed))
    return found

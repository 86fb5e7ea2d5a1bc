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


QUESTIONS: tuple[Question, ...] = (
    Question(
        _("Are you still finding out which work suits you?"),
        _("Different trades, different kinds of company, or whether to change at all"),
        2,
        _("You are still exploring: a few days in the real place tell more than a month of reading."),
        _("You know what you want. A trial still shows whether this company is the right one for it."),
    ),
    Question(
        _("Is your time short?"),
        _("Between lectures, beside a job, or only a free week"),
        2,
        _("Your time is short: a trial takes one to five days, some of them evenings or a weekend."),
        _("You have time. A longer internship would teach you more depth, if you already trust the place."),
    ),
    Question(
        _("Do you need to earn money with it?"),
        _("Every started day of a trial is paid in full"),
        2,
        _("You need the income: every day you start is paid in full, and the money is set aside before you sign."),
        "",
    ),
    Question(
        _("Are you afraid of ending up in the wrong place?"),
        _("A team, a boss or a task you can’t stand, with months to go"),
        2,
        _("You fear a bad fit: here you leave when you want, are paid, and nobody else learns of it."),
        "",
    ),
    Question(
        _("Is there one skill you would like to try in earnest?"),
        _("On a real, small piece of work"),
        2,
        _("You have a skill to build: a trial is one focused project with somebody to ask."),
        _("Without a skill in mind, choose a trial by its people and ask what a day there is like."),
    ),
    Question(
        _("Do you need depth, a sure job or stability now?"),
        _("A long project, a contract at the end, or a steady month"),
        -6,
        _("You need depth, a sure job or stability: a trial is short, promises no job and gives no steady month."),
        _("You don’t need a sure job today, which is what a trial can’t promise."),
    ),
)
ANSWERS = {"y": _("Yes"), "n": _("No"), "u": _("Not sure")}


@dataclass(frozen=True)
class Result:
    verdict: Verdict
    reasons_for: list[StrOrPromise]
    reasons_against: list[StrOrPromise]


def clean(answers: str) -> str:
    """Return the answers that can be read, at most one for each question."""
    kept = ""
    for letter in answers[: len(QUESTIONS)]:
        if letter not in ANSWERS:
            break
        kept += letter
    return kept


def result_of(answers: str) -> Result:
    """Weigh the answers: a yes counts whole, "not sure" half."""
    points = 0.0
    reasons_for: list[StrOrPromise] = []
    reasons_against: list[StrOrPromise] = []
    for question, answer in zip(QUESTIONS, answers, strict=True):
        points += {"y": question.weight, "u": question.weight / 2, "n": 0}[answer]
        if answer == "y":
            (reasons_for if question.weight > 0 else reasons_against).append(question.yes)
        elif answer == "n" and question.no:
            (reasons_against if question.weight > 0 else reasons_for).append(question.no)
    if points >= 4:
        verdict = Verdict.GOOD
    elif points >= 1:
        verdict = Verdict.PARTLY
    else:
        verdict = Verdict.RATHER_NOT
    return Result(verdict, reasons_for, reasons_against)

"""The twelve guarantees as a person would say them. A change of meaning is a new version; old ones stay reachable."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Rule:
    number: int
    name: StrOrPromise
    sentence: StrOrPromise
    more: StrOrPromise


@dataclass(frozen=True)
class Version:
    number: int
    valid_from: dt.date
    rules: tuple[Rule, ...]


VERSIONS: tuple[Version, ...] = (
    Version(
        1,
        dt.date(2026, 11, 1),
        (
            Rule(
                1,
                _("Short"),
                _("A trial lasts one to five working days, inside at most seven calendar days."),
                _(
                    "No setting lifts this. More time is a new agreement with new money, and only after you both said "
                    "you want to go on."
                ),
            ),
            Rule(
                2,
                _("Funded first"),
                _("Nobody is asked to sign before the whole pay is set aside."),
                _("What a trial can still owe you stays there. No dispute and no company trouble touches it."),
            ),
            Rule(
                3,
                _("Always paid"),
                _("A day you start is a day you are paid, in full."),
                _(
                    "Your check-in makes that day’s pay yours at once. Nobody approves your work. A check-in you "
                    "forgot can be claimed for 48 hours after the day’s planned end."
                ),
            ),
            Rule(
                4,
                _("Leave any time"),
                _("You leave in two taps, with no approval, no notice and no reason asked."),
                _("You see the exact sum both times, and it is settled in the same moment."),
            ),
            Rule(
                5,
                _("Leaving never pays more than staying"),
                _("The goodbye bonus never lifts what leaving pays above the full pay."),
                _(
                    "It comes out of the days not worked and ends when the last day starts. A one-day trial has none. "
                    "Your first three agreements in any 90 days carry it, and only the first with the same company; "
                    "you are told before you sign."
                ),
            ),
            Rule(
                6,
                _("No penalty"),
                _("Leaving is never counted against you, shown to anyone else, or to be guessed."),
                _(
                    "No exit, nor how many, lowers a rank, hides a trial or changes a price. Someone who left every "
                    "trial is treated exactly like someone who finished them all. The same holds for days you did "
                    "not come; only after three without a word may the operator pause new applications, tell you "
                    "and hear you."
                ),
            ),
            Rule(
                7,
                _("An early end costs the company"),
                _("If the company ends the trial, does not show up, or tells you to leave, you are paid every day."),
                _(
                    "After an exit you have 24 hours to say “I was told to leave”. If someone is sent away for safety "
                    "or misconduct, a person decides about the remaining days within five working days; with no "
                    "decision, the intern is paid."
                ),
            ),
            Rule(
                8,
                _("Sealed and mutual"),
                _("What you two say of each other opens at the same moment, or after seven days."),
                _(
                    "Until then nobody reads it, us included, and nobody learns whether the other has written. The "
                    "answer to “go on together?” is told only when both said yes."
                ),
            ),
            Rule(
                9,
                _("Safe honesty"),
                _("Why people leave reaches a company only as figures over at least five people, once a month."),
                _(
                    "Unless you sign your words. What a company writes about someone who left is shown to that person "
                    "alone."
                ),
            ),
            Rule(
                10,
                _("Every cent accounted for"),
                _("Every sum has a place it came from and a place it went to, and nothing is ever rewritten."),
                _("Your statement shows every line."),
            ),
            Rule(
                11,
                _("Paid fairly"),
                _("A day pays at least the highest minimum wage that applies where you work, for all its hours."),
                _(
                    "Pay, bonus and fee stand on the posting. An unpaid trial can’t be posted, and no result of your "
                    "work conditions the pay."
                ),
            ),
            Rule(
                12,
                _("Nobody is left waiting"),
                _("Every application gets a final answer by its date."),
                _("How often a company answers on time is public."),
            ),
        ),
    ),
)
CURRENT = VERSIONS[-1]


def version(number: int) -> Version | None:
    return next((one for one in VERSIONS if one.number == number), None)

"""What each side is asked, as data: criteria with behaviours to tick, never stars.

The same questions after every started trial, however it ended. None asks for commitment, stamina or the ending
itself, so a company can't mark down someone for having left.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from foretaste.evaluations.sealing import Side
from foretaste.opportunities.criteria import Named, read

LONGEST_TEXT = 1200
SEALED_SIZE = 24 * 1024  # bytes: four texts of the longest, every character the widest, and all ticks
NOT_SEEN = "not_seen"
if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Words = str | _StrPromise  # said in the reader's language; what is stored are the keys


@dataclass(frozen=True)
class Anchor:
    """One answer: a behaviour that someone could have watched."""

    key: str
    says: Words


@dataclass(frozen=True)
class Criterion:
    """One question with its behaviours, from least to most."""

    key: str
    asks: Words
    anchors: tuple[Anchor, ...]

    @property
    def values(self) -> tuple[str, ...]:
        return tuple(anchor.key for anchor in self.anchors)


@dataclass(frozen=True)
class Text:
    """A question answered in one's own words; may stay empty."""

    key: str
    asks: Words


@dataclass(frozen=True)
class Scorecard:
    side: Side
    criteria: tuple[Criterion, ...]
    texts: tuple[Text, ...]
    decision: Words


def _scale(one: Words, two: Words, three: Words, four: Words) -> tuple[Anchor, ...]:
    anchors = (Anchor("1", one), Anchor("2", two), Anchor("3", three), Anchor("4", four))
    return (*anchors, Anchor(NOT_SEEN, _("I did not see enough to say")))


TOLD_THEM = Criterion(
    "told_them",
    _("Did you tell them during the trial?"),
    (
        Anchor("no", _("No, this is the first they hear of it")),
        Anchor("partly", _("Some of it")),
        Anchor("yes", _("Yes, there is nothing new in it")),
    ),
)

OF_THE_COMPANY = Scorecard(
    side=Side.INTERN,
    criteria=(
        Criterion(
            "people",
            _("The people"),
            _scale(
                _("I was left alone, or treated without respect"),
                _("Polite, but busy; I had to push for answers"),
                _("Answered when I asked and included me"),
                _("Came to me, showed me things, asked what I thought"),
            ),
        ),
        Criterion(
            "place",
            _("The place"),
            _scale(
                _("I could not work there: no desk, tools or quiet, or unsafe"),
                _("It worked after I had sorted things out myself"),
                _("A desk, tools and access were there"),
                _("Everything was ready, and thought had gone into what I need"),
            ),
        ),
        Criterion(
            "role",
            _("The work itself"),
            _scale(
                _("Not the work that was described, or no work at all"),
                _("Part of it; much waiting or odd jobs"),
                _("Real work that someone needs"),
                _("Real work I could finish, and I saw where it goes"),
            ),
        ),
        Criterion(
            "supervisor",
            _("The person who hosted me"),
            _scale(
                _("Hardly there"),
                _("There for questions, said little about my work"),
                _("Explained, looked at my work, said what to change"),
                _("Taught me something I will use, and listened"),
            ),
        ),
        Criterion(
            "promise",
            _("The promise against what it was"),
            _scale(
                _("Hours, place, work or people were other than agreed"),
                _("Several things differed"),
                _("Small things differed, and I was told"),
                _("As agreed, or better"),
            ),
        ),
        Criterion(
            "go_back",
            _("Would you go back there?"),
            (Anchor("no", _("No")), Anchor("perhaps", _("Perhaps")), Anchor("yes", _("Yes"))),
        ),
        TOLD_THEM,
    ),
    texts=(
        Text("good", _("What was good?")),
        Text("better", _("What would have made it better?")),
        Text("next", _("What should the next person know?")),
    ),
    decision=_("Would you go on together?"),
)

OF_THE_INTERN = Scorecard(
    side=Side.COMPANY,
    criteria=(
        Criterion(
            "brief",
            _("Understood what was needed"),
            _scale(
                _("Started on something else than was asked"),
                _("Needed the brief again at each step"),
                _("Restated it in their own words and began"),
                _("Saw what the brief had left out, and asked"),
            ),
        ),
        Criterion(
            "work",
            _("The work that was seen"),
            _scale(
                _("Could not be used"),
                _("Could be used after much rework"),
                _("Usable with small changes"),
                _("Usable as it was"),
            ),
        ),
        Criterion(
            "questions",
            _("Asked when stuck"),
            _scale(
                _("Was stuck and did not say so"),
                _("Said so late"),
                _("Asked in time"),
                _("Asked in time and brought a proposal"),
            ),
        ),
        Criterion(
            "feedback",
            _("Used feedback"),
            _scale(
                _("The same thing came back unchanged"),
                _("Changed what was named, no more"),
                _("Changed it and checked the rest"),
                _("Changed it, checked the rest, and said what was learnt"),
            ),
        ),
        Criterion(
            "together",
            _("Worked with others"),
            _scale(
                _("Others had to work around them"),
                _("Kept to themselves"),
                _("Shared what they did"),
                _("Made the work of others easier"),
            ),
        ),
        TOLD_THEM,
    ),
    texts=(
        Text("good", _("What was good in the work you saw?")),
        Text("better", _("What would you advise them to try?")),
        Text("next", _("What could they do next, with you or elsewhere?")),
    ),
    decision=_("Would you go on together?"),
)

# For what a posting names in its company's own words: behaviours that fit any piece of work.
SEEN_IN_THE_WORK = _scale(
    _("Did not get there, even with help"),
    _("Got there with help at most steps"),
    _("Got there alone, with small corrections"),
    _("Got there alone, and saw what the brief had left out"),
)

SCORECARDS = {Side.INTERN: OF_THE_COMPANY, Side.COMPANY: OF_THE_INTERN}

REASONS = {
    "not_the_work": _("The work was not for me"),
    "not_as_described": _("It was not as described"),
    "people": _("The people and I did not fit"),
    "place": _("The place, the way there or the hours"),
    "no_guidance": _("Nobody had time for me"),
    "other_offer": _("Something else came up"),
    "health": _("Health or family"),
    "learnt_enough": _("I had learnt what I came for"),
}
ADVICE = {
    "describe": _("Describe the work more plainly"),
    "prepare": _("Prepare the desk, tools and access"),
    "time": _("Give the host more time for the intern"),
    "smaller": _("Choose a smaller project"),
    "harder": _("Give real work sooner"),
    "meet": _("Let people meet the team before"),
    "nothing": _("Change nothing: it was good"),
}


def clean_text(text: str) -> str:
    """Return the words without control characters and outer spaces."""
    kept = "".join(c for c in text.replace("\r\n", "\n") if c.isprintable() or c == "\n")
    return kept.strip()


def card_of(side: Side, named: Sequence[str] = ()) -> Scorecard:
    """Return what a side is asked. Where the posting named criteria, the company is asked exactly these of the work."""
    card = SCORECARDS[side]
    if side is not Side.COMPANY or not named:
        return card
    of_the_work = (_of_the_work(number, read(line)) for number, line in enumerate(named, 1))
    return replace(card, criteria=(*of_the_work, TOLD_THEM))


def _of_the_work(number: int, named: Named) -> Criterion:
    """Return one named criterion: with the company's own words for its marks, or with those that fit any work."""
    if not named.marks:
        return Criterion(f"work_{number}", named.asks, SEEN_IN_THE_WORK)
    lowest, middle, highest = named.marks
    marks = (lowest, _mark_between(lowest, middle), middle, _mark_between(middle, highest), highest)
    anchors = (Anchor(str(key), says) for key, says in enumerate(marks, 1))
    return Criterion(f"work_{number}", named.asks, (*anchors, SEEN_IN_THE_WORK[-1]))


def _mark_between(lower: str, higher: str) -> str:
    return gettext("Between “%(lower)s” and “%(higher)s”") % {"lower": lower, "higher": higher}


def problems(card: Scorecard, answers: Mapping[str, Any]) -> dict[str, str]:
    """Return what to do about each answer that can't be taken: field -> sentence."""
    found = {c.key: gettext("Choose one answer.") for c in card.criteria if answers.get(c.key) not in c.values}
    for text in card.texts:
        words = answers.get(text.key, "")
        if not isinstance(words, str):
            found[text.key] = gettext("Write words here, or nothing.")
        elif len(clean_text(words)) > LONGEST_TEXT:
            found[text.key] = gettext("Shorten this to %(longest)d characters.") % {"longest": LONGEST_TEXT}
    known = {c.key for c in card.criteria} | {text.key for text in card.texts}
    return found | {key: gettext("This isn't asked.") for key in answers if key not in known}


def cleaned(card: Scorecard, answers: Mapping[str, Any]) -> dict[str, str]:
    """Return every answer of the scorecard, in its order, ready to be sealed."""
    ticks = {c.key: str(answers[c.key]) for c in card.criteria}
    return ticks | {text.key: clean_text(answers.get(text.key, "")) for text in card.texts}

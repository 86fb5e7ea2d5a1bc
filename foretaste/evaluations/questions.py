"""What each side is asked, as data: criteria with behaviours to tick, never stars. Pure.

The same questions after every started trial, however it ended. None asks for commitment, stamina or the ending
itself, so a company can't mark down someone for having left.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from foretaste.evaluations.sealing import Side

LONGEST_TEXT = 1200
SEALED_SIZE = 24 * 1024  # bytes: four texts of the longest, every character the widest, and all ticks
NOT_SEEN = "not_seen"


@dataclass(frozen=True)
class Anchor:
    """One answer: a behaviour that someone could have watched."""

    key: str
    says: str


@dataclass(frozen=True)
class Criterion:
    """One question with its behaviours, from least to most."""

    key: str
    asks: str
    anchors: tuple[Anchor, ...]

    @property
    def values(self) -> tuple[str, ...]:
        return tuple(anchor.key for anchor in self.anchors)


@dataclass(frozen=True)
class Text:
    """A question answered in one's own words; may stay empty."""

    key: str
    asks: str


@dataclass(frozen=True)
class Scorecard:
    side: Side
    criteria: tuple[Criterion, ...]
    texts: tuple[Text, ...]
    decision: str


def _scale(one: str, two: str, three: str, four: str) -> tuple[Anchor, ...]:
    anchors = (Anchor("1", one), Anchor("2", two), Anchor("3", three), Anchor("4", four))
    return (*anchors, Anchor(NOT_SEEN, "I did not see enough to say"))


TOLD_THEM = Criterion(
    "told_them",
    "Did you tell them during the trial?",
    (
        Anchor("no", "No, this is the first they hear of it"),
        Anchor("partly", "Some of it"),
        Anchor("yes", "Yes, there is nothing new in it"),
    ),
)

OF_THE_COMPANY = Scorecard(
    side=Side.INTERN,
    criteria=(
        Criterion(
            "people",
            "The people",
            _scale(
                "I was left alone, or treated without respect",
                "Polite, but busy; I had to push for answers",
                "Answered when I asked and included me",
                "Came to me, showed me things, asked what I thought",
            ),
        ),
        Criterion(
            "place",
            "The place",
            _scale(
                "I could not work there: no desk, tools or quiet, or unsafe",
                "It worked after I had sorted things out myself",
                "A desk, tools and access were there",
                "Everything was ready, and thought had gone into what I need",
            ),
        ),
        Criterion(
            "role",
            "The work itself",
            _scale(
                "Not the work that was described, or no work at all",
                "Part of it; much waiting or odd jobs",
                "Real work that someone needs",
                "Real work I could finish, and I saw where it goes",
            ),
        ),
        Criterion(
            "supervisor",
            "The person who hosted me",
            _scale(
                "Hardly there",
                "There for questions, said little about my work",
                "Explained, looked at my work, said what to change",
                "Taught me something I will use, and listened",
            ),
        ),
        Criterion(
            "promise",
            "The promise against what it was",
            _scale(
                "Hours, place, work or people were other than agreed",
                "Several things differed",
                "Small things differed, and I was told",
                "As agreed, or better",
            ),
        ),
        Criterion(
            "go_back",
            "Would you go back there?",
            (Anchor("no", "No"), Anchor("perhaps", "Perhaps"), Anchor("yes", "Yes")),
        ),
        TOLD_THEM,
    ),
    texts=(
        Text("good", "What was good?"),
        Text("better", "What would have made it better?"),
        Text("next", "What should the next person know?"),
    ),
    decision="Would you go on together?",
)

OF_THE_INTERN = Scorecard(
    side=Side.COMPANY,
    criteria=(
        Criterion(
            "brief",
            "Understood what was needed",
            _scale(
                "Started on something else than was asked",
                "Needed the brief again at each step",
                "Restated it in their own words and began",
                "Saw what the brief had left out, and asked",
            ),
        ),
        Criterion(
            "work",
            "The work that was seen",
            _scale(
                "Could not be used",
                "Could be used after much rework",
                "Usable with small changes",
                "Usable as it was",
            ),
        ),
        Criterion(
            "questions",
            "Asked when stuck",
            _scale(
                "Was stuck and did not say so",
                "Said so late",
                "Asked in time",
                "Asked in time and brought a proposal",
            ),
        ),
        Criterion(
            "feedback",
            "Used feedback",
            _scale(
                "The same thing came back unchanged",
                "Changed what was named, no more",
                "Changed it and checked the rest",
                "Changed it, checked the rest, and said what was learnt",
            ),
        ),
        Criterion(
            "together",
            "Worked with others",
            _scale(
                "Others had to work around them",
                "Kept to themselves",
                "Shared what they did",
                "Made the work of others easier",
            ),
        ),
        TOLD_THEM,
    ),
    texts=(
        Text("good", "What was good in the work you saw?"),
        Text("better", "What would you advise them to try?"),
        Text("next", "What could they do next, with you or elsewhere?"),
    ),
    decision="Would you go on together?",
)

SCORECARDS = {Side.INTERN: OF_THE_COMPANY, Side.COMPANY: OF_THE_INTERN}

REASONS = {
    "not_the_work": "The work was not for me",
    "not_as_described": "It was not as described",
    "people": "The people and I did not fit",
    "place": "The place, the way there or the hours",
    "no_guidance": "Nobody had time for me",
    "other_offer": "Something else came up",
    "health": "Health or family",
    "learnt_enough": "I had learnt what I came for",
}
ADVICE = {
    "describe": "Describe the work more plainly",
    "prepare": "Prepare the desk, tools and access",
    "time": "Give the host more time for the intern",
    "smaller": "Choose a smaller project",
    "harder": "Give real work sooner",
    "meet": "Let people meet the team before",
    "nothing": "Change nothing: it was good",
}


def clean_text(text: str) -> str:
    """Return the words without control characters and outer spaces."""
    kept = "".join(c for c in text.replace("\r\n", "\n") if c.isprintable() or c == "\n")
    return kept.strip()


def problems(side: Side, answers: Mapping[str, Any]) -> dict[str, str]:
    """Return what to do about each answer that can't be taken: field -> sentence."""
    card = SCORECARDS[side]
    found = {c.key: "Choose one answer." for c in card.criteria if answers.get(c.key) not in c.values}
    for text in card.texts:
        words = answers.get(text.key, "")
        if not isinstance(words, str):
            found[text.key] = "Write words here, or nothing."
        elif len(clean_text(words)) > LONGEST_TEXT:
            found[text.key] = f"Shorten this to {LONGEST_TEXT} characters."
    known = {c.key for c in card.criteria} | {text.key for text in card.texts}
    return found | {key: "This isn't asked." for key in answers if key not in known}


def cleaned(side: Side, answers: Mapping[str, Any]) -> dict[str, str]:
    """Return every answer of the scorecard, in its order, ready to be sealed."""
    card = SCORECARDS[side]
    ticks = {c.key: str(answers[c.key]) for c in card.criteria}
    return ticks | {text.key: clean_text(answers.get(text.key, "")) for text in card.texts}

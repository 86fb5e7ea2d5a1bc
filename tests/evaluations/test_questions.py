"""What is asked is said in the reader's language; what is stored are keys, the same in every language."""

import re
from pathlib import Path

from django.utils import translation
from django.utils.functional import Promise

from foretaste.evaluations import questions


def sentences():
    yield from (anchor.says for anchor in questions.SEEN_IN_THE_WORK)
    for card in questions.SCORECARDS.values():
        yield card.decision
        for text in card.texts:
            yield text.asks
        for criterion in card.criteria:
            yield criterion.asks
            yield from (anchor.says for anchor in criterion.anchors)
    yield from questions.REASONS.values()
    yield from questions.ADVICE.values()


def test_every_sentence_waits_for_its_reader():
    assert [str(one) for one in sentences() if not isinstance(one, Promise)] == []


def test_every_sentence_can_be_collected_for_translators():
    source = Path(questions.__file__).read_text(encoding="utf-8")
    marked = set(re.findall(r'\b_\(\s*"([^"]+)"', source))
    assert {str(one) for one in sentences()} <= marked


def test_the_sentence_is_the_language_s_and_the_key_is_not(monkeypatch):
    said = {"The people": "Die Menschen"}
    monkeypatch.setattr(translation._trans, "gettext", lambda message: said.get(message, message))
    first = questions.OF_THE_COMPANY.criteria[0]
    assert (first.key, str(first.asks)) == ("people", "Die Menschen")


def test_what_is_stored_are_keys():
    answers = {c.key: c.values[0] for c in questions.OF_THE_COMPANY.criteria}
    assert questions.cleaned(questions.OF_THE_COMPANY, answers) == {
        "people": "1",
        "place": "1",
        "role": "1",
        "supervisor": "1",
        "promise": "1",
        "go_back": "no",
        "told_them": "no",
        "good": "",
        "better": "",
        "next": "",
    }
    assert all(type(value) is str for value in questions.cleaned(questions.OF_THE_COMPANY, answers).values())
    assert list(questions.REASONS)[:3] == ["not_the_work", "not_as_described", "people"]
    assert list(questions.ADVICE)[:3] == ["describe", "prepare", "time"]


WORDS_A_MINUTE = 200  # slow silent reading of one's own language (Brysbaert 2019: 238 on average)
SECONDS_A_TAP = 4
LONGEST = 180  # seconds, with every answer read and every question answered


def test_a_card_is_read_and_ticked_in_three_minutes_and_the_least_takes_five_taps():
    for card in questions.SCORECARDS.values():
        said = [str(card.decision), *(str(text.asks) for text in card.texts)]
        for criterion in card.criteria:
            said += [str(criterion.asks), *(str(anchor.says) for anchor in criterion.anchors)]
        taps = len(card.criteria) + 2  # the decision, and the seal
        assert 60 * len(" ".join(said).split()) / WORDS_A_MINUTE + SECONDS_A_TAP * taps <= LONGEST
        owed = [one for one in card.criteria if questions.NOT_SEEN not in one.values]
        assert 1 + len(owed) + 2 <= 5  # the page, what can't be left out, the decision, the seal

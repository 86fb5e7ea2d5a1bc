"""The extra's sentence models: their tokens, and what is kept of the labels they read. They themselves are not here."""

from __future__ import annotations

import numpy as np
import pytest

from foretaste.core.calendars import now
from foretaste.skills import actions, clock, linked, queries, sentences, tasks
from foretaste.skills.models import Skill, SkillVector
from tests.jobs import waiting_jobs

PIECES = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "bak", "##ing", "bread", "cafe", ",", "!", "日"]


@pytest.fixture
def pieces(monkeypatch):
    known = {piece: number for number, piece in enumerate(PIECES)}
    monkeypatch.setattr(sentences, "vocabulary", lambda: known)


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Baking BREAD", ["bak", "##ing", "bread"]),
        ("Café, bread!", ["cafe", ",", "bread", "!"]),
        ("baked", ["[UNK]"]),
        ("日日", ["日", "日"]),
        ("\x00 ", []),
        ("a" * 101, ["[UNK]"]),
    ],
)
def test_a_word_is_cut_into_the_longest_pieces_from_its_beginning(pieces, text, tokens):
    assert [PIECES[number] for number in sentences.tokens_of(text)] == ["[CLS]", *tokens, "[SEP]"]


def test_a_long_sentence_keeps_its_end(pieces):
    assert len(sentences.tokens_of("bread " * 500)) == sentences.LONGEST
    assert sentences.tokens_of("bread " * 500)[-1] == 3


class Counting:
    """Stands for a model: its vector of a label is the label's length."""

    def vectors(self, texts):
        return np.array([[len(text), 1] for text in texts], np.float32)

    questions = vectors


@pytest.fixture
def with_models(db, monkeypatch):
    """Three skills, and models that are quick."""
    kept = [one.code for one in queries.with_labels(["SQL", "statistics", "typography"])]
    Skill.objects.exclude(code__in=kept).delete()
    monkeypatch.setattr(linked, "has_models", lambda: True)
    monkeypatch.setattr(sentences, "loaded", lambda name: Counting())
    return kept


def test_the_labels_are_read_once_some_at_a_time(with_models):
    assert [linked.learn(2) for _ in range(3)] == [2, 1, 0]
    assert SkillVector.objects.count() == 3 * len(sentences.MODELS)
    assert queries.vectors_of("minilm", with_models).tolist() == [[3, 1], [10, 1], [10, 1]]


def test_the_sweep_has_them_read_and_then_rests(with_models):
    clock.sweep(now())
    clock.sweep(now())
    assert waiting_jobs() == ["skills.learn"]
    tasks.learn.func()
    clock.sweep(now())
    assert waiting_jobs() == ["skills.learn"]
    assert queries.without_vectors(1) == []


def test_without_the_extra_nothing_is_read(db, monkeypatch):
    monkeypatch.setattr(linked, "has_models", lambda: False)
    clock.sweep(now())
    assert waiting_jobs() == []


def test_what_is_read_twice_is_kept_once(with_models):
    for _ in range(2):
        actions.keep_vectors(codes=with_models[:1], vectors={"minilm": np.ones((1, 2), np.float32)})
    assert SkillVector.objects.count() == 1

"""Free text becomes skills by the letters and words it shares with their names."""

from __future__ import annotations

import numpy as np
import pytest

from foretaste.skills import linking, making_words
from foretaste.skills.linking import Grams, Linker, Table, grams_of, scaled, sentences_of
from foretaste.skills.taxonomy_file import Named, every_skill

FEW = [
    Named("a", "use spreadsheets software", "work with spreadsheets use Excel"),
    Named("b", "PostgreSQL", "Postgres"),
    Named("c", "bake bread", "make loaves baking of bread"),
    Named("d", "manage suppliers", "vendor management look after suppliers"),
]


@pytest.fixture(scope="module")
def linker() -> Linker:
    return Linker(FEW)


def first(linker: Linker, text: str) -> str:
    return linker.link(text, least=-100)[0].code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Clean the spreadsheet of 2019", "a"),
        ("postgresql", "b"),
        ("You knead, and bake our loafs", "c"),
        ("Ring up every vendor", "d"),
    ],
)
def test_a_sentence_leads_to_the_skill_it_names(linker, text, code):
    assert first(linker, text) == code


def test_what_each_sentence_names_best_comes_before_any_second_best(linker):
    found = linker.link("Spreadsheets, spreadsheet software. Bake bread. Suppliers!", least=-100)
    assert {one.code for one in found[:3]} == {"a", "c", "d"}


def test_nothing_is_read_out_of_nothing(linker):
    assert linker.link("  \n ") == []
    assert linker.scores(["☃☃☃"])[0].max() < 2


def test_below_the_least_score_nothing_is_suggested(linker):
    assert linker.link("postgresql", least=1e9) == []


def test_without_the_table_of_words_letters_alone_are_read(monkeypatch, tmp_path):
    """An operator may delete the table: it takes some 10 MB of a worker."""
    monkeypatch.setattr(linking, "WORDS", tmp_path / "gone.npz")
    by_letters = Linker(FEW)
    assert first(by_letters, "Clean the spreadsheet of 2019") == "a"
    assert by_letters.scores(["postgresql"])[0].argmax() == 1


def test_grams_stay_within_words():
    assert grams_of("to") == [" to", "to ", " to "]
    assert grams_of("bake")[:4] == [" ba", "bak", "ake", "ke "]
    assert grams_of("I") == [" I "]


def test_the_cosine_with_its_own_name_is_one():
    grams = Grams(["bake bread", "sort letters"])
    assert grams.alike("bake bread") == pytest.approx([1, 0], abs=1e-6)


def test_a_text_is_cut_into_the_longest_pieces_known():
    table = Table()
    cut = table.pieces.cut
    assert cut("data") == cut(" DATA ") == cut("(Data),")
    assert len(cut("data")) == 1
    assert cut("databakery")[0] == cut("data")[0]
    assert cut("☃") == cut("") == []
    assert float(table.vector("bread") @ table.vector("bakery")) > float(table.vector("bread") @ table.vector("law"))


def test_every_word_of_the_taxonomy_stands_in_the_table_whole():
    cut = Table().pieces.cut
    words = [word for word in making_words.counted() if len(word) <= making_words.LONGEST]
    assert len(words) > 10_000
    assert [word for word in words if len(cut(word)) != 1] == []


def test_main_directions_have_one_spread_each():
    chance = np.random.default_rng(7)
    uneven = chance.normal(size=(3_000, 200)) * np.linspace(9, 1, 200)
    many = uneven.astype(np.float32)
    turned = many @ making_words.main_directions(many)
    assert turned.shape == (3_000, making_words.NUMBERS)
    assert (turned.T @ turned / 3_000) == pytest.approx(np.eye(making_words.NUMBERS), abs=0.01)


def test_words_are_moved_towards_what_is_wanted_of_their_texts():
    words = np.eye(4, dtype=np.float32)
    wanted = np.array([[0, 0, 1, 0]], np.float32)  # of the first two together
    moved = making_words.moved(words, [[0, 1]], wanted)
    before, after = words[:2].mean(axis=0), moved[:2].mean(axis=0)
    assert after @ wanted[0] / np.linalg.norm(after) > 0.9 > before @ wanted[0]
    assert moved[2:].tolist() == words[2:].tolist()


def test_scores_without_a_spread_say_nothing():
    assert scaled(np.ones(3, np.float32)).tolist() == [0, 0, 0]


def test_a_long_text_is_read_in_parts_each_once():
    assert sentences_of("One. Two!\n• Three\nOne.\n-") == ["One.", "Two!", "Three"]


def test_the_taxonomy_has_its_skills_and_no_prose():
    skills = list(every_skill())
    assert len(skills) == len({one.code for one in skills}) == 13_588
    assert all(one.label and len(one.code) == 36 for one in skills)
    assert max(len(one.others) for one in skills) < 1_200
    assert not any(one.others.endswith(".") and not one.others.endswith("t.b.m.") for one in skills)

"""Somebody who types finds the skill they mean; what they confirm stays as they read it."""

from __future__ import annotations

import pytest

from foretaste.core.refusals import NotAcceptable
from foretaste.skills import queries
from foretaste.skills.confirmed import ADDRESS, MOST, Confirmed, read
from foretaste.skills.models import Skill

pytestmark = pytest.mark.django_db


def labels(text: str, most: int = 8) -> list[str]:
    return [one.label for one in queries.found(text, most)]


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("SQL", "SQL"),
        ("sql", "SQL"),
        ("postgr", "PostgreSQL"),
        ("spreadsheets", "use spreadsheets software"),
        ("statistcs", "statistics"),
        ("pastries", "decorate pastry for special events"),
    ],
)
def test_a_beginning_another_name_or_a_wrong_letter_is_enough(typed, label):
    assert label in labels(typed)


def test_the_very_name_comes_first():
    assert labels("statistics")[0] == "statistics"


@pytest.mark.parametrize("typed", ["", " ", "a", "%", "'", "\\", "☃", "\x00", "a" * 5_000, "' | !x:* &", "zzyzxqq"])
def test_whatever_is_typed_is_answered(typed):
    assert len(labels(typed)) <= 8


def test_what_is_kept_is_what_was_read_then():
    sql = queries.with_labels(["SQL"])[0]
    kept = queries.to_keep([sql.code], [])
    assert kept == [{"code": sql.code, "label": "SQL", "language": "en"}]
    Skill.objects.filter(pk=sql.code).update(label="Structured Query Language")
    assert queries.to_keep([sql.code, "unknown", sql.code], kept) == kept
    assert read(kept) == [Confirmed(sql.code, "SQL", "en")]
    assert read(kept)[0].address == ADDRESS + sql.code


def test_more_than_a_few_are_refused():
    some = [one.code for one in Skill.objects.order_by("pk")[: MOST + 1]]
    with pytest.raises(NotAcceptable):
        queries.to_keep(some, [])
    assert len(queries.to_keep(some[:-1], [])) == MOST

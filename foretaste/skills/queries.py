"""The taxonomy, looked up: by code, by what somebody types."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from django.db import connection
from django.db.models import CharField, Exists, Func, OuterRef, Value
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from foretaste.core.refusals import NotAcceptable
from foretaste.skills.confirmed import MOST, Confirmed, chosen, read
from foretaste.skills.models import Skill, SkillVector

if TYPE_CHECKING:
    from foretaste.skills.linking import Floats

MOST_WORDS = 6
CODE = re.compile(r"[0-9a-f-]{36}")

# By words or their beginnings: the label's own before those of its other names. The expression is the index's.
NAMED = """
    SELECT code FROM skills_skill
     WHERE to_tsvector('simple'::regconfig, coalesce(label, '') || ' ' || coalesce(others, '')) @@ %(words)s::tsquery
     ORDER BY lower(label) <> %(text)s, left(lower(label), length(%(text)s)) <> %(text)s,
              position(%(text)s IN lower(label)) = 0, length(label), label
     LIMIT %(most)s
"""
# By spelling, where words found too few: a letter may be wrong.
SPELT_ALIKE = """
    SELECT code FROM skills_skill WHERE %(text)s <%% lower(label)
     ORDER BY word_similarity(%(text)s, lower(label)) DESC, length(label), label LIMIT %(most)s
"""
LONG_ENOUGH = 4  # letters: fewer are like everything


def found(text: str, most: int = 8) -> list[Skill]:
    """Return the skills that somebody may mean who typed this: its beginning is enough, and a letter may be wrong."""
    typed = " ".join(text.replace("\x00", " ").lower().split())[:80]
    words = re.findall(r"[^\W_]+", typed)[:MOST_WORDS]
    if not words or len(typed) < 2:
        return []
    asked: dict[str, str | int] = {"text": typed, "words": " & ".join(f"'{word}':*" for word in words), "most": most}
    with connection.cursor() as cursor:
        cursor.execute(NAMED, asked)
        codes = [row[0] for row in cursor.fetchall()]
        if len(codes) < most and len(typed) >= LONG_ENOUGH:
            cursor.execute(SPELT_ALIKE, asked)
            codes += [row[0] for row in cursor.fetchall()]
    return with_codes(codes)[:most]


def with_codes(codes: Iterable[str]) -> list[Skill]:
    """Return the skills with these codes, in their order; what the taxonomy doesn't have is left out."""
    wanted = [code for code in dict.fromkeys(codes) if CODE.fullmatch(code)]
    known = Skill.objects.defer("others").in_bulk(wanted)
    return [known[code] for code in wanted if code in known]


def with_labels(labels: Sequence[str]) -> list[Skill]:
    """Return the skills with exactly these labels, in their order."""
    known = {one.label: one for one in Skill.objects.filter(label__in=labels).order_by("-code")}
    return [known[label] for label in labels if label in known]


def with_names(names: Iterable[str]) -> list[Skill]:
    """Return the skills that are called so, whatever the case and whatever explains either name in brackets."""
    wanted = list(dict.fromkeys(" ".join(name.lower().partition(" (")[0].split()) for name in names))
    known: dict[str, Skill] = {}
    before = Func("label", Value(" ("), Value(1), function="split_part", output_field=CharField())
    called = Skill.objects.annotate(called=Lower(before))
    for one in called.filter(called__in=wanted).defer("others").order_by("label", "code"):
        known.setdefault(one.called, one)
    return [known[name] for name in wanted if name in known]


def to_keep(codes: Sequence[str], kept: Sequence[Mapping[str, str]]) -> list[dict[str, str]]:
    """Return what is kept of the skills somebody chose: as it was confirmed before, else as the taxonomy has it now.

    What neither knows is left out; more than a few are refused.
    """
    before = read(kept)
    known = [Confirmed(one.code, one.label, one.language) for one in with_codes(codes)]
    found = chosen(codes, before, known)
    if len(found) > MOST:
        raise NotAcceptable(skills=_("Choose at most %(most)d skills.") % {"most": MOST})
    return [one.kept() for one in found]


def without_vectors(most: int) -> list[Skill]:
    """Return skills whose label the sentence models have not read yet, so many at most."""
    read = SkillVector.objects.filter(skill=OuterRef("pk"))
    return list(Skill.objects.filter(~Exists(read)).defer("others").order_by("pk")[:most])


def vectors_of(model: str, codes: Sequence[str]) -> Floats:
    """Return what a model makes of the labels, in the order of their codes, as rows of numbers."""
    import numpy as np  # where the models are

    kept = dict(SkillVector.objects.filter(model=model).values_list("skill_id", "vector"))
    return np.array([np.frombuffer(kept[code], "<f2") for code in codes], np.float32)

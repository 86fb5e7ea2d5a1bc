"""What is kept of the taxonomy: the sentence models' view of its labels. Nobody chooses anything here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from foretaste.core.transactions import action
from foretaste.skills.models import SkillVector

if TYPE_CHECKING:
    from foretaste.skills.linking import Floats


@action
def keep_vectors(*, codes: Sequence[str], vectors: Mapping[str, Floats]) -> None:
    """Keep the models' vectors of some labels, by model, in the order of the codes."""
    SkillVector.objects.bulk_create(
        [
            SkillVector(skill_id=code, model=model, vector=vector.astype("<f2").tobytes())
            for model, rows in vectors.items()
            for code, vector in zip(codes, rows, strict=True)
        ],
        ignore_conflicts=True,
    )

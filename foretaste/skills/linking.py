"""From free text to skills of a taxonomy, by the statistics of characters and words. Pure, on arrays.

Two scores are added, each brought to the same mean and spread over all skills: how many rare pieces of three to five
letters a text shares with a skill's names (TF-IDF), and how alike their words are (a table of word vectors). Where
sentence models are installed, their scores take the place of the second one; see `sentences`.

It needs numpy and some 40 MB: the worker does it, never a web process.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from foretaste.skills.taxonomy_file import WORDS, Named

Floats = npt.NDArray[np.float32]
Alike = Callable[[Sequence[str]], list[Floats]]  # sentences -> for each, its likeness to every skill, scaled

SHORTEST, LONGEST = 3, 5  # letters of a gram
LONGEST_SENTENCE = 600
MOST_SENTENCES = 80
LEAST = 16.0  # of a score: above it two of three of the taxonomy's own descriptions lead to their skill
WORD = re.compile(r"[^\W_]+|[+#]+")
SENTENCE = re.compile(r"(?<=[.!?;:])\s+|[\n\r•·|]+|\s[-–—]\s")


@dataclass(frozen=True)
class Linked:
    code: str
    score: float


def sentences_of(text: str) -> list[str]:
    """Return the sentences and the items of a text, each once, so many at most."""
    parts = (" ".join(part.split())[:LONGEST_SENTENCE] for part in SENTENCE.split(text))
    return [part for part in dict.fromkeys(parts) if len(part) > 1][:MOST_SENTENCES]


def scaled(scores: Floats) -> Floats:
    """Bring scores to a mean of 0 and a spread of 1 over all skills."""
    spread = float(scores.std())
    return (scores - scores.mean()) / spread if spread > 1e-9 else np.zeros_like(scores)


class Grams:
    """Grams of three to five letters within words, weighed by TF-IDF: which skills' names share them with a text."""

    def __init__(self, names: Iterable[str]) -> None:
        self._numbers: dict[str, int] = {}
        self._of_word: dict[str, npt.NDArray[np.int32]] = {}
        skills: list[npt.NDArray[np.int32]] = []
        weights: list[Floats] = []
        for name in names:
            found, counts = np.unique(self._grams(name, is_new=True), return_counts=True)
            skills.append(found)
            weights.append((1 + np.log(counts)).astype(np.float32))
        self._of_word.clear()
        self.size = len(skills)
        grams = np.concatenate(skills)
        many = np.bincount(grams, minlength=len(self._numbers))
        self._idf = (np.log((1 + self.size) / (1 + many)) + 1).astype(np.float32)
        for found, weight in zip(skills, weights, strict=True):
            weight *= self._idf[found]
            weight /= np.linalg.norm(weight) or 1
        owners = np.repeat(np.arange(self.size, dtype=np.int32), [len(one) for one in skills])
        order = np.argsort(grams, kind="stable")
        self._owners = owners[order]
        self._weights = np.concatenate(weights)[order]
        self._begins = np.concatenate([[0], np.cumsum(many)])

    def _grams(self, text: str, *, is_new: bool = False) -> npt.NDArray[np.int32]:
        found = [self._of(word, is_new) for word in text.lower().split()]
        return np.concatenate(found) if found else np.empty(0, np.int32)

    def _of(self, word: str, is_new: bool) -> npt.NDArray[np.int32]:
        known = self._of_word.get(word)
        if known is None:
            grams = grams_of(word)
            if is_new:
                numbers = [self._numbers.setdefault(gram, len(self._numbers)) for gram in grams]
            else:
                numbers = [self._numbers[gram] for gram in grams if gram in self._numbers]
            known = np.array(numbers, np.int32)
            if is_new:
                self._of_word[word] = known
        return known

    def alike(self, text: str) -> Floats:
        """Return the cosine of a text with every skill's names."""
        scores = np.zeros(self.size, np.float32)
        found, counts = np.unique(self._grams(text), return_counts=True)
        weights = (1 + np.log(counts)).astype(np.float32) * self._idf[found]
        weights /= np.linalg.norm(weights) or 1
        for gram, weight in zip(found.tolist(), weights.tolist(), strict=True):
            here = slice(self._begins[gram], self._begins[gram + 1])
            scores[self._owners[here]] += weight * self._weights[here]
        return scores


def grams_of(word: str) -> list[str]:
    """Return the grams of a word between its ends; of a word too short for a length, the whole of it once."""
    padded = f" {word} "
    found: list[str] = []
    for length in range(SHORTEST, LONGEST + 1):
        if len(padded) <= length:
            found.append(padded)
            break
        found += [padded[place : place + length] for place in range(len(padded) - length + 1)]
    return found


class Pieces:
    """Cuts a text into words, and those that are not known into the longest pieces that are."""

    BEGIN = "▁"  # of a word

    def __init__(self, pieces: Sequence[str]) -> None:
        self._numbers = {piece: number for number, piece in enumerate(pieces)}
        self._longest = max(map(len, pieces))

    def cut(self, text: str) -> list[int]:
        """Return the numbers of a text's pieces; what no piece covers is passed over."""
        return [number for word in WORD.findall(text.lower()) for number in self._cut(self.BEGIN + word)]

    def _cut(self, word: str) -> Iterator[int]:
        place = 0
        while place < len(word):
            for end in range(min(len(word), place + self._longest), place, -1):
                number = self._numbers.get(word[place:end])
                if number is not None:
                    yield number
                    place = end
                    break
            else:
                place += 1


class Table:
    """A table of numbers for words and pieces of words: a text is their mean."""

    def __init__(self) -> None:
        with np.load(WORDS) as table:
            self.pieces = Pieces(bytes(table["pieces"]).decode().split("\n"))
            self._vectors: npt.NDArray[np.int8] = table["vectors"]
            self._scales: Floats = table["scales"].astype(np.float32)

    def vector(self, text: str) -> Floats:
        """Return the direction of a text; nothing but zeros for one without a piece."""
        numbers = self.pieces.cut(text)
        if not numbers:
            return np.zeros(self._vectors.shape[1], np.float32)
        mean = (self._vectors[numbers] * self._scales[numbers, None]).mean(axis=0)
        return np.asarray(mean / (np.linalg.norm(mean) or 1), np.float32)


class Linker:
    """Links texts to the skills it was made of."""

    def __init__(self, skills: Iterable[Named], alike: Sequence[Alike] = ()) -> None:
        named = list(skills)
        self.codes = [one.code for one in named]
        self._grams = Grams(f"{one.label} {one.others}" for one in named)
        words = [_by_words([one.label for one in named])] if not alike and WORDS.exists() else []  # else letters alone
        self._alike = [*alike, *words]

    def scores(self, sentences: Sequence[str]) -> list[Floats]:
        """Return for each sentence the score of every skill, in the order of `codes`."""
        others = [alike(sentences) for alike in self._alike]
        return [
            np.sum([scaled(self._grams.alike(sentence)), *(each[number] for each in others)], axis=0)
            for number, sentence in enumerate(sentences)
        ]

    def link(self, text: str, *, most: int = 12, each: int = 2, least: float = LEAST) -> list[Linked]:
        """Return the skills that a text names: what each sentence names best comes first, then its second best."""
        found: dict[str, tuple[int, float]] = {}
        for scores in self.scores(sentences_of(text)):
            for rank, place in enumerate(np.argsort(-scores, kind="stable")[:each]):
                code, score = self.codes[place], float(scores[place])
                if score >= least and (code not in found or (rank, -score) < found[code]):
                    found[code] = (rank, -score)
        best = sorted(found, key=lambda code: found[code])[:most]
        return [Linked(code, -found[code][1]) for code in best]


def _by_words(labels: Sequence[str]) -> Alike:
    table = Table()
    vectors = np.array([table.vector(label) for label in labels])
    return lambda sentences: [scaled(vectors @ table.vector(one)) for one in sentences]

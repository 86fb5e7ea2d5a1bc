"""Make the table of words anew: `python -m foretaste.skills.making_words`, with the extra `foretaste[semantic]`.

Each word of the taxonomy, and each frequent word and piece of a word in the models' own vocabulary, is given to MiniLM
and bge-small by itself. What they answer, side by side, is turned to its main directions, each brought to one spread,
and weighed by how rare the word is among the skills' names. Then the words are moved, as little as it takes, so that
those of a skill's label come closer, together, to what the models say of the whole label. It takes three minutes.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from foretaste.skills import sentences
from foretaste.skills.linking import WORD, Floats, Pieces
from foretaste.skills.taxonomy_file import WORDS, every_skill

NUMBERS = 192  # of each word
FREQUENT = 14_000  # the first so many of the model's vocabulary, which begins with the most frequent
RARITY = 1.5
STAYING = 0.1  # how hard it is to move a word
STEPS, TINY = 15, 1e-9
LONGEST = 30
LATIN = re.compile(r"[a-z]+")


def counted() -> Counter[str]:
    """Return every word of the skills' names, with in how many skills' it stands."""
    found: Counter[str] = Counter()
    for one in every_skill():
        found.update(set(WORD.findall(f"{one.label} {one.others}".lower())))
    return found


def pieces_of(counts: Counter[str]) -> list[str]:
    """Return what the table knows: words, marked where they begin, and what they may go on with."""
    known = list(sentences.vocabulary())
    letters = "abcdefghijklmnopqrstuvwxyz"
    words = {one for one in known[:FREQUENT] if LATIN.fullmatch(one)} | {one for one in counts if len(one) <= LONGEST}
    parts = {one[2:] for one in known if one.startswith("##") and LATIN.fullmatch(one[2:])} | set(letters)
    return sorted({Pieces.BEGIN + one for one in words | set(letters + "0123456789")} | parts)


def said_of(texts: Sequence[str]) -> Floats:
    """Return what the models say of each text, but for what they say of all, side by side and each as loud."""
    each = [sentences.loaded(model.name).vectors(texts) for model in sentences.MODELS]
    apart = [one - one.mean(axis=0) for one in each]
    return np.hstack([one / np.linalg.norm(one, axis=1).mean() for one in apart])


def main_directions(vectors: Floats) -> Floats:
    """Return the main directions, each so long that it has a spread of 1: a few would drown the others."""
    spreads, directions = np.linalg.eigh(vectors.T @ vectors / len(vectors))
    main = np.argsort(-spreads)[:NUMBERS]
    return np.asarray(directions[:, main] / np.sqrt(spreads[main]), np.float32)


def moved(vectors: Floats, texts: Sequence[Sequence[int]], wanted: Floats) -> Floats:
    """Move words so that the mean of each text's comes closer to what is wanted: least squares, by gradients."""
    rows = np.repeat(np.arange(len(texts)), [len(one) for one in texts])
    words = np.concatenate([np.array(one, int) for one in texts])
    shares = np.concatenate([np.full(len(one), 1 / max(1, len(one)), np.float32) for one in texts])[:, None]

    def means(table: Floats) -> Floats:
        found = np.zeros(wanted.shape, np.float32)
        np.add.at(found, rows, table[words] * shares)
        return found

    def back(errors: Floats) -> Floats:
        found = np.zeros(vectors.shape, np.float32)
        np.add.at(found, words, errors[rows] * shares)
        return found

    now = means(vectors)
    left = back(wanted * np.linalg.norm(now, axis=1, keepdims=True) - now)
    move, step, size = np.zeros_like(vectors), left.copy(), float((left * left).sum())
    for _number in range(STEPS):
        if size < TINY:
            break
        pull = back(means(step)) + STAYING * step
        far = size / float((step * pull).sum())
        move += far * step
        left -= far * pull
        before, size = size, float((left * left).sum())
        step = left + size / before * step
    return vectors + move


def make(where: Path) -> None:
    """Write the table: its pieces, their numbers as bytes, and what one step of each is worth."""
    counts, labels = counted(), [one.label for one in every_skill()]
    pieces = pieces_of(counts)
    plain = [one.removeprefix(Pieces.BEGIN) for one in pieces]
    texts = sorted(set(plain))
    places = {text: number for number, text in enumerate(texts)}
    words = said_of(texts)
    directions = main_directions(words)
    rare = np.array([np.log((1 + len(labels)) / (1 + counts[one])) + 1 for one in plain], np.float32)
    vectors = (words @ directions)[[places[one] for one in plain]] * rare[:, None] ** RARITY
    wanted = said_of(labels) @ directions
    wanted /= np.linalg.norm(wanted, axis=1, keepdims=True)
    knife = Pieces(pieces)
    vectors = moved(vectors, [knife.cut(one) for one in labels], wanted)
    scales = np.abs(vectors).max(axis=1) / 127
    np.savez_compressed(
        where,
        pieces=np.frombuffer("\n".join(pieces).encode(), np.uint8),
        vectors=np.rint(vectors / scales[:, None]).astype(np.int8),
        scales=scales.astype(np.float16),
    )


if __name__ == "__main__":
    make(Path(sys.argv[1]) if len(sys.argv) > 1 else WORDS)

"""The words of a text as a search reads them: folded, with names such as C++ kept whole; and which language it is in.

Pure. The database stems (its own Snowball dictionaries); this says by which language's rules.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

# The database's configuration for each language: foretaste_english ... (see the first migration).
CONFIGURATIONS = {
    "da": "danish",
    "de": "german",
    "en": "english",
    "es": "spanish",
    "fi": "finnish",
    "fr": "french",
    "it": "italian",
    "nl": "dutch",
    "no": "norwegian",
    "pt": "portuguese",
    "sv": "swedish",
}
UNKNOWN = "simple"
LONGEST = 100  # letters of a word or a mark

# Short words that are frequent in one language and rare in the others.
_TELLING = {
    "da": "og ikke det til der vi på af jeg med dig du hos",
    "de": "und der die das mit für wir ist nicht eine von bei sich auf dein deine",
    "en": "and the with for you our will your this that are from have",
    "es": "y el los las con para una del que por en tu nuestro",
    "fi": "ja on ei että kanssa sekä tai olemme sinun meidän",
    "fr": "et les des une avec pour dans nous vous est du notre votre",
    "it": "e il di con per una che sono nel della gli nostro",
    "nl": "en het een met voor van wij niet je jij onze bij naar",
    "no": "og ikke det til som vi på av jeg med deg du hos oss",
    "pt": "e os as com para uma que do da não em você nosso",
    "sv": "och inte det till som vi på av jag med dig du hos oss är",
}
TELLING = {language: frozenset(words.split()) for language, words in _TELLING.items()}

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_LETTERS = str.maketrans({"ß": "ss", "ø": "o", "ł": "l", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})
# What the database's parser would cut to a single letter.
_WHOLE = (
    (re.compile(r"\bc\+\+(?!\w)", re.I), "cplusplus"),
    (re.compile(r"\bc#(?!\w)", re.I), "csharp"),
    (re.compile(r"\bf#(?!\w)", re.I), "fsharp"),
    (re.compile(r"(?<!\w)\.net\b", re.I), "dotnet"),
    (re.compile(r"\bnode\.js\b", re.I), "nodejs"),
    (re.compile(r"\br&d\b", re.I), "randd"),
)


def fold(text: str) -> str:
    """Return the text in small letters, without accents, with single spaces: what two spellings have in common."""
    plain = unicodedata.normalize("NFKD", text.replace("\x00", " ").casefold().translate(_LETTERS))
    return " ".join("".join(letter for letter in plain if not unicodedata.combining(letter)).split())


def keep_whole(text: str) -> str:
    """Spell out the names that a parser would cut: C++, C#, .NET."""
    for pattern, name in _WHOLE:
        text = pattern.sub(name, text)
    return text


def words_of(text: str, most: int = 8) -> list[str]:
    """Return the words somebody typed into a search, each once, in their order; at most so many."""
    found = dict.fromkeys(word for word in _WORD.findall(keep_whole(fold(text))) if word)
    return [word[:LONGEST] for word in found][:most]


def language_of(text: str, otherwise: str = "") -> str:
    """Return the language's code, by its most frequent short words; `otherwise` where they say nothing."""
    words = [word.casefold() for word in _WORD.findall(text[:4_000])]
    counts = {language: sum(word in telling for word in words) for language, telling in TELLING.items()}
    best = max(counts, key=lambda language: counts[language])
    return best if counts[best] >= 2 else otherwise


def configuration(language: str) -> str:
    """Return the name of the database's text search configuration for a language's code, such as `de` or `de-AT`."""
    return "foretaste_" + CONFIGURATIONS.get(language.split("-")[0].casefold(), UNKNOWN)


def vocabulary(*texts: str) -> list[str]:
    """Return the folded words worth suggesting to somebody who mistyped one: of three letters or more."""
    return sorted({word for word in _distinct(texts) if len(word) >= 3 and not word.isdigit()})


def _distinct(texts: Iterable[str]) -> Iterable[str]:
    for text in texts:
        yield from _WORD.findall(fold(text))

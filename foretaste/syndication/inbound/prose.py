"""Words of strangers: HTML reduced to paragraphs and lists, titles to one line of text.

What remains of HTML has no link, no picture, no style and no script: nothing there loads or leads anywhere.
"""

from __future__ import annotations

import html
import re
import unicodedata

from foretaste.syndication.inbound.listing import LONGEST_TEXT, LONGEST_TITLE
from foretaste.syndication.inbound.unreadable import Unreadable, Why

KEPT = {"p", "br", "ul", "ol", "li", "strong", "em", "b", "i", "h3", "h4", "blockquote"}
HEADINGS = re.compile(r"<(/?)h[1-6]\b[^<>]{0,2000}>", re.I)
BLOCKS = re.compile(r"</?(?:p|div|br|li|ul|ol|h[1-6]|tr|section|article|blockquote)\b[^<>]{0,2000}>", re.I)
TAGS = re.compile(r"<[^<>]{0,2000}>")
MARKUP = re.compile(r"</?[a-z][^<>]{0,2000}>", re.I)
ESCAPED = re.compile(r"&lt;/?[a-z]", re.I)
INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")  # also what turns the reading direction
ACTS = re.compile(  # what has no place in a title but to do something to whoever reads it
    r"<\s*/?\s*(?:script|iframe|object|embed|svg|math|style|link|meta|base|form|img|video|audio|details|body)\b"
    r"|(?:javascript|vbscript)\s*:\s*\S|\bdata\s*:\s*[a-z]+/[a-z]|<[^>]{0,200}\bon[a-z]{3,20}\s*="
    r"|\{\{.{0,80}\}\}|<\?php|<!\[CDATA\[|<!--",
    re.I,
)
LONGEST_MARKUP = 4 * LONGEST_TEXT


def line(words: object, longest: int) -> str:
    """Return one line of plain text: no markup, no control characters, nothing that turns the reading direction."""
    if not isinstance(words, str | int | float) or isinstance(words, bool):
        return ""
    text = html.unescape(str(words)[: 8 * longest])
    text = TAGS.sub(" ", BLOCKS.sub(" ", text)).replace("<", "").replace(">", "")
    text = " ".join(_visible(text).split())
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def title_of(words: object) -> str:
    """Return a title; refuse its source where a title carries what acts: such a source is not to be trusted at all."""
    title = str(words)[: 8 * LONGEST_TITLE] if isinstance(words, str | int) else ""
    if ACTS.search(title) or ACTS.search(html.unescape(html.unescape(title))):
        raise Unreadable(Why.SCRIPT, " ".join(title.split())[:80])
    return line(words, LONGEST_TITLE)


def body_of(markup: object, *, escaped: bool = False) -> tuple[str, str]:
    """Return a description as sanitised HTML and as plain text. Text without markup becomes paragraphs."""
    import nh3

    source = markup[:LONGEST_MARKUP] if isinstance(markup, str) else ""
    if escaped or (ESCAPED.search(source) and not MARKUP.search(source)):
        source = html.unescape(source)
    source = _visible(source)
    if not MARKUP.search(source):
        text = tidy(source)[:LONGEST_TEXT]
        paragraphs = (html.escape(one).replace("\n", "<br>") for one in re.split(r"\n{2,}", text) if one)
        return "".join(f"<p>{one}</p>" for one in paragraphs), text
    leveled = HEADINGS.sub(r"<\1h3>", source)
    clean = nh3.clean(leveled, tags=KEPT, attributes={}, clean_content_tags={"script", "style", "template", "svg"})
    text = tidy(html.unescape(TAGS.sub("", BLOCKS.sub("\n", clean))))
    if len(clean) > LONGEST_TEXT * 2 or len(text) > LONGEST_TEXT:
        text = text[:LONGEST_TEXT]
        clean = "".join(f"<p>{html.escape(one)}</p>" for one in text.split("\n") if one)
    return clean, text


def tidy(text: str) -> str:
    """Return text with single spaces and at most one empty line."""
    lines = (" ".join(one.split()) for one in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _visible(text: str) -> str:
    text = INVISIBLE.sub("", text)
    return "".join(c for c in text if c in "\n\t\r" or unicodedata.category(c) not in ("Cc", "Cs", "Co"))

"""From bytes to text and data: known encodings only, no entities, no depth that breaks its reader."""

from __future__ import annotations

import codecs
import json
import re
from typing import Any

from foretaste.syndication.inbound.unreadable import Unreadable, Why

ENCODINGS = re.compile(
    r"utf-?8|utf-?16(?:-?[bl]e)?|us-ascii|ascii|iso-?8859-?(?:1|2|3|4|5|7|9|10|13|14|15|16)|latin-?[0-9]{1,2}|"
    r"windows-?125[0-8]|cp125[0-8]|shift[-_]jis|euc-(?:jp|kr)|gb(?:2312|k|18030)|big5|koi8-[ru]",
    re.I,
)
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, ""),
    (codecs.BOM_UTF32_BE, ""),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
DECLARED = re.compile(r"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})["']""")
DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,300}\?>")
META_CHARSET = re.compile(r"""<meta[^>]{0,200}?charset\s*=\s*["']?([\w.:-]{1,40})""", re.I)
DEEPEST = 40


def text_of(body: bytes, charset: str = "", *, kind: str = "") -> str:
    """Return the text: by its mark, else by what the answer says, else by what it says itself, else UTF-8."""
    for mark, encoding in MARKS:
        if body.startswith(mark):
            return _decoded(body, encoding)
    head = body[:2_048].decode("latin-1")
    declared = DECLARED.search(head) if kind == "xml" else META_CHARSET.search(head) if kind == "html" else None
    if kind == "xml" and b"\x00" in body[:4]:
        return _decoded(body, "utf-16-be" if body[:1] == b"\x00" else "utf-16-le")
    return _decoded(body, charset or (declared[1] if declared else "utf-8"))


def _decoded(body: bytes, encoding: str) -> str:
    if not (encoding == "utf-8-sig" or ENCODINGS.fullmatch(encoding)):
        raise Unreadable(Why.UNKNOWN_ENCODING, encoding)
    try:
        text = codecs.decode(body, encoding)
    except (LookupError, UnicodeError) as failure:
        raise Unreadable(Why.WRONG_ENCODING, encoding) from failure
    if "\x00" in text:
        raise Unreadable(Why.WRONG_ENCODING, "zero bytes")
    return text


def data_of(body: bytes, charset: str = "") -> Any:
    """Return what a JSON document holds."""
    text = text_of(body, charset)
    if _depth(text) > DEEPEST:
        raise Unreadable(Why.NOT_JSON, "nested too deeply")
    try:
        return json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as failure:
        raise Unreadable(Why.NOT_JSON, str(failure)) from failure


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no number.")


def _depth(text: str) -> int:
    """Return how deeply brackets are nested; those in strings count too, which only errs towards refusing."""
    deepest = depth = 0
    for bracket in re.finditer(r'"(?:[^"\\]|\\.)*+"?|[\[{]|[\]}]', text):
        first = bracket[0][0]
        if first in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif first in "]}":
            depth -= 1
    return deepest


def xml_of(body: bytes, charset: str = "") -> bytes:
    """Return an XML document as UTF-8, after making sure that it declares nothing: no DOCTYPE, so no entity."""
    text = text_of(body, charset, kind="xml")
    if re.search(r"<!(?:DOCTYPE|ENTITY)", text, re.I):
        raise Unreadable(Why.ENTITIES)
    rest = DECLARATION.sub("", text.lstrip("\ufeff"), count=1).lstrip()
    if not rest.startswith("<"):
        raise Unreadable(Why.NOT_XML)
    return b'<?xml version="1.0" encoding="utf-8"?>' + rest.encode("utf-8", errors="replace")


def tree_of(body: bytes, charset: str = "") -> Any:
    """Return the root element of an XML document, read without network, entities or unbounded depth."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(xml_of(body, charset), parser)
    except (etree.XMLSyntaxError, ValueError) as failure:
        raise Unreadable(Why.NOT_XML, str(failure)) from failure

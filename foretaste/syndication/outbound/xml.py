"""XML as the channels' readers want it: values in CDATA, no entities, no namespaces unless asked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from foretaste.syndication.outbound.text import plain_characters

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'


@dataclass(frozen=True)
class Node:
    """An element: its text, or its children."""

    name: str
    inside: str | Sequence[Node] = ""
    attributes: dict[str, str] = field(default_factory=dict)


def document(root: Node) -> bytes:
    """Return a whole document in UTF-8."""
    return (DECLARATION + "\n".join(_lines(root, 0)) + "\n").encode()


def _lines(node: Node, depth: int) -> Iterable[str]:
    space = "  " * depth
    attributes = "".join(f' {name}="{_quoted(value)}"' for name, value in node.attributes.items())
    if isinstance(node.inside, str):
        yield f"{space}<{node.name}{attributes}>{_cdata(node.inside)}</{node.name}>"
        return
    yield f"{space}<{node.name}{attributes}>"
    for child in node.inside:
        yield from _lines(child, depth + 1)
    yield f"{space}</{node.name}>"


def _cdata(text: str) -> str:
    """Wrap a value; an end mark inside it is cut in two, which readers join again."""
    return f"<![CDATA[{plain_characters(text).replace(']]>', ']]]]><![CDATA[>')}]]>"


def _quoted(text: str) -> str:
    return plain_characters(text).replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")

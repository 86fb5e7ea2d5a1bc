"""A picture that carries its credential, as Open Badges bakes it into PNG and SVG. Pure."""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Iterator
from typing import Any

PNG = b"\x89PNG\r\n\x1a\n"
KEYWORD = b"openbadgecredential"
NAMESPACE = "https://purl.imsglobal.org/ob/v3p0"


def baked_png(picture: bytes, credential: dict[str, Any]) -> bytes:
    """Return the picture with the credential in a text chunk of its own, after its head."""
    if not picture.startswith(PNG):
        raise ValueError("This is no PNG.")
    chunks = [(kind, data) for kind, data in _chunks(picture) if not _is_ours(kind, data)]
    text = json.dumps(credential, ensure_ascii=False, separators=(",", ":")).encode()
    chunks.insert(1, (b"iTXt", KEYWORD + b"\0\0\0\0\0" + text))
    return PNG + b"".join(_chunk(kind, data) for kind, data in chunks)


def from_png(picture: bytes) -> dict[str, Any] | None:
    """Return the credential a picture carries, if any."""
    for kind, data in _chunks(picture):
        if _is_ours(kind, data):
            read: dict[str, Any] = json.loads(data[len(KEYWORD) + 5 :])
            return read
    return None


def baked_svg(picture: str, credential: dict[str, Any]) -> str:
    """Return the drawing with the credential in an element that no viewer draws."""
    text = json.dumps(credential, ensure_ascii=False).replace("]]>", "]]\\u003e")
    start = picture.index(">", picture.index("<svg")) + 1
    element = f'<openbadges:credential xmlns:openbadges="{NAMESPACE}"><![CDATA[{text}]]></openbadges:credential>'
    return picture[:start] + element + picture[start:]


def _is_ours(kind: bytes, data: bytes) -> bool:
    return kind == b"iTXt" and data.startswith(KEYWORD + b"\0")


def _chunks(picture: bytes) -> Iterator[tuple[bytes, bytes]]:
    place = len(PNG)
    while place < len(picture):
        (length,) = struct.unpack(">I", picture[place : place + 4])
        yield picture[place + 4 : place + 8], picture[place + 8 : place + 8 + length]
        place += 12 + length


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

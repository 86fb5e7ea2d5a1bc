"""Files of a trial: what may be handed over, told by its content, and where it lies: never below a public folder."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from django.conf import settings

MAGIC: dict[str, tuple[tuple[bytes, ...], str]] = {
    "pdf": ((b"%PDF-",), "application/pdf"),
    "png": ((b"\x89PNG\r\n\x1a\n",), "image/png"),
    "jpg": ((b"\xff\xd8\xff",), "image/jpeg"),
    "jpeg": ((b"\xff\xd8\xff",), "image/jpeg"),
    "gif": ((b"GIF87a", b"GIF89a"), "image/gif"),
    "webp": ((b"RIFF",), "image/webp"),
    "zip": ((b"PK\x03\x04", b"PK\x05\x06"), "application/zip"),
    "docx": ((b"PK\x03\x04",), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "xlsx": ((b"PK\x03\x04",), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "pptx": ((b"PK\x03\x04",), "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    "odt": ((b"PK\x03\x04",), "application/vnd.oasis.opendocument.text"),
    "ods": ((b"PK\x03\x04",), "application/vnd.oasis.opendocument.spreadsheet"),
    "odp": ((b"PK\x03\x04",), "application/vnd.oasis.opendocument.presentation"),
}
TEXT = {"txt": "text/plain", "md": "text/markdown", "csv": "text/csv"}


def content_type_of(name: str, content: bytes) -> str | None:
    """Return the type a file may be kept as; None where its content is not what its name says, or not allowed."""
    ending = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    if ending in MAGIC:
        starts, content_type = MAGIC[ending]
        return content_type if content.startswith(starts) else None
    if ending in TEXT and content:
        return TEXT[ending] if _is_text(content) else None
    return None


def _is_text(content: bytes) -> bool:
    try:
        return "\x00" not in content.decode("utf-8")
    except UnicodeDecodeError:
        return False


def safe_name(name: str) -> str:
    """Return the name without folders and odd characters; it is shown and offered, never used as a path."""
    last = re.split(r"[/\\]", name)[-1]
    return re.sub(r"[^\w.\- ()]", "_", last).strip(" .")[-120:] or "file"


def sha256_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def path_for(trial_id: str, public_id: str) -> str:
    """Return the path below the private root: made of our own ids only."""
    return f"deliverables/{trial_id}/{public_id}"


def full_path(path: str) -> Path:
    return Path(settings.MEDIA_ROOT) / path


def write(path: str, content: bytes) -> None:
    """Write a new file, readable by this instance alone."""
    target = full_path(path)
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with target.open("xb") as file:
        target.chmod(0o600)
        file.write(content)


def read(path: str) -> bytes:
    return full_path(path).read_bytes()

"""An instance's secrets: made once, kept in the data folder, readable by its owner only."""

from __future__ import annotations

import base64
import json
import os
import secrets
from pathlib import Path


def make_keys(data: Path) -> None:
    """Make keys.json in the data folder, or add the keys it does not have yet; none is ever made anew.

    Without its sealing key, what is sealed stays so.
    """
    file = data / "keys.json"
    kept: dict[str, str] = json.loads(file.read_text()) if file.exists() else {}
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    made = {
        "SECRET_KEY": secrets.token_urlsafe(48),
        "SEALING_KEYS": base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
        "RECORD_KEYS": base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
        "WEBHOOK_SECRET": secrets.token_urlsafe(32),
    } | kept
    if made == kept:
        return
    part = data / f"keys.json.{os.getpid()}"
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as handle:
        json.dump(made, handle, indent=1)
    part.rename(file)  # whole or not at all

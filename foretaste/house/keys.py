"""An instance's secrets: made once, kept in the data folder, readable by its owner only."""

from __future__ import annotations

import base64
import json
import os
import secrets
from pathlib import Path


def make_keys(data: Path) -> None:
    """Make keys.json in the data folder unless it is there. Without its sealing key, what is sealed stays so."""
    file = data / "keys.json"
    if file.exists():
        return
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    made = {
        "SECRET_KEY": secrets.token_urlsafe(48),
        "SEALING_KEYS": base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
        "WEBHOOK_SECRET": secrets.token_urlsafe(32),
    }
    part = data / f"keys.json.{os.getpid()}"
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as handle:
        json.dump(made, handle, indent=1)
    part.rename(file)  # whole or not at all

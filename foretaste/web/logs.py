"""What broke is written to the log, without what would let its reader in: some addresses are keys themselves."""

from __future__ import annotations

import logging
from typing import Any

KEYS = ("token", "link_key", "key")  # parts of an address that open something to whoever holds them


class WithoutKeys(logging.Filter):
    """Write the name of such a part in place of the part."""

    def filter(self, record: logging.LogRecord) -> bool:
        match = getattr(getattr(record, "request", None), "resolver_match", None)
        if match is not None and isinstance(record.args, tuple):
            record.args = tuple(_without(one, match.kwargs) for one in record.args)
        return True


def _without(argument: Any, parts: dict[str, Any]) -> Any:
    for name in KEYS:
        if isinstance(argument, str) and parts.get(name):
            argument = argument.replace(str(parts[name]), f"<{name}>")
    return argument

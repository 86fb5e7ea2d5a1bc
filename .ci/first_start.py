"""Start a demo for the first time as the README says, live one life on it, stop it, and audit what it leaves.

The tests make their databases whole; only this makes one from nothing beside a running demo, as everybody's first does.
Ends with 1 where any of it fails.
"""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

PATIENCE = 900  # seconds, on a slow machine; the README promises 180
READY = re.compile(r"Foretaste runs at (\S+) \(ready in ([\d.]+) s\)")
FORETASTE = Path(".venv/bin/foretaste").absolute()


def free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="foretaste-first-", ignore_cleanup_errors=True) as name:
        os.chmod(name, 0o755)  # the database runs as a user of its own
        data = Path(name) / "data"
        running = subprocess.Popen(
            ["make", "--no-print-directory", "run", f"DATA={data}", f"PORT={free_port()}"],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True,
        )  # fmt: skip
        watch = threading.Timer(PATIENCE, os.killpg, (running.pid, signal.SIGTERM))
        watch.start()
        try:
            address = first_address(running)
            failed = address is None or rehearse(address) != 0
        finally:
            watch.cancel()
            os.killpg(running.pid, signal.SIGINT)
            running.communicate(timeout=60)
        return 1 if failed or subprocess.run([FORETASTE, "audit", "--data", data], check=False).returncode else 0


def first_address(running: subprocess.Popen[str]) -> str | None:
    """Read what it says until it is ready; return where, or None where it ended before."""
    assert running.stdout is not None
    for line in running.stdout:
        print(line, end="", flush=True)
        if found := READY.search(line):
            threading.Thread(target=running.stdout.read, daemon=True).start()
            return found[1]
    print("The demo ended before it was ready.")
    return None


def rehearse(address: str) -> int:
    return subprocess.run([FORETASTE, "rehearse", "--url", address, "--ending", "exit"], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())

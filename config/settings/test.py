"""Settings of the tests. tests/conftest.py names the database."""

import tempfile
from pathlib import Path

from config.settings.development import *  # noqa: F403

DEMO = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # quick, and only here
MEDIA_ROOT = Path(tempfile.mkdtemp(prefix="foretaste-files-"))

"""Settings of the tests. tests/conftest.py names the database."""

import tempfile
from pathlib import Path

from config.settings.development import *  # noqa: F403

DEMO = False
API_REQUESTS_A_MINUTE = API_REQUESTS_A_MINUTE_WITHOUT_TOKEN = 0  # tests of the limits set their own
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # quick, and only here
MEDIA_ROOT = Path(tempfile.mkdtemp(prefix="foretaste-files-"))

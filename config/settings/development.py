"""Settings of a developer's machine: what the tests, the checks and `manage.py` use."""

from config import environment
from config.settings.base import *  # noqa: F403

DEBUG = False
DEMO = environment.flag("DEMO")
SECRET_KEY = "only-for-development-and-tests"  # noqa: S105
SEALING_KEYS = ["b25seS1mb3ItZGV2ZWxvcG1lbnQtYW5kLXRlc3RzISE="]
RECORD_KEYS = ["b25seS1mb3ItZGV2ZWxvcG1lbnQtYW5kLXJlY29yZHM="]
WEBHOOK_SECRET = "only-for-development-and-tests-too"  # noqa: S105
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
SITE_URL = "http://localhost:8000"
DATABASES = {"default": environment.database(default="postgresql://postgres@127.0.0.1:5432/foretaste")}
OPERATORS_NEED_A_SECOND_FACTOR = False
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MEDIA_ROOT = ROOT / ".data" / "development" / "files"  # noqa: F405

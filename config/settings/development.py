"""Settings of a developer's machine."""

import os

from config.settings.base import *  # noqa: F403

DEBUG = False
SECRET_KEY = "only-for-development-and-tests"  # noqa: S105
SEALING_KEYS = ["b25seS1mb3ItZGV2ZWxvcG1lbnQtYW5kLXRlc3RzISE="]
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": os.environ.get("PGDATABASE", "foretaste"),
        "USER": os.environ.get("PGUSER", "postgres"),
        "HOST": os.environ.get("PGHOST", "127.0.0.1"),
        "PORT": os.environ.get("PGPORT", "5432"),
        "PASSWORD": os.environ.get("PGPASSWORD", ""),
        "CONN_HEALTH_CHECKS": True,
    }
}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

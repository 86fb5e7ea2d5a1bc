"""Settings of the tests."""

from config.settings.development import *  # noqa: F403

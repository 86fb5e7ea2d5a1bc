"""The operator looks at what the company's tests are about."""

from tests.web.company.conftest import *  # noqa: F403 - fixtures

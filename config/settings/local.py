"""Settings of `foretaste up`: one machine, plain http on 127.0.0.1, sandbox money, demo people when asked for."""

from config import environment
from config.settings.base import *  # noqa: F403

DEBUG = False
DEMO = environment.flag("DEMO")

SECRET_KEY = environment.key("SECRET_KEY")
SEALING_KEYS = environment.key("SEALING_KEYS").split(",")
RECORD_KEYS = environment.key("RECORD_KEYS").split(",")
WEBHOOK_SECRET = environment.key("WEBHOOK_SECRET")

PAYMENT_PROVIDER = environment.text("PAYMENT_PROVIDER", "sandbox")
if PAYMENT_PROVIDER == "stripe":
    globals().update(environment.stripe())
elif PAYMENT_PROVIDER == "manual":
    globals().update(environment.manual())

DATABASES = {"default": environment.database()}
PORT = environment.text("FORETASTE_PORT", "8000")
ALLOWED_HOSTS = ["localhost", "127.0.0.1"]
SITE_URL = f"http://localhost:{PORT}"
SANDBOX_WEBHOOK_URL = f"http://127.0.0.1:{PORT}/webhooks/sandbox/"  # the bank tells us by HTTP, like a real one
SESSION_COOKIE_NAME = f"session-{PORT}"  # cookies know no ports: several instances stay apart
CSRF_COOKIE_NAME = f"csrf-{PORT}"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # browsers allow passkeys on http://localhost

DATA = environment.data_folder()
if DATA is not None:
    MEDIA_ROOT = DATA / "files"
    STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "foretaste.web.storage.JoinedStaticFilesStorage"},
}
globals().update(environment.mail())
if DEMO:
    OPERATORS_NEED_A_SECOND_FACTOR = False  # one click signs in as anybody
    API_REQUESTS_A_MINUTE = 0  # `rehearse` lives whole weeks in a minute
    API_REQUESTS_A_MINUTE_WITHOUT_TOKEN = 0
    EMAIL_BACKEND = "foretaste.messaging.backends.MailboxBackend"  # kept for the mailbox page

# A key of http only: the checks that ask for https speak of settings/production.py.
SILENCED_SYSTEM_CHECKS = ["security.W004", "security.W008", "security.W012", "security.W016"]

"""Settings of an instance that real people use. Safe unless told otherwise, and told only by the environment.

Required: DATABASE_URL, ALLOWED_HOSTS, PAYMENT_PROVIDER, MAIL_HOST, FORETASTE_DATA, and the keys SECRET_KEY,
SEALING_KEYS, RECORD_KEYS, WEBHOOK_SECRET (from the environment or from keys.json in FORETASTE_DATA).
docs/reference/settings.md lists every variable.
"""

from django.core.exceptions import ImproperlyConfigured

from config import environment
from config.settings.base import *  # noqa: F403

if environment.flag("DEBUG"):
    raise ImproperlyConfigured("DEBUG shows strangers what goes on inside: unset it. Errors are in the log.")
if environment.flag("DEMO"):
    raise ImproperlyConfigured(
        "DEMO lets everybody sign in as anybody: unset it. For a demo, run `foretaste up --demo` on its own."
    )
DEBUG = False
DEMO = False
INSTANCE_NAME = environment.text("INSTANCE_NAME", "Foretaste")

SECRET_KEY = environment.key("SECRET_KEY")
SEALING_KEYS = environment.key("SEALING_KEYS").split(",")  # the first seals, all open
RECORD_KEYS = environment.key("RECORD_KEYS").split(",")  # the first signs, all are published
WEBHOOK_SECRET = environment.key("WEBHOOK_SECRET")

environment.check_keys(SECRET_KEY, SEALING_KEYS, RECORD_KEYS, WEBHOOK_SECRET)

DATABASES = {"default": environment.database()}
ALLOWED_HOSTS = environment.names("ALLOWED_HOSTS")
if not ALLOWED_HOSTS:
    raise ImproperlyConfigured(
        "ALLOWED_HOSTS is not set: name the hosts this instance answers for, with commas between."
    )
if "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS is *, which lets anybody's host in: name the hosts themselves.")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]
SITE_URL = environment.text("SITE_URL", f"https://{ALLOWED_HOSTS[0]}")
if not SITE_URL.startswith("https://"):
    raise ImproperlyConfigured(f"SITE_URL is {SITE_URL}: links in mails sign people in, so begin it with https://.")

# --- money -------------------------------------------------------------------------------------
PAYMENT_PROVIDER = environment.required("PAYMENT_PROVIDER", "name the provider that moves this instance's money.")
ALLOW_SANDBOX_PROVIDER = environment.flag("ALLOW_SANDBOX_PROVIDER")
if PAYMENT_PROVIDER == "sandbox" and not ALLOW_SANDBOX_PROVIDER:
    raise ImproperlyConfigured(
        "The sandbox provider moves no real money. Name a real one, or, to rehearse, set ALLOW_SANDBOX_PROVIDER=1."
    )

if PAYMENT_PROVIDER == "stripe":
    globals().update(environment.stripe())
elif PAYMENT_PROVIDER == "manual":
    globals().update(environment.manual())
elif PAYMENT_PROVIDER != "sandbox":
    raise ImproperlyConfigured(f"PAYMENT_PROVIDER names {PAYMENT_PROVIDER!r}: there are stripe, manual and sandbox.")

GOOGLE_INDEXING_KEY_FILE = environment.text("GOOGLE_INDEXING_KEY_FILE")

# --- transport: https only -----------------------------------------------------------------------
BEHIND_PROXY = environment.flag("BEHIND_PROXY")  # a proxy ends TLS, and sets X-Forwarded-Proto itself
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1  # limits count the address the proxy saw, not the proxy's own
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = environment.whole_number("HSTS_SECONDS", 31_536_000)
if SECURE_HSTS_SECONDS < 1:
    raise ImproperlyConfigured("HSTS_SECONDS is 0: browsers would go on asking over plain http. Set at least 1.")
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_NAME = "__Host-csrf"
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https"

# --- files and mail ------------------------------------------------------------------------------
DATA = environment.data_folder()
if DATA is None:
    raise ImproperlyConfigured(
        "FORETASTE_DATA is not set: name the folder for uploaded files and collected static files."
    )
MEDIA_ROOT = DATA / "files"  # private: served only by a view that asks who reads
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "foretaste.web.storage.JoinedStaticFilesStorage"},
}
environment.required("MAIL_HOST", "name the mail server; without it nobody can be told anything, or sign in by mail.")
mail = environment.mail()
if mail["EMAIL_HOST_PASSWORD"] and not mail["EMAIL_USE_TLS"]:
    raise ImproperlyConfigured("MAIL_TLS is off and would send MAIL_PASSWORD in the clear: set MAIL_TLS=1.")
globals().update(mail)

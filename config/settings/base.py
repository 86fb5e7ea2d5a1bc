"""Settings every instance shares. Secrets and addresses come from the environment."""

from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

ROOT = Path(__file__).resolve().parent.parent.parent

# --- what this instance is -------------------------------------------------------------------
DEMO = False  # demo people with one-click sign-in, a movable clock, a mailbox page
INSTANCE_NAME = "Foretaste"
HELP_EMAIL = "help@example.org"  # shown on every help page: a person reads it
ALERTS_ADDRESS = ""  # where forwarded job alerts are taken, alerts@host: at alerts+TOKEN@host; a variable sets it
HELP_PHONE = ""  # shown beside it where there is one
MONEY_HELD_WORD = "held"  # never "escrow" unless a licensed partner holds the money
PAYMENT_PROVIDER = "sandbox"
ALLOW_SANDBOX_PROVIDER = True
SANDBOX_CURRENCIES: tuple[str, ...] = ()  # those the sandbox settles in without converting; empty: every one
SANDBOX_KEEPS_ACCOUNTS = False  # the sandbox plays a provider that keeps an account for each person, as Stripe does
STRIPE_SECRET_KEY = ""  # the variable of that name sets it
STRIPE_WEBHOOK_SECRET = ""  # the variable of that name sets it
STRIPE_CONNECT_WEBHOOK_SECRET = ""  # the variable of that name sets it
STRIPE_CURRENCIES = ("EUR",)  # the variable of that name sets it
STRIPE_BANK_TRANSFER_COUNTRY = "DE"  # the variable of that name sets it
MANUAL_ACCOUNT_HOLDER = ""  # the variable of that name sets it
MANUAL_ACCOUNT_NUMBER = ""  # the variable of that name sets it
MANUAL_ACCOUNT_BIC = ""  # the variable of that name sets it
MANUAL_CURRENCIES = ("EUR",)  # the variable of that name sets it
DEFAULT_FEE_BASIS_POINTS = 1000  # of what the intern is paid
BONUS_AGREEMENTS = 3  # an intern's first agreements in any so many days carry the exit bonus
BONUS_WINDOW_DAYS = 90  # these days
CARD_FUNDED_PAYOUT_DELAY_DAYS = 0  # so long a payout of card-funded money waits; an earning never does
GOODWILL_DAYS_A_YEAR = 3  # at most so many days' pay of goodwill for one company in any 365 days
GOODWILL_A_YEAR_MINOR = {"EUR": 100_000, "GBP": 100_000, "USD": 100_000, "JPY": 150_000}  # and at most such a sum
CORRECTION_BY_ONE_MINOR = {"EUR": 5_000, "GBP": 5_000, "USD": 5_000}  # up to it one operator corrects alone
DELIVERABLE_MAX_BYTES = 20 * 1024 * 1024  # the largest file an intern can upload
API_REQUESTS_A_MINUTE = 600  # of one API token; the next is answered 429 with Retry-After; 0: no limit
API_REQUESTS_A_MINUTE_WITHOUT_TOKEN = 120  # of one address, with no token or one that opens nothing; 0: no limit
INVITATIONS_A_DAY = 50  # to trials, of one person: each is a mail to somebody; 0: no limit
COLLEAGUE_INVITATIONS_A_DAY = 20  # of one person; 0: no limit
COMPANIES_OF_A_PERSON = 20  # for which one person posts; 0: no limit
TOKENS_OF_A_PERSON = 50  # of the JSON API, in use at once; 0: no limit
DRAFTS_OF_A_COMPANY = 200  # of postings, unpublished at once; 0: no limit
QUESTIONS_A_DAY = 20  # under postings, of one person: each is a mail to the company; 0: no limit
BROUGHT_A_DAY = 60  # links, job-alert mails and files that one person has read for themselves; 0: no limit
PROFILES_A_DAY = 20  # files of a profile (JSON Resume, LinkedIn) that one person has read; 0: no limit
WRONG_SIGNATURES_A_MINUTE = 10  # of one address at one company's webhook; then it is answered 429; 0: no limit
INVITATIONS_TO_ONE_ADDRESS_A_DAY = 5  # as a colleague, or who applied on Indeed; of all companies; 0: no limit
GOOGLE_INDEXING_KEY_FILE = ""  # the variable of that name sets it; empty: Google is told nothing
DATABASE_APPLICATION_ROLE = "foretaste_app"  # the database role that serves; migrations give it its rights

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_htmx",
    "procrastinate.contrib.django",
    "foretaste.core",
    "foretaste.skills",
    "foretaste.accounts",
    "foretaste.money",
    "foretaste.opportunities",
    "foretaste.trials",
    "foretaste.evaluations",
    "foretaste.matching",
    "foretaste.advice",
    "foretaste.records",
    "foretaste.messaging",
    "foretaste.syndication",
    "foretaste.insights",
    "foretaste.web",
    "foretaste.api",
]

MIDDLEWARE = [
    "foretaste.api.middleware.ApiMiddleware",  # around everything else that may say no
    "foretaste.web.sizes.RequestSizeMiddleware",  # before anything reads a body: a form is kept on disk while it comes
    "foretaste.web.career.hosts.CareerHostMiddleware",  # a company's own host name leads to its career site alone
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # pages, padded at random so that their length tells no secret
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "foretaste.web.middleware.ActorMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "foretaste" / "web" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "foretaste.web.context.page",
            ],
        },
    }
]

# --- people ----------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
SESSION_ENGINE = "foretaste.accounts.sessions"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_SIGNUP_FORM_CLASS = "foretaste.web.accounts.signup.SignUpForm"
ACCOUNT_ADAPTER = "foretaste.web.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "foretaste.web.accounts.forms.LoginForm",
    "signup": "foretaste.web.accounts.forms.WholeSignUpForm",
    "request_login_code": "foretaste.web.accounts.forms.RequestCodeForm",
    "confirm_login_code": "foretaste.web.accounts.forms.ConfirmCodeForm",
    "confirm_email_verification_code": "foretaste.web.accounts.forms.ConfirmEmailCodeForm",
    "reset_password": "foretaste.web.accounts.forms.ResetPasswordForm",
    "set_password": "foretaste.web.accounts.forms.SetPasswordForm",
    "change_password": "foretaste.web.accounts.forms.ChangePasswordForm",
    "add_email": "foretaste.web.accounts.forms.AddEmailForm",
    "reauthenticate": "foretaste.web.accounts.forms.ReauthenticateForm",
}
MFA_FORMS = {
    "authenticate": "foretaste.web.accounts.forms.AuthenticateForm",
    "reauthenticate": "foretaste.web.accounts.forms.ReauthenticateWithCodeForm",
    "activate_totp": "foretaste.web.accounts.forms.ActivateTotpForm",
    "add_webauthn": "foretaste.web.accounts.forms.AddPasskeyForm",
}
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = True
MFA_ADAPTER = "foretaste.web.accounts.second_factor.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = False
OPERATORS_NEED_A_SECOND_FACTOR = (
    True  # or a passkey, before the desk and its part of the API open; a demo asks for none
)
LOGIN_REDIRECT_URL = "/account/home/"
LOGIN_URL = "/account/login/"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# Sign-in counts its attempts in the cache; every web process has to see the same count.
# Django keeps 300 by itself, and drops others to make room: whoever filled it would be rid of their count.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "core_cache",
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    }
}

# --- words, time, files ----------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGE_COOKIE_NAME = "language"
LANGUAGES = [("en", _("English"))]
USE_I18N = True
LOCALE_PATHS = [ROOT / "foretaste" / "web" / "documents" / "locale"]  # words of documents, in more languages than pages
USE_TZ = True
TIME_ZONE = "UTC"
STATIC_URL = "/static/"
STATICFILES_DIRS = [ROOT / "foretaste" / "web" / "static"]
FORM_RENDERER = "foretaste.web.rendering.Renderer"
CSRF_FAILURE_VIEW = "foretaste.web.errors.csrf_failure"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- what broke, on standard error ------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"without_keys": {"()": "foretaste.web.logs.WithoutKeys"}},
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "filters": ["without_keys"], "formatter": "line"},
    },
    "loggers": {"django.request": {"handlers": ["stderr"], "level": "ERROR"}},
}

# --- security that no environment loosens -----------------------------------------------------
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

"""Settings, read from the environment; what is wrong fails at start."""

import os
from pathlib import Path

from csp.constants import NONE, SELF

from tongzhou.config.sqlite import swap_driver

swap_driver()

from tongzhou.config.databases import cache, databases
from tongzhou.core.secrets import load_or_make

PACKAGE = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("TONGZHOU_DATA") or "data").resolve()
DATA.mkdir(parents=True, exist_ok=True, mode=0o700)

# One random secret of this installation; all other keys are derived from it, each with a label.
MASTER_SECRET = load_or_make(DATA / "master.secret", os.environ.get("TONGZHOU_MASTER_SECRET"))
SECRET_KEY = MASTER_SECRET.hex()
# Where the nightly backup goes (better another disk), and the public key it is sealed to.
BACKUPS = Path(os.environ.get("TONGZHOU_BACKUPS") or DATA / "backups").resolve()
BACKUP_KEY = os.environ.get("TONGZHOU_BACKUP_KEY", "")

DEBUG = False
IS_TLS = os.environ.get("TONGZHOU_TLS") == "1"
# Host, port without TLS and port with it, where `serve --tls` vouches for itself.
TRUST_AT = os.environ.get("TONGZHOU_TRUST_AT", "")
ALLOWED_HOSTS = os.environ.get("TONGZHOU_HOSTS", "*").split(",")
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("TONGZHOU_ORIGINS", "").split(",") if o]

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
    "django_htmx",
    "template_partials",
    "tongzhou.core",
    "tongzhou.ui",
    "tongzhou.accounts",
    "tongzhou.privacy",
    "tongzhou.registry",
    "tongzhou.desk",
    "tongzhou.followup",
    "tongzhou.gates",
    "tongzhou.closures",
    "tongzhou.roster",
    "tongzhou.workflows",
    "tongzhou.field",
    "tongzhou.today",
    "js_lib_leaflet",
    # After our own apps, whose templates take the place of allauth's.
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "tongzhou.core.middleware.NoStoreMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "csp.middleware.CSPMiddleware",
    "tongzhou.registry.middleware.ActingMiddleware",
    "tongzhou.core.middleware.RefusalMiddleware",
    "tongzhou.ui.middleware.SignInMiddleware",
    "tongzhou.ui.middleware.SavedMiddleware",
]

ROOT_URLCONF = "tongzhou.config.urls"
WSGI_APPLICATION = "tongzhou.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "tongzhou.ui.context.frame",
            ],
        },
    },
]
FORM_RENDERER = "tongzhou.ui.forms.Renderer"

DATABASES = databases(
    DATA, os.environ.get("DATABASE_URL", ""), os.environ.get("KEYS_DATABASE_URL", "")
)
DATABASE_ROUTERS = ["tongzhou.privacy.router.KeyRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Counts of sign-in attempts: in memory while one process serves, else in the database.
CACHES = {"default": cache(os.environ.get("DATABASE_URL", ""))}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["tongzhou.registry.backend.MemberBackend"]
PASSWORD_HASHERS = ["tongzhou.accounts.hashers.StreetArgon2"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 7
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_TLS
SESSION_COOKIE_HTTPONLY = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "tongzhou.ui.errors.csrf_failure"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

LANGUAGE_CODE = "en"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
USE_I18N = True
TIME_ZONE = os.environ.get("TONGZHOU_TIME_ZONE", "Asia/Shanghai")
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = PACKAGE.parent / "static"
STORAGES = {
    "staticfiles": {"BACKEND": "tongzhou.ui.storage.StaticStorage"},
}
# Compressing well is slow, and nobody who only uses the pages asks for maps of sources.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ("br", "gif", "gz", "jpg", "map", "png", "webp", "woff2")
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "loggers": {"django": {"handlers": ["console"], "level": "WARNING"}},
}

# Only behind a proxy of our own may the client's address and scheme be read from headers.
IS_BEHIND_PROXY = os.environ.get("TONGZHOU_TRUST_PROXY") == "1"
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if IS_BEHIND_PROXY else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if IS_BEHIND_PROXY else None
ACCOUNT_ADAPTER = "tongzhou.accounts.adapters.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "tongzhou.accounts.forms.SignInForm",
    "change_password": "tongzhou.accounts.forms.ChangePasswordForm",
    "set_password": "tongzhou.accounts.forms.SetPasswordForm",
    "reauthenticate": "tongzhou.accounts.forms.PasswordAgainForm",
}
# A whole office signs in from one address. Wrong passwords are slowed by `accounts.slowdown`;
# "login_failed" is left for one-time codes, which are only asked for after the password.
ACCOUNT_RATE_LIMITS = {
    "login": "600/m/ip",
    "login_failed": "60/m/ip,5/5m/key",
    # Phones outdoors that are not known, or do not know their secret.
    "field_phone": "60/m/ip",
    # A whole compound can be behind one address; whoever tries numbers is slowed down.
    "roster_join": "20/m/ip,300/d/ip",
}
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_USER_MODEL_USERNAME_FIELD = "username"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_ADAPTER = "tongzhou.accounts.adapters.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "tongzhou.accounts.forms.CodeForm",
    "reauthenticate": "tongzhou.accounts.forms.CodeAgainForm",
    "activate_totp": "tongzhou.accounts.forms.ActivateAppForm",
    "add_webauthn": "tongzhou.accounts.forms.AddPasskeyForm",
}
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Tongzhou"
MFA_TOTP_TOLERANCE = 1

"""The one settings file. What differs between machines comes from the environment (README, "Settings").

Every variable has a default that is safe on one machine: SQLite and files in DATA_DIR, served on loopback.
A wrong value stops the start with a sentence that says how to mend it.
"""

import secrets
import sys
import zoneinfo
from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _
from environs import Env, EnvError

BASE_DIR = Path(__file__).resolve().parent.parent

env = Env()
VERSION = "0.1.0"


def stored_secret_key(folder):
    """The machine's own secret key, made at the first start and readable by its owner alone."""
    path = folder / "secret-key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text().strip()


try:
    DATA_DIR = env.path("DATA_DIR", BASE_DIR / "var").resolve()
    DATA_DIR.mkdir(parents=True, exist_ok=True)
    HOST = env.str("HOST", "127.0.0.1")
    PORT = env.int("PORT", 8000)
    SITE_URL = env.str("SITE_URL", f"http://{HOST}:{PORT}").rstrip("/")
    ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
    SECRET_KEY = env.str("SECRET_KEY", "") or stored_secret_key(DATA_DIR)
    TIME_ZONE = env.str("TIME_ZONE", "Asia/Phnom_Penh")
    zoneinfo.ZoneInfo(TIME_ZONE)
    WEB_WORKERS = env.int("WEB_WORKERS", 2)
    DEBUG = env.bool("DEBUG", False)
    DEMO = env.bool("DEMO", True)
    NAMES_AT_SESSIONS = env.bool("NAMES_AT_SESSIONS", True)
    REDIS_URL = env.str("REDIS_URL", "")
    MEDIA_URL = env.str("MEDIA_URL", "/media/")
    DATABASES = {
        "default": env.dj_db_url(
            "DATABASE_URL",
            f"sqlite:///{DATA_DIR / 'sala.sqlite3'}",
            conn_max_age=60,  # opening a connection costs as much as a whole page
            conn_health_checks=True,
        )
    }
    EMAIL = env.dj_email_url("EMAIL_URL", "console://")
except (EnvError, zoneinfo.ZoneInfoNotFoundError, OSError, ValueError) as problem:
    sys.exit(
        f"Sala cannot start: a setting is wrong. {problem}. Correct it and start again (README, Settings)."
    )

IS_HTTPS = SITE_URL.startswith("https://")

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Readers never wait for the one writer, and a writer takes its lock at the start of its transaction
    # instead of failing half-way. What was committed is on the disk, so that a receipt holds after a power cut.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    }
    # Tests use a file as the product does, so that several threads and processes can meet in it.
    DATABASES["default"]["TEST"] = {"NAME": DATA_DIR / "test.sqlite3"}

EMAIL_BACKEND = EMAIL["EMAIL_BACKEND"]
EMAIL_HOST = EMAIL["EMAIL_HOST"]
EMAIL_PORT = EMAIL["EMAIL_PORT"]
EMAIL_HOST_USER = EMAIL["EMAIL_HOST_USER"]
EMAIL_HOST_PASSWORD = EMAIL["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS = EMAIL["EMAIL_USE_TLS"]
EMAIL_USE_SSL = EMAIL["EMAIL_USE_SSL"]

INSTALLED_APPS = [
    # Upper apps first: their templates may override those of the packages below.
    "hotspots",
    "ambassadors",
    "lms",
    "content",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.sites",
    "lms.apps.UsersConfig",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.snippets",
    "wagtail.embeds",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_q",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "lms.pagecache.page_cache",  # first: a page from memory passes nothing else
    "lms.middleware.mark_as_ours",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "lms.middleware.end_session_left_behind",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "lms.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "ambassadors.sign_ins.phone_sessions.phone_sessions",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "lms.style.PublicStyleCSPMiddleware",
]

ROOT_URLCONF = "lms.urls"
WSGI_APPLICATION = "lms.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "lms.User"
LOGIN_URL = "wagtailadmin_login"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "lms.context_processors.sala",
            ],
        },
    },
]
FORM_RENDERER = "lms.renderers.FormRenderer"

AUTHENTICATION_BACKENDS = ["lms.backends.PasswordBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    "lms.hashers.PinHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# Languages: Khmer is the default and needs no complete support from Django or Wagtail, because every string a
# learner or ambassador meets stands in our own catalogue.
LANGUAGE_CODE = "km"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("km", _("Khmer")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "lms" / "locale"]
FORMAT_MODULE_PATH = ["lms.formats"]
USE_I18N = True
USE_TZ = True
WAGTAIL_I18N_ENABLED = True
WAGTAIL_ALLOW_UNICODE_SLUGS = False  # addresses are read aloud and typed; Wagtail's Khmer ones lose vowels
WAGTAILADMIN_USER_LOGIN_FORM = "lms.viewsets.users.LoginForm"
WAGTAILADMIN_PERMITTED_LANGUAGES = [("en", "English"), ("km", "ខ្មែរ")]

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # What only some may see, such as photos of training sessions: served by views that ask who it is.
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA_DIR / "private"},
    },
    "staticfiles": {"BACKEND": "lms.storage.StaticFilesStorage"},
}

if REDIS_URL:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}
else:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

Q_CLUSTER = {
    "name": "sala",
    "workers": 1,
    "timeout": 600,
    "retry": 660,  # must be longer than timeout, or a slow task would be run twice at once
    "max_attempts": 5,
    "poll": 2,
    "catch_up": False,
    "label": "Tasks",
    **({"redis": REDIS_URL} if REDIS_URL else {"orm": "default"}),
}

WAGTAIL_SITE_NAME = "Sala"
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAILIMAGES_IMAGE_MODEL = "content.Picture"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp", "svg"]
WAGTAILDOCS_EXTENSIONS = [
    *("pdf", "txt", "csv", "xlsx", "docx", "zip"),
    *("mp3", "m4a", "ogg", "opus", "webm", "mp4", "vtt"),
]
WAGTAIL_WORKFLOW_ENABLED = False  # editors publish themselves; the rule is Khmer first (content.publishing)
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAILEMBEDS_FINDERS = []
WAGTAILADMIN_UNSAFE_PAGE_DELETION_LIMIT = 20
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
WAGTAILLOCALIZE_DISABLE_ON_MODIFIED_LIVE_SYNC = True
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}

# Security. Public pages carry no inline script; staff pages are Wagtail's own and keep its needs.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if IS_HTTPS else None
SECURE_SSL_REDIRECT = IS_HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 31_536_000 if IS_HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_AGE = 31_536_000
CSRF_FAILURE_VIEW = "lms.views.errors.csrf_failure"
CSRF_TRUSTED_ORIGINS = [SITE_URL]
X_FRAME_OPTIONS = "SAMEORIGIN"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": ["/admin/"],
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}

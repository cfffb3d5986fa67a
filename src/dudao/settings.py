"""The settings of the site, from top to bottom.

What an installer may change comes from the environment, has a default that works, and stops the start when it makes
no sense. Every name is explained in `docs/settings.md`.
"""

import os
import re
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

PACKAGE = Path(__file__).resolve().parent
SWITCH = {"on": True, "off": False}


def switch(name: str, default: str) -> bool:
    said = os.environ.get(name, default)
    if said not in SWITCH:
        raise ImproperlyConfigured(f"{name}={said!r}：只能是 on 或 off。")
    return SWITCH[said]


def port(name: str, default: str) -> int:
    said = os.environ.get(name, default)
    if not (said.isascii() and said.isdigit() and 1 <= int(said) <= 65535):
        raise ImproperlyConfigured(f"{name}={said!r}：端口须是 1 到 65535 之间的整数。")
    return int(said)


def choice(name: str, *choices: str) -> str:
    """One of a few words; the first is the default."""
    said = os.environ.get(name) or choices[0]
    if said not in choices:
        raise ImproperlyConfigured(f"{name}={said!r}：只能是 {'、'.join(choices)} 之一。")
    return said


def word(name: str, default: str) -> str:
    said = os.environ.get(name, default)
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,39}", said):
        raise ImproperlyConfigured(f"{name}={said!r}：只能用小写字母、数字和短横，最多 40 个。")
    return said


def folder(name: str, default: Path) -> Path:
    try:
        said = Path(os.environ.get(name) or default).expanduser()
    except RuntimeError:
        raise ImproperlyConfigured(f"不知道您的个人文件夹在哪里；用 {name} 说明数据放在哪个文件夹。") from None
    if not said.is_absolute():
        raise ImproperlyConfigured(f"{name}={str(said)!r}：须是绝对路径，免得换个目录启动就换了一套数据。")
    if said.exists() and not said.is_dir():
        raise ImproperlyConfigured(f"{name}={str(said)!r}：已有同名文件，须是文件夹。")
    return said


def database(name: str, data: Path) -> dict[str, Any]:
    """The SQLite file of the data folder, or the PostgreSQL that is named: postgresql://user:password@host:5432/name."""
    said = os.environ.get(name, "")
    if not said:
        # One writer at a time, nothing acknowledged is ever forgotten: see docs/decisions and `dudao.database`.
        return {"ENGINE": "dudao.database.sqlite", "NAME": str(data / "dudao.sqlite3"), "CONN_MAX_AGE": None}
    try:
        parts = urlsplit(said)
        host, port_, more = parts.hostname or "", parts.port, parse_qs(parts.query, strict_parsing=bool(parts.query))
    except ValueError:
        raise ImproperlyConfigured(f"{name} 读不懂：写成 postgresql://用户:口令@主机:5432/库名。") from None
    if parts.scheme != "postgresql" or len(parts.path) < 2 or set(more) - {"host", "sslmode", "sslrootcert"}:
        raise ImproperlyConfigured(
            f"{name} 不对：只能是 postgresql://用户:口令@主机:5432/库名，后面可加 ?host=套接字文件夹、?sslmode=、&sslrootcert=。"
        )
    options = {key: values[0] for key, values in more.items() if key != "host"}
    return {
        "ENGINE": "dudao.database.postgresql",
        "NAME": unquote(parts.path[1:]),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": more.get("host", [host])[0],
        "PORT": str(port_ or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


def secret_key(data: Path) -> str:
    """The key that `dudao site serve` made at its first start.

    Without one (tests, tools) a key that lives as long as this process: reading the settings must never write a file.
    """
    file = data / "secret-key"
    return file.read_text("ascii").strip() if file.is_file() else secrets.token_urlsafe(50)


# What an installer may change
DUDAO_DATA = folder("DUDAO_DATA", Path("~/.local/share/dudao"))
DUDAO_PORT = port("DUDAO_PORT", "8321")
DUDAO_INSTALLATION = word("DUDAO_INSTALLATION", "local")
DUDAO_LOG = choice("DUDAO_LOG", "requests", "faults")
DEBUG = switch("DUDAO_DEBUG", "off")

SECRET_KEY = secret_key(DUDAO_DATA)
# The site binds to loopback and answers to its names only; a page of another site cannot reach it under a name it made up.
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]

ROOT_URLCONF = "dudao.urls"
WSGI_APPLICATION = "dudao.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Our own rooms from the ground up: the order of the import contract.
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django_htmx",
    "template_partials",
    "dudao.apps.audit",
    "dudao.apps.organisations",
    "dudao.apps.upkeep",
    "dudao.apps.standards",
    "dudao.apps.campaigns",
    "dudao.apps.returns",
    "dudao.apps.assessment",
    "dudao.apps.portal",
]

MIDDLEWARE = [
    "dudao.apps.upkeep.requests.Numbered",
    "dudao.apps.organisations.browser.SafetyHeaders",
    "dudao.apps.organisations.browser.OwnSiteOnly",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "dudao.apps.organisations.answers.RefusalsAsAnswers",
    "dudao.apps.organisations.entry.SignedInOnly",
    "dudao.apps.upkeep.requests.RoomForFiles",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "dudao.apps.campaigns.frame.frame",
            ],
            "builtins": ["dudao.apps.organisations.templatetags.dudao_tags"],
        },
    }
]

# Never ATOMIC_REQUESTS: a page that only reads would hold the writer's lock.
DATABASES = {"default": database("DUDAO_DATABASE", DUDAO_DATA)}

AUTH_USER_MODEL = "organisations.Person"
LOGIN_URL = "/enter"
SESSION_COOKIE_AGE = 12 * 60 * 60
# Cookies of 127.0.0.1 are shared by all its ports: the demonstration beside one's own site must not end its session.
SESSION_COOKIE_NAME = f"dudao_session_{DUDAO_PORT}"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = f"dudao_csrf_{DUDAO_PORT}"
CSRF_COOKIE_AGE = None  # until the browser is closed
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "dudao.apps.organisations.answers.stale_form"

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [PACKAGE / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
# Served where they lie; nothing is collected, so that an update of the program is an update of its pages.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_ALLOW_ALL_ORIGINS = False

# A workbook has at most 20 MB (reading one is limited again in `dudao.cage`); the rest of a form is small.
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
DATA_UPLOAD_MAX_NUMBER_FILES = 1000  # a whole folder; how many workbooks of it are taken is said on the page
FILE_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024

# JSON lines in UTC without bodies, names and query strings. The file is kept by the serving process: see `dudao.wsgi`.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "dudao.apps.upkeep.logs.JsonLines"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json", "level": "WARNING"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "dudao": {"level": "INFO"},
        "dudao.requests": {"level": "INFO" if DUDAO_LOG == "requests" else "WARNING"},
        # Its line for every 404 and 500 would come beside ours, which carries the number the reader sees.
        "django.request": {"level": "CRITICAL"},
    },
}

"""The door for the web server: `dudao site serve` starts it with granian."""

import logging.handlers
import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from dudao.apps.upkeep.logs import JsonLines

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dudao.settings")

application = get_wsgi_application()

# The numbers on fault pages must still be found when the terminal is closed. Set up here, in the process that serves.
DAYS_KEPT = 200  # the law asks for six months
file = logging.handlers.TimedRotatingFileHandler(
    settings.DUDAO_DATA / "site.log", when="midnight", utc=True, backupCount=DAYS_KEPT, encoding="utf-8", delay=True
)
file.setFormatter(JsonLines())
logging.getLogger().addHandler(file)

"""The door for the web server: `dudao site serve` starts it with granian."""

import logging.handlers
import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dudao.settings")

application = get_wsgi_application()

# The numbers on fault pages must still be found when the terminal is closed. Set up here, in the process that serves.
faults = logging.handlers.RotatingFileHandler(
    settings.DUDAO_DATA / "site.log", maxBytes=2_000_000, backupCount=3, encoding="utf-8", delay=True
)
faults.setFormatter(logging.Formatter("{asctime} {levelname} {name} {message}", style="{"))
logging.getLogger("dudao").addHandler(faults)

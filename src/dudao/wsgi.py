"""The door for the web server: `dudao site serve` starts it with granian."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dudao.settings")

application = get_wsgi_application()

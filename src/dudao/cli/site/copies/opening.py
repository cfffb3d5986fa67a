"""Opening pages of a restored site as the person who sits at the computer, without a server. Run as a program of its own:

`python -m dudao.cli.site.copies.opening FOLDER COUNT`, because Django can be set up over one folder only.
"""

import json
import random
import re
import sys
from pathlib import Path
from typing import Any

HREF = re.compile(r'href="(/[^"#]*)"')
LEAVE_OUT = ("/static/", "/enter", "/leave", "/csp")  # no pages, or pages that end the visit


def open_pages(folder: Path, count: int, chance: random.Random) -> dict[str, Any]:
    """Follow links from the front page by chance until `count` pages were opened or there are no more."""
    from dudao.cli.site.serving import open_site

    open_site(folder, 8321)
    from django.test import Client

    from dudao.apps.organisations.actions import LOCAL_LOGIN
    from dudao.apps.organisations.models import Person

    browser = Client(raise_request_exception=False, HTTP_HOST="127.0.0.1:8321")
    browser.force_login(Person.objects.get(login=LOCAL_LOGIN))
    waiting, known = ["/"], {"/"}
    opened: list[tuple[str, int]] = []
    while waiting and len(opened) < count:
        address = waiting.pop(chance.randrange(len(waiting)))
        answer = browser.get(address)
        if 300 <= answer.status_code < 400:
            found = [answer["Location"]] if answer["Location"].startswith("/") else []
        else:
            opened.append((address, answer.status_code))
            page = "text/html" in answer.get("Content-Type", "") and not answer.streaming
            found = HREF.findall(answer.content.decode()) if page else []
        fresh = dict.fromkeys(one.replace("&amp;", "&") for one in found if not one.startswith(LEAVE_OUT))
        waiting += [one for one in fresh if one not in known]
        known.update(fresh)
    return {"opened": len(opened), "failed": [list(one) for one in opened if one[1] != 200]}


if __name__ == "__main__":
    print(json.dumps(open_pages(Path(sys.argv[1]), int(sys.argv[2]), random.SystemRandom())))

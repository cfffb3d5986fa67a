"""Writers to be killed: `python -m tests.faults.writers FOLDER`. Every line on standard input starts one.

The program reads the models once and forks; a writer acts for ever and says `pid token` for each act when, and only when,
the act has returned: that is what a person would be told.
"""

import os
import signal
import sys
from typing import NoReturn


def write_for_ever() -> NoReturn:
    from django.utils import timezone

    from dudao.apps.audit.actors import SYSTEM
    from dudao.apps.organisations.actions import issue_link
    from dudao.apps.organisations.models import Person

    person = Person.objects.get(login="local")
    while True:
        token = issue_link(person, by=SYSTEM, at=timezone.now())
        os.write(1, f"{os.getpid()} {token}\n".encode())


def main() -> None:
    import django

    django.setup()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the dead are buried at once
    os.write(1, b"ready\n")
    for _line in sys.stdin:
        if os.fork() == 0:
            write_for_ever()


if __name__ == "__main__":
    main()

"""One writer that says what it was told: `python -m tests.faults.one_writer FOLDER`, until writing is refused or 30 acts are done.

Prints `saved TOKEN` for each act that returned, and at the end the kind of the refusal, or `all`.
"""

import os


def main() -> None:
    import django

    django.setup()
    from django.db import DatabaseError
    from django.utils import timezone

    from dudao.apps.audit.actors import SYSTEM
    from dudao.apps.organisations.actions import issue_link
    from dudao.apps.organisations.models import Person
    from dudao.database.stopping import why_stopped

    try:
        person, refused = Person.objects.get(login="local"), ""
    except DatabaseError:  # the very first write, when the database is opened
        os.write(1, b"unopened goes-on\n")
        return
    for _turn in range(30):
        try:
            token = issue_link(person, by=SYSTEM, at=timezone.now())
        except DatabaseError as refusal:
            refused = refused or type(refusal).__name__
        else:
            os.write(1, f"saved {token}\n".encode())
    os.write(1, f"{refused or 'all'} {'stopped' if why_stopped() else 'goes-on'}\n".encode())


if __name__ == "__main__":
    main()

"""What the server's worker serves. It leaves with the process that started it.

A worker that outlives a killed supervisor would keep the port, and the next start would find it taken.
"""

import os
import threading
import time

from dudao.wsgi import application

__all__ = ["application"]

SECONDS = 0.5


def _leave_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(SECONDS)
    os._exit(0)  # an answer under way is not acknowledged; a transaction under way is rolled back by the database


threading.Thread(target=_leave_with, args=(os.getppid(),), daemon=True).start()

"""What this process has answered since it was started, as numbers."""

import threading
from collections import Counter

from dudao.database.measuring import Times

_lock = threading.Lock()
answered: Counter[str] = Counter()  # by class of status: 2xx, 3xx, 4xx, 5xx
took = Times()


def count(status: int, seconds: float) -> None:
    with _lock:
        answered[f"{status // 100}xx"] += 1
    took.add(seconds)

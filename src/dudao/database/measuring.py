"""How long things took, in steps that Prometheus understands. Counted in this process, from its start."""

import threading
from collections.abc import Iterator

STEPS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)  # seconds


class Times:
    """Durations by step, their number and their sum."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._within = [0] * (len(STEPS) + 1)  # the last: longer than the longest step
        self._sum = 0.0

    def add(self, seconds: float) -> None:
        step = next((number for number, most in enumerate(STEPS) if seconds <= most), len(STEPS))
        with self._lock:
            self._within[step] += 1
            self._sum += seconds

    def lines(self, name: str) -> Iterator[str]:
        """As Prometheus text: each bucket with everything shorter."""
        with self._lock:
            within, total = list(self._within), self._sum
        count = 0
        for most, number in zip((*map(str, STEPS), "+Inf"), within):
            count += number
            yield f'{name}_bucket{{le="{most}"}} {count}'
        yield f"{name}_sum {total:.6f}"
        yield f"{name}_count {count}"


waited = Times()  # for the gate before the writer's lock
held = Times()  # the gate, from having it to giving it back

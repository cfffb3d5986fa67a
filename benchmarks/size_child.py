"""What one child process of `benchmarks.size` spent, phase by phase; its parent reads the one line it prints."""

import json
import sys
import time


class Clock:
    """CPU seconds from the start of the process."""

    def __init__(self) -> None:
        self.phases: dict[str, float] = {}
        self.last = 0.0  # what Python itself took before belongs to the imports

    def mark(self, phase: str) -> None:
        now = time.process_time()
        self.phases[phase] = now - self.last
        self.last = now

    def skip(self) -> None:
        """What came since the last mark is nobody's."""
        self.last = time.process_time()

    def tell(self, **more: object) -> None:
        sys.stdout.write(json.dumps({**self.phases, **more}) + "\n")

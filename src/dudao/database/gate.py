"""The gate before the writer's lock.

SQLite's own waiting is not fair: with 32 writers some wait for many seconds and then hear "database is locked". Whoever
wants to write takes an `flock` first and waits in the kernel's queue. The kernel frees it when the holder is killed.
"""

import fcntl
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from dudao.database import measuring


class GateTimeout(TimeoutError):
    """Somebody held the gate longer than anybody should."""


class Gate:
    """One connection's key to the gate of one database. May be taken again by whoever holds it.

    `file` None: a database in memory, which nobody else can write to; the gate is always open.
    """

    def __init__(self, file: str | None, timeout: float) -> None:
        self.file = file
        self.timeout = timeout
        self._depth = 0
        self._lock: int | None = None
        self._since = 0.0

    def take(self) -> None:
        if self._depth == 0 and self.file is not None:
            asked = time.monotonic()
            self._lock = self._wait(self.file)
            self._since = time.monotonic()
            measuring.waited.add(self._since - asked)
        self._depth += 1

    def leave(self) -> None:
        if self._depth == 0:
            return
        self._depth -= 1
        if self._depth == 0:
            self._open()

    def leave_altogether(self) -> None:
        """The transaction is over, however deep it was."""
        self._depth = 0
        self._open()

    @contextmanager
    def held(self) -> Iterator[None]:
        self.take()
        try:
            yield
        finally:
            self.leave()

    def _open(self) -> None:
        lock, self._lock = self._lock, None
        if lock is not None:
            measuring.held.add(time.monotonic() - self._since)
            os.close(lock)  # The lock belongs to the open file: closing it frees the gate.

    def _wait(self, file: str) -> int:
        lock = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._queue(lock)
        return lock

    def _queue(self, lock: int) -> None:
        """Wait in the kernel, which knows no time limit, in a thread that is given up when the time is over."""
        done = threading.Event()
        mutex = threading.Lock()
        given_up = False

        def wait() -> None:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX)
            finally:
                with mutex:
                    done.set()
                    if given_up:
                        os.close(lock)

        threading.Thread(target=wait, name="dudao-gate", daemon=True).start()
        done.wait(self.timeout)
        with mutex:
            given_up = not done.is_set()
        if given_up:
            raise GateTimeout(f"等了 {self.timeout:g} 秒仍轮不到写数据库：另一个程序一直占着。")

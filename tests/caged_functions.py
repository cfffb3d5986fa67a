"""What a child of the cage is made to do in its tests."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path


def shout(payload: bytes, *words: str) -> list[str]:
    return [payload.decode().upper(), *words]


def refuse(payload: bytes) -> None:
    raise ValueError("这个文件有密码，请去掉密码另存")


def stumble(payload: bytes) -> None:
    raise KeyError("sheet1")


def loop(payload: bytes) -> None:
    while True:
        pass


def sleep(payload: bytes) -> None:
    import threading

    threading.Event().wait()


def hog(payload: bytes) -> int:
    return len(bytearray(3 << 30))


def hoard(payload: bytes) -> int:
    kept = []
    while True:
        kept.append([0] * 100_000)


def die(payload: bytes) -> None:
    os.abort()


def chatter(payload: bytes) -> str:
    print("no answer")
    sys.stderr.write("no answer either")
    return "answer"


def babble(payload: bytes) -> None:
    os.write(1, b"[1, 2")
    os._exit(0)


def flood(payload: bytes) -> None:
    while True:
        os.write(1, b"x" * (1 << 20))


def environment(payload: bytes) -> dict[str, object]:
    return {"names": sorted(os.environ), "session": os.getsid(0) == os.getpid(), "folder": os.getcwd()}


def attempt(payload: bytes, what: str) -> str:
    """Tries something forbidden; the kind of the exception, or what came of it."""
    path = payload.decode()
    attempts = {
        "connect": lambda: socket.create_connection(("127.0.0.1", 9)),
        "socket": lambda: socket.socket(),
        "resolve": lambda: socket.getaddrinfo("localhost", 80),
        "run": lambda: subprocess.run(["true"]),
        "system": lambda: os.system("true"),
        "fork": lambda: os.fork(),
        "write": lambda: Path(path).write_text("x"),
        "append": lambda: os.open(path, os.O_WRONLY | os.O_APPEND),
        "read": lambda: Path(path).read_text(),
        "passwd": lambda: Path("/etc/passwd").read_text(),
        "remove": lambda: Path(path).unlink(),
        "folder": lambda: Path(path + ".d").mkdir(),
        "link": lambda: Path(path + ".l").symlink_to(path),
    }
    try:
        return f"done: {attempts[what]()!r}"
    except OSError as error:
        return type(error).__name__


def _once(payload: bytes, what: Callable[[bytes], object]) -> object:
    """Goes wrong with one of many files only."""
    return what(payload) if payload.decode() == "坏" else []


def once_die(payload: bytes, name: str) -> object:
    return _once(payload, die)


def once_babble(payload: bytes, name: str) -> object:
    return _once(payload, babble)


def once_hoard(payload: bytes, name: str) -> object:
    return _once(payload, hoard)


def once_loop(payload: bytes, name: str) -> object:
    return _once(payload, loop)

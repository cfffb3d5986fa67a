"""Put before everything else in PYTHONPATH: every attempt of a program to reach another machine is written down and refused.

DUDAO_TEST_ATTEMPTS names the file. This machine is loopback, local sockets, and the addresses that its own name stands for.
"""

import os
import socket
from typing import Any

LOCAL = {"127.0.0.1", "::1", "localhost", "", "0.0.0.0", "::"}


class Outbound(OSError):
    """A program wanted to talk to another machine."""


def is_here(host: Any) -> bool:
    said = host.decode() if isinstance(host, bytes) else str(host)
    return said in LOCAL or said.startswith("127.") or said == socket.gethostname() or said in own_addresses()


def own_addresses() -> set[str]:
    try:
        return {str(place[4][0]) for place in _getaddrinfo(socket.gethostname(), None)}
    except OSError:
        return set()


def refuse(host: Any) -> None:
    if host is None or is_here(host):
        return
    if file := os.environ.get("DUDAO_TEST_ATTEMPTS"):
        with open(file, "a", encoding="utf-8") as out:
            out.write(f"{host}\n")
    raise Outbound(f"to another machine: {host}")


_getaddrinfo = socket.getaddrinfo
_connect, _connect_ex, _sendto = socket.socket.connect, socket.socket.connect_ex, socket.socket.sendto


def _inet(own: socket.socket) -> bool:
    return own.family in {socket.AF_INET, socket.AF_INET6}


def connect(own: socket.socket, address: Any) -> Any:
    if _inet(own):
        refuse(address[0])
    return _connect(own, address)


def connect_ex(own: socket.socket, address: Any) -> Any:
    if _inet(own):
        refuse(address[0])
    return _connect_ex(own, address)


def sendto(own: socket.socket, data: Any, *rest: Any) -> Any:
    if _inet(own):
        refuse(rest[-1][0])
    return _sendto(own, data, *rest)


def getaddrinfo(host: Any, *rest: Any, **more: Any) -> Any:
    refuse(host)
    return _getaddrinfo(host, *rest, **more)


def put_up() -> None:
    socket.getaddrinfo = getaddrinfo
    for name, guarded in (("connect", connect), ("connect_ex", connect_ex), ("sendto", sendto)):
        setattr(socket.socket, name, guarded)


put_up()

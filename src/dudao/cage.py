"""Hostile files are read in a limited child process: little memory, little time, no network, no writing.

One child per job, also where the job is a whole folder of files. It gets bytes on its standard input, calls one pure
function and answers with JSON on its standard output; never with pickles, which would let a child that has been taken
over take over its parent. Its death is a refusal, not a fault. On systems without resource limits (Windows) and where a limit is not kept (macOS ignores the
one on memory) the time on the wall and the ban on network and writing still hold; `limits()` says what does.
"""

import contextlib
import gc
import importlib
import json
import logging
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import IO, Any

from dudao.errors import Refusal
from dudao.spreadsheets.book import Book
from dudao.spreadsheets.reading.plain import NotABook, from_plain

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

log = logging.getLogger(__name__)

SECONDS, MEMORY_MB, WALL_SECONDS = 20, 1024, 60
MOST_ANSWER = 512 * 1024 * 1024  # bytes; a child that has been taken over could talk without end
MOST_WRONG = 20  # files of one job that are named as unreadable
OPEN_FILES = 32
READER = "dudao.spreadsheets.reading.plain:read_plain"
OUT_OF_MEMORY = 3  # exit status
KEPT = ("LD_LIBRARY_PATH", "SYSTEMROOT")  # of the environment: without them some interpreters do not start
ADVICE = "请用 Excel 或 WPS 打开，删去多余的工作表和格式，另存为 .xlsx 再上传"


class Unreadable(Refusal):
    """The file could not be read, or was refused by its reader."""


def read_book_caged(data: bytes, name: str) -> Book:
    """The workbook in these bytes, read in a child; Unreadable says what is wrong with them."""
    answer = run_caged(READER, data, name)
    try:
        return from_plain(answer)
    except NotABook as error:
        log.warning("The reader of workbooks gave something else: %s", error)
        raise Unreadable(f"无法读取该文件：读出的内容不完整。{ADVICE}") from error


@dataclass(frozen=True, slots=True)
class File:
    """A file to be read: its name, and how to get its bytes when its turn comes."""

    name: str
    content: Callable[[], bytes]


def read_books_caged(
    files: Sequence[File], done: Callable[[int, int, str], None] = lambda _number, _whole, _name: None
) -> list[Book]:
    """The workbooks in these files, read one after the other in one child; `done` hears how far it is.

    All or nothing: Unreadable names every file that cannot be read, each with what is wrong with it. A file that takes
    the child down with it is named, and the rest go on in another child.
    """
    books: list[Book] = []
    wrong: list[str] = []
    rest = list(files)
    while rest and len(wrong) <= MOST_WRONG:
        for file, answer in _Many(tuple(rest)).answers():
            rest.pop(0)
            done(len(files) - len(rest), len(files), file.name)
            try:
                books.append(from_plain(_answer(answer.said, answer.status, "reading many books")))
            except NotABook:
                wrong.append(f"{file.name}：读出的内容不完整。{ADVICE}")
            except Unreadable as refusal:
                wrong.append(f"{file.name}：{refusal}")
    if wrong:
        raise Unreadable(
            "\n".join([f"{len(files)} 份文件里有 {len(wrong)} 份不能读取，一份也没有带入：", *wrong[:MOST_WRONG]])
        )
    return books


def run_caged(
    function: str,
    payload: bytes,
    *args: str,
    seconds: int = SECONDS,
    memory_mb: int = MEMORY_MB,
    wall_seconds: float = WALL_SECONDS,
) -> Any:
    """What a pure function ("package.module:name") makes of `payload` and `args`, called in a child of its own.

    The function returns what JSON can say. Its ValueError comes back as Unreadable with the same words. So do the
    child's death, its using more than `seconds` of processor time, `memory_mb` of memory or `wall_seconds` on the wall,
    and any other exception of it, which is logged: hostile bytes bring out our own mistakes too.
    """
    order = {"function": function, "args": args, "seconds": seconds, "memory_mb": memory_mb, "path": _own_paths()}
    with _child(order) as child:
        said = _talk(child, payload, wall_seconds)
    if said is None:
        raise Unreadable(f"无法读取该文件：用时太长（超过 {wall_seconds:.0f} 秒）或结果太大。{ADVICE}")
    return _answer(said, child.returncode, function)


def _child(order: dict[str, Any]) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-I", "-S", "-B", "-X", "utf8", "-c", _CHILD, json.dumps(order)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={name: os.environ[name] for name in KEPT if name in os.environ},
        cwd=os.sep,
        start_new_session=True,
    )


@dataclass(slots=True)
class _Said:
    """One answer of a child that is asked many times: what it said, or how it ended."""

    said: bytes = b""
    status: int = 0


@dataclass(slots=True)
class _Many:
    """One child that reads many files, each with the limits of one."""

    files: Sequence[File]
    heard: "queue.Queue[bytes]" = field(default_factory=queue.Queue)

    def answers(self) -> Iterable[tuple[File, _Said]]:
        """Each file with its answer; ends with the first that takes the child down with it."""
        order = {"function": READER, "many": True, "seconds": SECONDS, "memory_mb": MEMORY_MB, "path": _own_paths()}
        with _child(order) as child:
            threading.Thread(target=self._feed, args=(child.stdin,), daemon=True).start()
            threading.Thread(target=self._listen, args=(child.stdout,), daemon=True).start()
            try:
                for file in self.files:
                    line = self._next()
                    if line is None or not line.endswith(b"\n"):
                        yield file, self._end(child, took_too_long=line is None)
                        return
                    yield file, _Said(line)
            finally:
                child.kill()

    def _next(self) -> bytes | None:
        try:
            return self.heard.get(timeout=WALL_SECONDS)
        except queue.Empty:
            return None

    def _end(self, child: "subprocess.Popen[bytes]", *, took_too_long: bool) -> _Said:
        if took_too_long:
            return _Said(status=-getattr(signal, "SIGKILL", 9))
        try:
            return _Said(status=child.wait(5) or 1)
        except subprocess.TimeoutExpired:
            return _Said(status=1)

    def _feed(self, stream: IO[bytes]) -> None:
        with contextlib.suppress(BrokenPipeError, OSError, ValueError), stream:
            for file in self.files:
                content = file.content()
                stream.write(json.dumps([file.name, len(content)]).encode() + b"\n" + content)
                stream.flush()

    def _listen(self, stream: IO[bytes]) -> None:
        with contextlib.suppress(OSError, ValueError):
            while line := stream.readline(MOST_ANSWER):
                self.heard.put(line)
        self.heard.put(b"")


def limits() -> tuple[str, ...]:
    """Remarks on what this system cannot limit; none on Linux."""
    if resource is None:
        return ("本系统不能限制子进程的内存和处理器时间，只限制总用时；请只读取可信的文件",)
    if sys.platform == "darwin":
        return ("本系统不能限制子进程的内存；请只读取可信的文件",)
    return ()


def _own_paths() -> list[str]:
    """Where this process finds its modules, so that the child finds the same ones and nothing else."""
    return [os.path.abspath(path) for path in sys.path if path and os.path.exists(path)]


def _talk(child: "subprocess.Popen[bytes]", payload: bytes, wall_seconds: float) -> bytes | None:
    """Hands the bytes over and listens; None when the child takes too long or says too much. It has ended afterwards."""
    said: list[bytes] = []
    feeder = threading.Thread(target=_feed, args=(child.stdin, payload), daemon=True)
    listener = threading.Thread(target=_listen, args=(child.stdout, said), daemon=True)
    feeder.start()
    listener.start()
    listener.join(wall_seconds)
    whole = not listener.is_alive() and sum(map(len, said)) <= MOST_ANSWER
    try:
        child.wait(5 if whole else 0)
    except subprocess.TimeoutExpired:
        whole = False
        child.kill()
        child.wait()
    feeder.join()
    listener.join()
    return b"".join(said) if whole else None


def _feed(stream: IO[bytes], payload: bytes) -> None:
    # A child that has died reads no further; its end is told by its exit status.
    with contextlib.suppress(BrokenPipeError, OSError), stream:
        stream.write(payload)


def _listen(stream: IO[bytes], said: list[bytes]) -> None:
    heard = 0
    while heard <= MOST_ANSWER and (piece := stream.read(1 << 20)):
        said.append(piece)
        heard += len(piece)


def _answer(said: bytes, status: int, function: str) -> Any:
    if status == 0:
        try:
            answer = json.loads(said)
            if "answer" in answer:
                return answer["answer"]
            if "refusal" in answer:
                raise Unreadable(str(answer["refusal"])[:2000])
            log.warning("%s failed in its cage: %s", function, answer.get("fault"))
        except (ValueError, TypeError, AttributeError, RecursionError) as error:
            log.warning("%s gave no answer that can be read: %s", function, error)
        raise Unreadable(f"无法读取该文件：内容不合规或已经损坏。{ADVICE}")
    log.warning("%s ended with status %s.", function, status)
    if status == OUT_OF_MEMORY:
        raise Unreadable(f"无法读取该文件：需要的内存太多，文件太大或太复杂。{ADVICE}")
    if status in (-getattr(signal, "SIGXCPU", 0), -getattr(signal, "SIGKILL", 0)):
        raise Unreadable(f"无法读取该文件：用时太长，文件太大或太复杂。{ADVICE}")
    raise Unreadable(f"无法读取该文件：读取时意外中断，文件可能已经损坏或有害。{ADVICE}")


# From here on: the child.

_CHILD = (
    "import json, sys; order = json.loads(sys.argv[1]); sys.path[:0] = order['path']; "
    "import dudao.cage; dudao.cage._serve(order)"
)
FORBIDDEN = (
    "socket.", "subprocess.", "ctypes.", "shutil.", "pty.", "winreg.", "ftplib.", "smtplib.", "sqlite3.", "webbrowser.",
    "os.system", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.startfile", "os.kill", "os.remove", "os.rename",
    "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.truncate", "os.chmod", "os.chown", "os.chflags", "os.utime",
    "os.setxattr", "os.removexattr", "signal.pthread_kill",
)  # fmt: skip
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def _serve(order: dict[str, Any]) -> None:
    """The whole life of the child: limits, bytes, one call, one answer — or so for each of many files."""
    answers, sys.stdout = sys.stdout.buffer, sys.stderr  # whatever a library prints is no answer
    status = 0
    try:
        _limit(order["seconds"], order["memory_mb"], many=order.get("many", False))
        gc.disable()  # it lives for one job, and its data are no circles
        module, _, name = order["function"].partition(":")
        function = getattr(importlib.import_module(module), name)
        sys.addaudithook(_Warden([*order["path"], sys.base_prefix, sys.prefix]))
        if order.get("many"):
            _serve_many(function, order["seconds"], answers)
        else:
            answers.write(json.dumps(_called(function, sys.stdin.buffer.read(), order["args"])).encode())
        answers.flush()
    except MemoryError:
        status = OUT_OF_MEMORY
    os._exit(status)  # without taking everything down first, piece by piece


def _serve_many(function: Callable[..., Any], seconds: int, answers: Any) -> None:
    """Files come one after the other: a line with name and length, then the bytes; a line answers each."""
    while header := sys.stdin.buffer.readline(1 << 16):
        name, size = json.loads(header)
        _grant(seconds)
        answers.write(json.dumps(_called(function, sys.stdin.buffer.read(size), [name])).encode() + b"\n")
        answers.flush()
        gc.collect()  # parsers hold their handlers, and these the parser


def _grant(seconds: int) -> None:
    """So much more processor time, counted from now."""
    if resource is not None:
        used = resource.getrusage(resource.RUSAGE_SELF)
        hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
        most = int(used.ru_utime + used.ru_stime) + seconds + 1
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_CPU, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _called(function: Callable[..., Any], payload: bytes, args: list[str]) -> dict[str, Any]:
    try:
        return {"answer": function(payload, *args)}
    except MemoryError:
        raise
    except ValueError as refusal:
        return {"refusal": str(refusal)}
    except Exception as fault:
        return {"fault": f"{type(fault).__name__}: {fault}"[:2000]}


def _limit(seconds: int, memory_mb: int, *, many: bool = False) -> None:
    """Bind this process; where it reads `many` files, each is granted its processor time when its turn comes."""
    if resource is None:
        return
    for name, most in (
        ("RLIMIT_AS", memory_mb * 1024 * 1024),
        ("RLIMIT_CPU", seconds),
        ("RLIMIT_FSIZE", 0),
        ("RLIMIT_CORE", 0),
        ("RLIMIT_NOFILE", OPEN_FILES),
        ("RLIMIT_NPROC", 0),
    ):
        kind = getattr(resource, name, None)
        if kind is None:
            continue
        hard = resource.getrlimit(kind)[1]
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        if many and name == "RLIMIT_CPU":
            continue
        with contextlib.suppress(ValueError, OSError):  # macOS knows the limit on memory and refuses to set it
            resource.setrlimit(kind, (allowed, allowed))


class _Warden:
    """Forbids network, other processes, writing, and reading anything but the program itself."""

    def __init__(self, readable: list[str]) -> None:
        self._readable = tuple(os.path.join(path, "") for path in readable) + tuple(readable)

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            path, _, flags = arguments
            if flags & WRITING or not (isinstance(path, str) and os.path.normpath(path).startswith(self._readable)):
                raise PermissionError("A caged reader opens no files.")
        elif event.startswith(FORBIDDEN):
            raise PermissionError(f"A caged reader may not do this: {event}")

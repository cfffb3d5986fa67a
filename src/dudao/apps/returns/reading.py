"""Many workbooks read in the background: how far it is, and how it is called off. Nothing is kept until all are read.

The work lives in this process: when the process ends in the middle, nothing is left of it, as nothing was kept. The
thread touches no database; whoever asked for the reading keeps what was read, in a request of his own.
"""

import secrets
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial

from dudao.apps.organisations.models import Person
from dudao.apps.returns.receiving import Sent
from dudao.apps.returns.uploading import Chosen
from dudao.cage import File, Unreadable, read_books_caged
from dudao.errors import Refusal

MOST = 4  # that are held at once, read or being read: each may hold 100 MB


class Busy(Refusal):
    """Too much is being read at the moment."""

    status = 503


class CalledOff(Exception):
    """Somebody does not want to wait for it."""


@dataclass(slots=True)
class Job:
    """Workbooks being read for somebody: `number` of `whole` are done, the last one was `name`."""

    token: str
    person: int
    campaign: int
    chosen: Chosen
    mapping: str
    whole: int
    number: int = 0
    name: str = ""
    sent: Sequence[Sent] = ()
    refusal: str = ""
    called_off: bool = False
    done: threading.Event = field(default_factory=threading.Event)
    keeping: threading.Lock = field(default_factory=threading.Lock)

    def hear(self, number: int, whole: int, name: str) -> None:
        self.number, self.name = number, name
        if self.called_off:
            raise CalledOff


_JOBS: "OrderedDict[str, Job]" = OrderedDict()
_LOCK = threading.Lock()
_TURN = threading.Lock()  # one child at a time: two would take the memory of two


def start(person: Person, campaign: int, chosen: Chosen, mapping: str) -> Job:
    """Begin to read; Busy when others are being read."""
    job = Job(secrets.token_urlsafe(9), person.pk, campaign, chosen, mapping, len(chosen.workbooks))
    with _LOCK:
        finished = [token for token, other in _JOBS.items() if other.done.is_set()]
        while len(_JOBS) >= MOST and finished:
            del _JOBS[finished.pop(0)]
        if len(_JOBS) >= MOST:
            raise Busy("正有几批文件在读，等它们读完再传这一批。")
        _JOBS[job.token] = job
    threading.Thread(target=_read, args=(job,), name="reading", daemon=True).start()
    return job


def find(person: Person, token: str) -> Job | None:
    """A person's own job, as long as it is not kept or called off."""
    with _LOCK:
        job = _JOBS.get(token)
    return job if job is not None and job.person == person.pk else None


def of(person: Person) -> list[Job]:
    """What is being read for somebody, or waits to be kept."""
    with _LOCK:
        return [job for job in _JOBS.values() if job.person == person.pk]


def forget(job: Job) -> None:
    """Call it off, or let go of what was kept meanwhile."""
    job.called_off = True
    with _LOCK:
        _JOBS.pop(job.token, None)


def _read(job: Job) -> None:
    try:
        with _TURN:
            if not job.called_off:
                files = [File(file.name, partial(_content, file.content)) for file in job.chosen.workbooks]
                books = read_books_caged(files, job.hear)
                pairs = zip(job.chosen.workbooks, books, strict=True)
                job.sent = [Sent(name=file.name, content=file.content, book=book) for file, book in pairs]
    except CalledOff:
        pass
    except Unreadable as refusal:
        job.refusal = str(refusal)
    except Exception:
        job.refusal = "读这些文件时出了差错，一份也没有留下。再传一次；还是这样，一份一份地传，看是哪一份。"
        raise
    finally:
        job.done.set()


def _content(content: bytes) -> bytes:
    return content

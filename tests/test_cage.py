"""Whatever a child does, its parent gets an answer or a refusal in bounded time."""

import io
import os
import sys
import time
from pathlib import Path

import openpyxl
import pytest

from dudao import cage
from dudao.cage import Unreadable, read_book_caged, run_caged
from dudao.errors import Refusal
from dudao.spreadsheets.reading import read_book
from tests.spreadsheets.reading.packages import package

HERE = "tests.caged_functions"
limited = pytest.mark.skipif(bool(cage.limits()), reason="this system limits no memory and no processor time")


def test_bytes_in_json_out() -> None:
    assert run_caged(f"{HERE}:shout", b"abc", "甲", "-x") == ["ABC", "甲", "-x"]


def test_a_large_payload_and_a_large_answer_do_not_wait_for_each_other() -> None:
    data = b"a" * (8 << 20)
    assert run_caged(f"{HERE}:shout", data)[0] == data.decode().upper()


def test_a_value_error_comes_back_in_its_own_words() -> None:
    with pytest.raises(Refusal, match=r"^这个文件有密码，请去掉密码另存$") as refusal:
        run_caged(f"{HERE}:refuse", b"")
    assert refusal.value.status == 422


@pytest.mark.parametrize("name", ["stumble", "die", "babble"])
def test_its_death_and_its_mistakes_are_refusals(name: str, caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(Unreadable, match="无法读取该文件"):
        run_caged(f"{HERE}:{name}", b"x" * 1_000_000)
    assert name in caplog.text


@limited
def test_a_loop_ends_at_the_limit_of_processor_time() -> None:
    started = time.monotonic()
    with pytest.raises(Unreadable, match="用时太长"):
        run_caged(f"{HERE}:loop", b"", seconds=1)
    assert time.monotonic() - started < 20


def test_a_child_that_waits_ends_at_the_limit_on_the_wall() -> None:
    started = time.monotonic()
    with pytest.raises(Unreadable, match="用时太长"):
        run_caged(f"{HERE}:sleep", b"", wall_seconds=1)
    assert time.monotonic() - started < 10


@limited
@pytest.mark.parametrize("name", ["hog", "hoard"])
def test_memory_has_an_end(name: str) -> None:
    with pytest.raises(Unreadable, match="内存"):
        run_caged(f"{HERE}:{name}", b"", memory_mb=256)


def test_a_child_cannot_talk_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cage, "MOST_ANSWER", 4 << 20)
    with pytest.raises(Unreadable, match="结果太大"):
        run_caged(f"{HERE}:flood", b"")


def test_what_a_library_prints_is_no_answer() -> None:
    assert run_caged(f"{HERE}:chatter", b"") == "answer"


def test_it_inherits_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUDAO_SECRET", "x")
    found = run_caged(f"{HERE}:environment", b"")
    assert set(found["names"]) <= {*cage.KEPT, "LC_CTYPE"}
    assert found["session"] and found["folder"] == os.sep


@pytest.mark.parametrize(
    "what",
    [
        "connect",
        "socket",
        "resolve",
        "run",
        "system",
        "fork",
        "write",
        "append",
        "read",
        "passwd",
        "remove",
        "folder",
        "link",
    ],
)
def test_no_network_no_other_process_no_files(what: str, tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("kept")
    assert run_caged(f"{HERE}:attempt", str(victim).encode(), what) == "PermissionError"
    assert [path.name for path in tmp_path.iterdir()] == ["victim"] and victim.read_text() == "kept"


def test_nothing_is_left_running() -> None:
    before = set(Path("/proc").glob("[0-9]*")) if sys.platform == "linux" else set()
    with pytest.raises(Unreadable):
        run_caged(f"{HERE}:sleep", b"", wall_seconds=0.5)
    children = [
        path
        for path in (set(Path("/proc").glob("[0-9]*")) if before else set()) - before
        if (path / "stat").exists() and (path / "stat").read_text().rsplit(")", 1)[1].split()[1] == str(os.getpid())
    ]
    assert not children


def workbook(rows: int, columns: int) -> bytes:
    book, stream = openpyxl.Workbook(), io.BytesIO()
    for row in range(rows):
        book.active.append([f"学校{row}", *(row * column / 8 for column in range(columns - 1))])
    book.save(stream)
    return stream.getvalue()


def test_a_workbook_is_the_same_read_here_and_read_there() -> None:
    data = workbook(30, 12)
    assert read_book_caged(data, "学校.xlsx") == read_book(data, "学校.xlsx")


def test_a_refusal_of_the_reader_comes_out_in_its_own_words() -> None:
    far = package("<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>")
    with pytest.raises(Unreadable, match="XFD1048576"):
        read_book_caged(far, "a.xlsx")
    with pytest.raises(Unreadable, match="图片"):
        read_book_caged(b"\x89PNG\r\n\x1a\n", "a.xlsx")


@limited
def test_a_workbook_that_takes_too_long_is_refused() -> None:
    """Thirty megabytes of cells without content: no bound of the guard is exceeded, and the time is up."""
    cells = "<c/>" * 20
    rows = "".join(f"<row r='{n}'>{cells}</row>" for n in range(1, 300_000))
    with pytest.raises(Unreadable, match="用时"):
        run_caged("dudao.spreadsheets.reading.plain:read_plain", package(rows), "a.xlsx", seconds=1)


def test_reading_in_the_cage_costs_little_more_than_reading() -> None:
    data = workbook(300, 60)
    read_book(data, "a.xlsx")
    started = time.process_time()
    read_book(data, "a.xlsx")
    alone = time.process_time() - started
    before = os.times()
    read_book_caged(data, "a.xlsx")
    after = os.times()
    caged = after.user - before.user + after.children_user - before.children_user
    assert caged < 4 * alone + 0.5


def many(*names: str) -> list[cage.File]:
    return [cage.File(name, lambda name=name: name.encode()) for name in names]


def test_many_files_are_read_in_one_child_one_after_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[object] = []
    child = cage._child
    monkeypatch.setattr(cage, "_child", lambda order: (started.append(order), child(order))[1])
    stream = io.BytesIO()
    book = openpyxl.Workbook()
    book.active["A1"] = "甲"
    book.save(stream)
    files = [cage.File(f"{n}.xlsx", stream.getvalue) for n in range(12)] + [
        cage.File("表.csv", lambda: "甲,1\n".encode())
    ]
    heard: list[tuple[int, int, str]] = []
    books = cage.read_books_caged(files, lambda *so_far: heard.append(so_far))
    assert [book.name for book in books] == [file.name for file in files] == [name for _, _, name in heard]
    assert books[0].sheets == read_book(stream.getvalue(), "0.xlsx").sheets
    assert (heard[-1][:2], len(started)) == ((13, 13), 1)


def test_one_file_that_cannot_be_read_refuses_all_and_every_such_file_is_named() -> None:
    good = cage.File("好.csv", lambda: "甲,1\n".encode())
    bad = [cage.File("空.csv", lambda: b""), cage.File("图.xlsx", lambda: b"\x89PNG")]
    with pytest.raises(Unreadable) as refusal:
        cage.read_books_caged([good, bad[0], good, bad[1], good])
    lines = str(refusal.value).splitlines()
    assert "5 份文件里有 2 份不能读取，一份也没有带入" in lines[0]
    assert [line.partition("：")[0] for line in lines[1:]] == ["空.csv", "图.xlsx"]


@limited
@pytest.mark.parametrize("reader", ["die", "babble", "hoard"])
def test_a_file_that_takes_the_child_down_is_named_and_the_others_go_on(
    reader: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cage, "READER", f"{HERE}:once_{reader}")
    with pytest.raises(Unreadable) as refusal:
        cage.read_books_caged(many("一", "坏", "三"))
    lines = str(refusal.value).splitlines()
    assert [line.partition("：")[0] for line in lines[1:]] == ["一", "坏", "三"]  # what is no book is refused as well
    assert "读出的内容不完整" in lines[1] and "读出的内容不完整" in lines[3] and lines[1] != lines[2]


@limited
def test_each_of_many_files_has_its_own_processor_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cage, "READER", f"{HERE}:once_loop")
    monkeypatch.setattr(cage, "SECONDS", 1)
    started = time.monotonic()
    with pytest.raises(Unreadable, match="坏：无法读取该文件：用时太长"):
        cage.read_books_caged(many("一", "坏", "三"))
    assert time.monotonic() - started < 30

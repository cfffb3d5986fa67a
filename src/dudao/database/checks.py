"""Looking before starting: is the folder fit, is the SQLite mended, do the settings hold, is the content whole?"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dudao.database.build import is_mended, version_in_use
from dudao.errors import Refusal

# Locks of these file systems are not reliable, and a file changed behind SQLite's back is a broken one.
NETWORK_FILE_SYSTEMS = {
    "afs", "ceph", "cifs", "coda", "davfs", "fuse.davfs2", "fuse.rclone", "fuse.s3fs", "fuse.sshfs", "glusterfs",
    "fuse.glusterfs", "lustre", "ncpfs", "nfs", "nfs4", "smb", "smb2", "smb3", "smbfs",
}  # fmt: skip
EXPECTED = {
    "journal_mode": "wal",
    "synchronous": 2,
    "foreign_keys": 1,
    "secure_delete": 1,
    "temp_store": 2,
    "journal_size_limit": 64 * 1024 * 1024,
    "mmap_size": 0,
    "busy_timeout": 20000,
}

LEAST_POSTGRESQL = 15
KEPT_BY_SERVER = {
    "fsync": "on",
    "full_page_writes": "on",
    "synchronous_commit": "on",
    "data_sync_retry": "off",
    "data_checksums": "on",
}


class UnfitFolder(Refusal):
    """The data folder is on a file system where a database is not safe."""


class DamagedDatabase(Refusal):
    """The database contradicts itself; nothing may be written to it."""


class WrongDatabaseSettings(Refusal):
    """The connection does not keep what it is told to keep."""


def check_folder(folder: Path, mounts: str | None = None) -> None:
    """Refuse a data folder on a network file system. `mounts` is the text of /proc/self/mountinfo, given by tests."""
    kind = file_system(folder, mounts)
    if kind in NETWORK_FILE_SYSTEMS:
        raise UnfitFolder(
            f"数据文件夹 {folder} 在网络盘上（{kind}），数据库放在那里会损坏。"
            "把 DUDAO_DATA 设为本机硬盘上的文件夹，再启动。"
        )


def file_system(folder: Path, mounts: str | None = None) -> str:
    """The kind of file system a folder is on, or '' where the machine does not tell."""
    table = Path("/proc/self/mountinfo")
    if mounts is None:
        mounts = table.read_text("utf-8", "replace") if table.is_file() else ""
    place = folder.resolve()
    holding = [(point, kind) for point, kind in _mounted(mounts) if place == point or point in place.parents]
    # Of two mounts at the same point the later one covers the earlier.
    return max(enumerate(holding), key=lambda one: (len(one[1][0].parts), one[0]))[1][1] if holding else ""


def _mounted(mounts: str) -> Iterator[tuple[Path, str]]:
    for line in mounts.splitlines():
        before, separator, after = line.partition(" - ")
        fields = before.split(" ")
        if separator and len(fields) > 4:
            point = fields[4].replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\")
            yield Path(point), after.split(" ")[0]


def check_database(connection: Any) -> None:
    """Refuse a connection whose settings do not hold, or a database whose content is not whole."""
    check = {"sqlite": _check_sqlite, "postgresql": _check_postgresql}[connection.vendor]
    check(connection)


def _check_postgresql(connection: Any) -> None:
    """The server keeps what it acknowledges, and notices a page that the disk changed."""
    if connection.pg_version < LEAST_POSTGRESQL * 10_000:
        raise WrongDatabaseSettings(
            f"PostgreSQL 的版本是 {connection.pg_version // 10_000}，要 {LEAST_POSTGRESQL} 或更新的。没有启动。"
        )
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, setting FROM pg_settings WHERE name = ANY(%s)", [list(KEPT_BY_SERVER)])
        wrong = [f"{name}={said}" for name, said in cursor.fetchall() if said != KEPT_BY_SERVER[name]]
    if wrong:
        raise WrongDatabaseSettings(f"PostgreSQL 的设置会丢数据：{'、'.join(wrong)}。没有启动；见 docs/running.md。")


def _check_sqlite(connection: Any) -> None:
    with connection.cursor() as cursor:
        wrong = [f"{name}={said}" for name, said in _settings(cursor).items() if said != EXPECTED[name]]
        if wrong:
            raise WrongDatabaseSettings(f"数据库的保存设置没有生效：{'、'.join(wrong)}。没有启动，数据未动。")
        said = [row[0] for row in cursor.execute("PRAGMA quick_check").fetchall()]
        if said != ["ok"]:
            raise DamagedDatabase(f"数据库文件已损坏（{said[0]}）。没有启动；用最近一次备份恢复，原文件留着别删。")
        orphan = cursor.execute("PRAGMA foreign_key_check").fetchone()
        if orphan is not None:
            raise DamagedDatabase(
                f"数据库前后矛盾：表 {orphan[0]} 第 {orphan[1]} 行指向不存在的记录。没有启动；用备份恢复。"
            )


def _settings(cursor: Any) -> dict[str, Any]:
    return {name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in EXPECTED}


def build_warning() -> str | None:
    """A sentence when the SQLite in use has the WAL-reset bug; None when it is mended."""
    version = version_in_use()
    if is_mended(version):
        return None
    number = ".".join(map(str, version))
    return f"SQLite {number} 有已知缺陷，两个程序同时写入时可能损坏数据库。安装 pysqlite3 或换用 3.51.3 以上的版本。"

"""What is acknowledged is on the disk: every connection says so itself."""

import pytest

from dudao.database.build import is_mended, version_in_use
from dudao.database.checks import (
    EXPECTED,
    DamagedDatabase,
    UnfitFolder,
    WrongDatabaseSettings,
    check_database,
    check_folder,
    file_system,
)

MOUNTS = r"""
22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
40 22 0:40 / /srv/share rw shared:2 - cifs //server/share rw
41 22 0:41 / /srv/two\040words rw - nfs4 server:/x rw
42 40 8:2 / /srv/share/local rw - ext4 /dev/sdb1 rw
"""


@pytest.mark.parametrize(("pragma", "value"), EXPECTED.items())
def test_every_connection_keeps_the_settings(pragma, value, connection, connect):
    for one in (connection, connect()):
        with one.cursor() as cursor:
            assert cursor.execute(f"PRAGMA {pragma}").fetchone()[0] == value


def test_a_transaction_that_reads_first_may_write_later(connection):
    assert connection.transaction_mode == "IMMEDIATE"


def test_the_sqlite_in_use_is_a_mended_one(connection):
    with connection.cursor() as cursor:
        said = cursor.execute("SELECT sqlite_version()").fetchone()[0]

    assert tuple(map(int, said.split("."))) == version_in_use()


@pytest.mark.parametrize(
    ("version", "mended"),
    [
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 45, 0), False),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 53, 4), True),
        ((4, 0, 0), True),
    ],
)
def test_builds_with_the_wal_reset_bug_are_told_apart(version, mended):
    assert is_mended(version) is mended


def test_a_whole_database_passes(connection):
    check_database(connection)


def test_a_connection_that_does_not_keep_its_settings_is_refused(connection):
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous = NORMAL")

    with pytest.raises(WrongDatabaseSettings, match="synchronous"):
        check_database(connection)


def test_a_row_that_points_nowhere_is_refused(connection):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE part (id INTEGER PRIMARY KEY, line INTEGER REFERENCES line (id))")
        cursor.execute("PRAGMA foreign_keys = OFF")
        cursor.execute("INSERT INTO part (line) VALUES (99)")
        cursor.execute("PRAGMA foreign_keys = ON")

    with pytest.raises(DamagedDatabase, match="part"):
        check_database(connection)


def test_a_damaged_file_is_refused(connection, connect, file):
    with connection.cursor() as cursor:
        for _each in range(50):
            cursor.execute("INSERT INTO line (who) VALUES (%s)", ["x" * 500])
    connection.close()
    content = bytearray(file.read_bytes())
    content[3 * 4096 + 100 : 3 * 4096 + 2000] = b"\xff" * 1900
    file.write_bytes(content)

    with pytest.raises(DamagedDatabase):
        check_database(connect())


@pytest.mark.parametrize("folder", ["/srv/share/dudao", "/srv/two words"])
def test_a_folder_on_a_network_drive_is_refused(folder, tmp_path):
    from pathlib import Path

    with pytest.raises(UnfitFolder, match="网络盘"):
        check_folder(Path(folder), MOUNTS)


def test_the_innermost_mount_decides():
    from pathlib import Path

    assert file_system(Path("/srv/share/local/data"), MOUNTS) == "ext4"
    assert file_system(Path("/home/somebody"), MOUNTS) == "ext4"

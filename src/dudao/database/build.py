"""Which SQLite is used. The one place that decides it.

From 3.7.0 to 3.51.2 a database in WAL mode can be corrupted when two connections write or checkpoint at the same
instant (https://www.sqlite.org/wal.html, "The WAL-Reset Bug"). Most systems still have such a build; `pysqlite3`
brings a mended one.
"""

import importlib
import sys
from types import ModuleType

Version = tuple[int, int, int]

MENDED_FROM: Version = (3, 51, 3)
MENDED_BRANCHES: dict[tuple[int, int], int] = {(3, 50): 7, (3, 44): 6}


def is_mended(version: Version) -> bool:
    """Whether this SQLite is free of the WAL-reset bug."""
    least_patch = MENDED_BRANCHES.get(version[:2])
    return version >= MENDED_FROM or (least_patch is not None and version[2] >= least_patch)


def use_mended_sqlite() -> ModuleType:
    """Let `import sqlite3` mean the mended build, if the own one is not. Returns the module in use.

    Must run before Django's backend is imported, since that binds the module at import.
    """
    own = importlib.import_module("sqlite3")
    if is_mended(own.sqlite_version_info):
        return own
    try:
        mended = importlib.import_module("pysqlite3")
    except ImportError:
        return own  # `checks.warnings` says so at the start, and `dudao doctor` shows a red light.
    sys.modules["sqlite3"] = mended
    sys.modules["sqlite3.dbapi2"] = importlib.import_module("pysqlite3.dbapi2")
    return mended


def version_in_use() -> Version:
    version: Version = use_mended_sqlite().sqlite_version_info
    return version

"""Folders given on the command line: which of their files are workbooks, and which are named and left."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from dudao.errors import Refusal

MOST_FILES = 2_000


class NoWorkbooks(Refusal):
    """A folder holds nothing that could be read, or far too much."""


@dataclass(frozen=True, slots=True)
class Files:
    """The files to read, and those of a folder that are left, each with why."""

    workbooks: tuple[Path, ...]
    left: tuple[tuple[str, str], ...] = ()

    def lines(self) -> list[str]:
        """What is said of the files that are left."""
        return [f"没有读 {name}：{why}" for name, why in self.left]


class ExistingPath(click.Path):
    """An argument that is a file, or a folder of files, which is there and may be read; the value is a Path."""

    name = "path"

    def __init__(self) -> None:
        super().__init__(exists=True, path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        path = Path(value)
        if not path.exists():
            self.fail(f"没有这个文件或文件夹：{value}", param, ctx)
        try:
            next(path.iterdir(), None) if path.is_dir() else path.open("rb").close()
        except OSError:
            self.fail(f"没有权限读：{value}", param, ctx)
        return path


def files_in(paths: Sequence[Path]) -> Files:
    """All workbooks of these files and folders, in order; what is named by itself is read whatever it is."""
    workbooks: list[Path] = []
    left: list[tuple[str, str]] = []
    for path in paths:
        if not path.is_dir():
            workbooks.append(path)
            continue
        found, other = _sorted_out(path)
        if not found:
            raise NoWorkbooks(f"文件夹 {path} 里没有表格文件。放进 .xlsx、.xls、.ods、.et 或 .csv 再来。")
        workbooks += found
        left += other
    if len(workbooks) > MOST_FILES:
        raise NoWorkbooks(f"一共 {len(workbooks)} 份文件，一次最多 {MOST_FILES} 份。请分几次。")
    return Files(tuple(dict.fromkeys(workbooks)), tuple(left))


def _sorted_out(folder: Path) -> tuple[list[Path], list[tuple[str, str]]]:
    from dudao.spreadsheets.reading.odd import why_left

    found: list[Path] = []
    left: list[tuple[str, str]] = []
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith((".", "__MACOSX")))
        for name in sorted(names):
            path = Path(place) / name
            why = why_left(path.name)
            if why:
                left.append((str(path.relative_to(folder)), why))
            else:
                found.append(path)
    return found, left

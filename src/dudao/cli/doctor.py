"""`dudao doctor`: is everything here that Dudao needs, and is it fit for data that must not be lost?"""

import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

import click

from dudao.cli import exits
from dudao.cli.language import echo
from dudao.cli.words import Command

LEAST_FREE = 2 * 1024**3  # below this a workbook and the journal of the database may no longer fit


class Light(Enum):
    GREEN = "✓ 好"
    AMBER = "△ 留意"
    RED = "✗ 不行"


@dataclass(frozen=True)
class Finding:
    light: Light
    subject: str
    text: str


@click.command("doctor", cls=Command, help="检查本机环境是否齐备；有一项不行时退出状态为 1。")
def command() -> int:
    findings = [examine() for examine in EXAMINATIONS]
    for finding in findings:
        echo(f"{finding.light.value}\t{finding.subject}：{finding.text}")
    red = sum(finding.light is Light.RED for finding in findings)
    echo(f"有 {red} 项不行，见上。" if red else "齐备，可以使用。")
    return exits.NO if red else exits.DONE


def _python() -> Finding:
    fit = sys.version_info >= (3, 11)
    return Finding(
        Light.GREEN if fit else Light.RED,
        "Python",
        f"{platform.python_version()}，{platform.system()} {platform.machine()}" + ("" if fit else "；要 3.11 以上"),
    )


def _sqlite() -> Finding:
    from dudao.database.build import version_in_use
    from dudao.database.checks import build_warning

    warning = build_warning()
    number = ".".join(map(str, version_in_use()))
    return Finding(Light.RED if warning else Light.GREEN, "SQLite", warning or number)


def _front_end() -> Finding:
    from dudao import frontend

    if frontend.is_complete():
        return Finding(Light.GREEN, "页面文件", "齐全")
    return Finding(Light.RED, "页面文件", "缺少样式、脚本或图标。联网后运行 make demo 会自动取来")


def _fonts() -> Finding:
    """Whether this machine can show Chinese; only where fontconfig can be asked, elsewhere the system brings fonts."""
    if not shutil.which("fc-list"):
        if platform.system() == "Linux":
            return Finding(Light.AMBER, "中文字体", "查不到（没有 fontconfig）；本机不开浏览器就不要紧")
        return Finding(Light.GREEN, "中文字体", "由操作系统提供")
    listed = subprocess.run(["fc-list", ":lang=zh-cn", "family"], capture_output=True, text=True, encoding="utf-8")
    families = sorted({line.split(",")[0].strip() for line in listed.stdout.splitlines() if line.strip()})
    if families:
        return Finding(Light.GREEN, "中文字体", "、".join(families[:3]))
    return Finding(Light.AMBER, "中文字体", "没有找到；在本机浏览器里中文会显示成方框。Debian 上安装 fonts-noto-cjk")


def _test_browser() -> Finding:
    """Only a checkout with its tests needs one; the site is seen with whatever browser people have."""
    from dudao import frontend

    finder = frontend.CHECKOUT / "tools" / "testenv.py"
    if not finder.is_file():
        return Finding(Light.GREEN, "测试用浏览器", "安装版不需要")
    found = subprocess.run([sys.executable, str(finder), "--find"], capture_output=True, text=True, encoding="utf-8")
    if found.returncode == 0:
        return Finding(Light.GREEN, "测试用浏览器", found.stdout.strip())
    return Finding(Light.AMBER, "测试用浏览器", "还没有；只有 make test 用到，那时会自动取来")


def _data_folder() -> Finding:
    from dudao.database.checks import check_folder
    from dudao.errors import Refusal

    subject, folder = "数据文件夹", _data()
    existing = _nearest_existing(folder)
    try:
        check_folder(existing)
        with tempfile.TemporaryFile(dir=existing) as probe:
            probe.write(b"x")
            probe.flush()
            os.fsync(probe.fileno())
    except Refusal as refusal:
        return Finding(Light.RED, subject, str(refusal))
    except OSError:
        return Finding(Light.RED, subject, f"{folder} 写不进去。用 DUDAO_DATA 换一个本机上可写的文件夹")
    return Finding(Light.GREEN, subject, f"{folder}" + ("" if existing == folder else "（首次启动时建立）"))


def _space() -> Finding:
    folder = _data()
    usage = shutil.disk_usage(_nearest_existing(folder))
    free = f"还有 {usage.free / 1024**3:.1f} GB"
    if usage.free < LEAST_FREE:
        return Finding(Light.RED, "剩余空间", f"{free}，不足 2 GB。先清理 {folder} 所在的磁盘")
    return Finding(Light.GREEN, "剩余空间", free)


def _data() -> Path:
    from dudao import settings

    return settings.DUDAO_DATA


def _nearest_existing(folder: Path) -> Path:
    return next(place for place in (folder, *folder.parents) if place.exists())


EXAMINATIONS: tuple[Callable[[], Finding], ...] = (
    _python, _sqlite, _front_end, _fonts, _test_browser, _data_folder, _space,
)  # fmt: skip

"""Files that lie in a folder beside the workbooks: told by their names, named, and left."""

from dudao.spreadsheets.reading.guard import EXTENSIONS

_SYSTEM = {".ds_store": "系统文件", "thumbs.db": "系统文件", "desktop.ini": "系统文件"}


def why_left(name: str) -> str:
    """Why a file of a folder is no workbook to be read; '' for one that is."""
    plain = name.replace("\\", "/").rpartition("/")[2].lower()
    if plain.startswith(("~$", ".~")):
        return "正打开着的表格的临时文件"
    if plain in _SYSTEM or plain.startswith("."):
        return _SYSTEM.get(plain, "隐藏文件")
    return "" if plain.rpartition(".")[2] in EXTENSIONS else "不是表格文件"

"""What is looked at before any reader sees a file: size, name, content, and the directory of a package.

Everything here works on bytes that nobody has checked. It allocates only what the limits below allow.
"""

import codecs
import io
import re
import zipfile
import zlib
from collections.abc import Iterator

MOST_BYTES = 20 * 1024 * 1024
MOST_ENTRIES = 2_000
MOST_EXPANDED = 200 * 1024 * 1024
MOST_RATIO, RATIO_FROM = 100, 1024 * 1024  # small parts of an honest sheet may compress better than any limit
MOST_DEPTH = 256
MOST_ROWS, MOST_COLUMNS = 20_000, 500
MOST_CELLS = 1_000_000  # that hold something, in the whole workbook
MOST_TEXT = 100_000  # characters in one cell; the program of the format itself allows 32,767
MOST_TEXTS, MOST_ALL_TEXT = 1_000_000, 64 * 1024 * 1024  # shared texts of a workbook, and their characters together
CHUNK = 1 << 16

EXTENSIONS = ("xlsx", "xlsm", "xls", "ods", "ots", "et", "ett", "csv", "tsv", "txt")
SAVE_AS = "请用 Excel 或 WPS 打开，另存为 .xlsx 再上传"
NOT_YET = {"xlsb": "二进制工作簿（.xlsb）"}
OWN_FORMAT = "这是旧版 WPS 自己的格式，不能直接读取。请用 WPS 打开，另存为 xlsx 再上传"
OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
OPEN_KINDS = {"text": "文字文档", "presentation": "演示文稿", "graphics": "图画"}
OTHERS = (
    (b"\x89PNG", "图片（PNG）"),
    (b"\xff\xd8\xff", "图片（JPEG）"),
    (b"GIF8", "图片（GIF）"),
    (b"BM", "图片（BMP）"),
    (b"%PDF", "PDF 文件"),
    (b"{\\rtf", "RTF 文档"),
    (b"Rar!", "RAR 压缩包"),
    (b"7z\xbc\xaf", "7z 压缩包"),
    (b"\x1f\x8b", "gzip 压缩包"),
    (b"MZ", "可执行程序"),
    (b"\x7fELF", "可执行程序"),
)


class UnreadableBook(ValueError):
    """The file is not read; the message says in Chinese what is wrong and what to do."""


def what_it_is(data: bytes, name: str) -> str:
    """xlsx (with or without macros), ods, xls or csv, told by the content; UnreadableBook for anything else."""
    _size_is_allowed(data)
    extension = _extension_is_allowed(data, name)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _packaged(data)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        from dudao.spreadsheets.reading.compound import what_it_holds  # brings a library that only .xls needs

        return what_it_holds(data, own=extension in ("et", "ett"))
    # That another kind is only called .et is told below; what is nothing known may well be the oldest .et.
    for magic, what in OTHERS:
        if data.startswith(magic) and not (len(magic) < 3 and _looks_like_text(data)):
            raise UnreadableBook(f"这个文件的内容是{what}，不是表格。请换成表格文件（.xlsx、.xls 或 .csv）")
    _is_no_page(data)
    if extension in ("et", "ett"):
        raise UnreadableBook(OWN_FORMAT)
    if not _looks_like_text(data):
        raise UnreadableBook(f"这个文件的扩展名是 .{extension}，内容却不是表格，可能已经损坏。{SAVE_AS}")
    return "csv"


def _packaged(data: bytes) -> str:
    """xlsx or ods; what else stands in a package is told by the reader of .xlsx."""
    package = opened(data)
    names = set(package.namelist())
    if "content.xml" not in names or "mimetype" not in names or any(name.startswith("xl/") for name in names):
        return "xlsx"
    said = b"".join(chunks(package, "mimetype"))[:200] if package.getinfo("mimetype").file_size <= 200 else b""
    kind = said.decode("latin-1").strip()
    if kind.startswith(f"{OPEN_DOCUMENT}spreadsheet"):
        return "ods"
    what = OPEN_KINDS.get(kind.removeprefix(OPEN_DOCUMENT).partition("-")[0], "文档")
    raise UnreadableBook(f"这个文件的内容是 OpenDocument {what}，不是表格。请换成表格文件（.xlsx、.xls、.ods 或 .csv）")


def _size_is_allowed(data: bytes) -> None:
    if not data:
        raise UnreadableBook("这个文件是空的（0 字节）。请重新保存后再上传")
    if len(data) > MOST_BYTES:
        most = MOST_BYTES // 1024 // 1024
        raise UnreadableBook(
            f"这个文件有 {len(data) / 1024 / 1024:.1f} MB，最多 {most} MB。请删去图片和不用的工作表，另存后再上传"
        )


def _extension_is_allowed(data: bytes, name: str) -> str:
    _, dot, extension = name.rpartition(".")
    extension = extension.lower() if dot else ""
    if extension in NOT_YET and not (data.startswith(b"PK") and b"xl/workbook.xml" in data):
        raise UnreadableBook(f"暂时不能读取{NOT_YET[extension]}。{SAVE_AS}")
    if extension not in EXTENSIONS and extension not in NOT_YET:
        shown = f"“.{extension[:20]}”文件" if extension else "没有扩展名的文件"
        raise UnreadableBook(f"不能读取{shown}，可以上传 .xlsx、.xlsm、.xls、.ods、.et、.csv。{SAVE_AS}")
    return extension


def _is_no_page(data: bytes) -> None:
    start = data[:2048].replace(b"\0", b"").removeprefix(codecs.BOM_UTF8).lstrip().lower()
    if not start.startswith(b"<"):
        return
    if b"schemas-microsoft-com:office:spreadsheet" in start:
        raise UnreadableBook(f"这个文件是“XML 表格 2003”格式，暂时不能读取。{SAVE_AS}")
    if b"<html" in start or b"<table" in start or b"<!doctype" in start or b"<meta" in start:
        raise UnreadableBook(f"这个文件其实是网页（HTML），只是扩展名像表格。{SAVE_AS}")
    raise UnreadableBook(f"这个文件的内容是 XML 或网页，不是表格。{SAVE_AS}")


def _looks_like_text(data: bytes) -> bool:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return len(data) > 2
    return not re.search(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]", data)


def needs_password() -> UnreadableBook:
    return UnreadableBook("这个文件有密码，不能读取。请用 Excel 或 WPS 打开，去掉密码另存后再上传")


def opened(data: bytes) -> zipfile.ZipFile:
    """The package, when its directory keeps all limits; none of its parts has been expanded yet."""
    if data.count(b"PK\x01\x02") > MOST_ENTRIES:
        raise UnreadableBook(f"这个文件的压缩包里有 {MOST_ENTRIES} 个以上的部件，不像正常的表格。{SAVE_AS}")
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError, EOFError, OSError) as error:
        raise UnreadableBook(f"这个文件不完整（可能没有传完）或已经损坏。{SAVE_AS}") from error
    entries = package.infolist()
    if sum(entry.file_size for entry in entries) > MOST_EXPANDED:
        most = MOST_EXPANDED // 1024 // 1024
        raise UnreadableBook(f"这个文件解压后超过 {most} MB，可能是压缩炸弹，不予读取。请删去多余的工作表和格式后另存")
    for entry in entries:
        _entry_is_harmless(entry)
    if len({entry.filename.lower() for entry in entries}) != len(entries):
        raise UnreadableBook(f"这个文件的压缩包里有重名的部件，内容说不清。{SAVE_AS}")
    return package


def _entry_is_harmless(entry: zipfile.ZipInfo) -> None:
    name = entry.filename.replace("\\", "/")
    if name.startswith("/") or re.match(r"[A-Za-z]:", name) or ".." in name.split("/"):
        raise UnreadableBook(f"这个文件的压缩包里有指向包外的路径，不予读取。{SAVE_AS}")
    if (entry.external_attr >> 16) & 0o170000 == 0o120000:
        raise UnreadableBook(f"这个文件的压缩包里有链接，不予读取。{SAVE_AS}")
    if entry.flag_bits & 0x1:
        raise needs_password()
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise UnreadableBook(f"这个文件用了表格不用的压缩方法。{SAVE_AS}")
    if entry.file_size > RATIO_FROM and entry.file_size > MOST_RATIO * max(entry.compress_size, 1):
        raise UnreadableBook(f"这个文件的压缩率超过 {MOST_RATIO} 倍，可能是压缩炸弹，不予读取。{SAVE_AS}")


def chunks(package: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """The bytes of a part, piece by piece and in UTF-8, whichever of the two allowed encodings it has."""
    decoder: codecs.IncrementalDecoder | None = None
    try:
        with package.open(part) as stream:
            piece = stream.read(CHUNK)
            if piece.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
                decoder = codecs.getincrementaldecoder("utf-16")()
            elif piece[:2] in (b"<\0", b"\0<"):
                decoder = codecs.getincrementaldecoder("utf-16-le" if piece[:1] == b"<" else "utf-16-be")()
            while piece:
                yield decoder.decode(piece).encode() if decoder else piece
                piece = stream.read(CHUNK)
    except (zipfile.BadZipFile, zlib.error, EOFError, UnicodeError, NotImplementedError, OSError) as error:
        raise UnreadableBook(f"这个文件不完整（可能没有传完）或已经损坏。{SAVE_AS}") from error


def declares_nothing(package: zipfile.ZipFile) -> None:
    """Refuses a package one of whose XML parts declares a document type or entities, or nests without end."""
    for entry in package.infolist():
        if entry.filename.lower().endswith((".xml", ".rels", ".vml")):
            _part_declares_nothing(chunks(package, entry.filename))


def _part_declares_nothing(pieces: Iterator[bytes]) -> None:
    depth, end = 0, b""
    for piece in pieces:
        window = end + piece
        if b"<!DOCTYPE" in window or b"<!ENTITY" in window or b"<!doctype" in window:
            raise UnreadableBook(f"这个文件里有文档类型或实体声明（DOCTYPE），可能是恶意文件，不予读取。{SAVE_AS}")
        # Every tag opens with "<"; "</" closes one, "/>" closes its own, "<?" and "<!" open none.
        seam = end[-1:] + piece
        closing = seam.count(b"</")
        depth += piece.count(b"<") - 2 * closing - seam.count(b"/>") - seam.count(b"<?") - seam.count(b"<!")
        if depth > MOST_DEPTH:
            raise UnreadableBook(f"这个文件里的标记嵌套过深，可能是恶意文件，不予读取。{SAVE_AS}")
        end = window[-8:]

"""A file is opened by what its bytes are, whatever it is called, and only while it is small enough."""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Literal

from intake.read_sheet import read_csv, read_workbook
from intake.read_text import read_text
from intake.tables import Document, Paragraph
from intake.unreadable import (
    MOST_BLOCKS,
    MOST_BYTES,
    MOST_COLUMNS,
    MOST_ROWS,
    MOST_TEXT,
    MOST_UNPACKED,
    MOST_XML,
    UnreadableFile,
)

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")
_CELL = re.compile(rb"""<(?:\w{1,20}:)?c\s[^<>]{0,200}?\br\s*=\s*["']([A-Za-z]{1,3})(\d{1,7})["']""")
_CHUNK = 1 << 20
_MOST_PARTS = 5_000
_PLAIN = {".txt", ".md", ".csv", ".html", ".htm"}
_PACKED = {".xlsx": "Excel", ".docx": "Word"}


def open_document(path: Path) -> Document:
    """The file's paragraphs and tables; raises UnreadableFile saying what to do."""
    document = _read_document(path)
    letters = sum(len(line) for line in _lines_of(document))
    if letters > MOST_TEXT or len(document.blocks) > MOST_BLOCKS:
        raise UnreadableFile("too-much-text")
    return document


def _lines_of(document: Document) -> Iterator[str]:
    for block in document.blocks:
        if isinstance(block, Paragraph):
            yield block.text
        else:
            yield from (line for row in block.rows for cell in row for line in cell.lines)


# The libraries of PDF and Word are loaded when the first such file comes: few processes ever read one.
def _read_document(path: Path) -> Document:
    data = _bytes_of(path)
    kind = _kind_of(path, data)
    if kind == "csv":
        return read_csv(data)
    if kind == "text":
        return read_text(data)
    if kind == "pdf":
        from intake.read_pdf import read_pdf

        return read_pdf(path)
    return _open_packed(path)


def _bytes_of(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise UnreadableFile("not-opened", name=path.name, why=str(error.strerror)) from error
    if len(data) > MOST_BYTES:
        raise UnreadableFile("too-many-bytes", most=MOST_BYTES >> 20)
    if not data.strip():
        raise UnreadableFile("empty")
    return data


def _kind_of(path: Path, data: bytes) -> Literal["packed", "text", "csv", "pdf"]:
    """What the bytes are; a name that says otherwise is not believed."""
    if data.startswith(b"PK"):
        return "packed"
    if data.startswith(_OLE):
        raise UnreadableFile("locked" if "EncryptedPackage".encode("utf-16-le") in data else "old-office")
    if data.startswith(b"%PDF"):
        return "pdf"
    if data.startswith(_PICTURES) or data[8:12] == b"WEBP":
        raise UnreadableFile("picture")
    if program := _PACKED.get(suffix := path.suffix.lower()):
        raise UnreadableFile("other-inside", suffix=suffix, program=program)
    if path.suffix.lower() not in _PLAIN:
        raise UnreadableFile("other-kind")
    return "csv" if path.suffix.lower() == ".csv" else "text"


def _open_packed(path: Path) -> Document:
    """A workbook or a Word document, once its whole content was seen to be small enough."""
    try:
        with zipfile.ZipFile(path) as package:
            names = set(package.namelist())
            _check_parts(package)
    except UnreadableFile:
        raise
    # The package's own list of parts may be nonsense too: names, lengths, methods.
    except (zipfile.BadZipFile, zlib.error, struct.error, EOFError, RuntimeError, OSError, ValueError) as error:
        raise UnreadableFile("damaged") from error
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise UnreadableFile("macros")
    if "xl/workbook.xml" in names:
        return read_workbook(path)
    if "word/document.xml" in names:
        from intake.read_word import read_word

        return read_word(path)
    raise UnreadableFile("other-kind")


def _check_parts(package: zipfile.ZipFile) -> None:
    """Unpack every part to nowhere, believing no size that the file states of itself."""
    if len(package.infolist()) > _MOST_PARTS:
        raise UnreadableFile("too-many-parts")
    unpacked = 0
    for part in package.infolist():
        with package.open(part) as stream:
            unpacked += _part_size(stream, part.filename, MOST_UNPACKED - unpacked)


def _part_size(stream: IO[bytes], name: str, most: int) -> int:
    """How many bytes the part unpacks to; raises UnreadableFile past `most`, and past what a tree of XML may need."""
    size, rest = 0, b""
    most = min(most, MOST_XML) if name.endswith((".xml", ".rels")) else most
    while chunk := stream.read(_CHUNK):
        size += len(chunk)
        if size > most:
            raise UnreadableFile("unpacks-too-large")
        if name.startswith("xl/") and name.endswith(".xml"):
            _check_cells(rest + chunk)
            rest = chunk[-300:]
    return size


def _check_cells(xml: bytes) -> None:
    """Refuse a cell far outside: a sheet is held as a full grid in memory from its first cell to its last."""
    for column, row in _CELL.findall(xml):
        if int(row) > MOST_ROWS:
            raise UnreadableFile("too-many-rows", most=MOST_ROWS)
        if _column_number(column) > MOST_COLUMNS:
            raise UnreadableFile("too-many-columns", most=MOST_COLUMNS)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - ord("A") + 1
    return number

"""What Word and Excel would offer to repair in a file that we made, and a fixture that looks for it in every test."""

import sys
from collections.abc import Callable, Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import docx.document
import pytest
import xlsxwriter
from openxml_audit import OpenXmlValidator

OURS = ("reports", "intake", "bot", "web", "store")
NOT_OURS = "reports.word.template"  # what an agency's own template brings is the agency's


@cache
def _validator() -> OpenXmlValidator:
    return OpenXmlValidator(max_errors=100)


def findings(data: bytes, folder: Path, suffix: str) -> list[str]:
    """What the Open XML validator finds in the file of that suffix; [] where it is sound."""
    path = folder / f"looked-at{suffix}"
    path.write_bytes(data)
    return [str(error) for error in _validator().validate(str(path)).errors]


def _maker() -> str:
    """The module that asked for the file, past those of the library that writes it."""
    frame = sys._getframe(2)
    while frame.f_back and frame.f_globals["__name__"].partition(".")[0] in ("xlsxwriter", "docx"):
        frame = frame.f_back
    return str(frame.f_globals["__name__"])


def _is_ours(module: str) -> bool:
    return module.partition(".")[0] in OURS and module != NOT_OURS


def _written(target: Any) -> bytes:
    data: bytes = target.getvalue() if isinstance(target, BytesIO) else Path(target).read_bytes()
    return data


@pytest.fixture(autouse=True)
def office_files_are_sound(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The last Word file and the last workbook that our code makes in the test are such as the validator accepts."""
    made: dict[str, bytes] = {}
    save: Callable[..., None] = docx.document.Document.save
    close: Callable[..., None] = xlsxwriter.Workbook.close

    def save_seen(document: Any, target: Any) -> None:
        save(document, target)
        if _is_ours(_maker()):
            made[".docx"] = _written(target)

    def close_seen(book: Any) -> None:
        open_before = not book.fileclosed
        close(book)
        if open_before and _is_ours(_maker()):
            made[".xlsx"] = _written(book.filename)

    monkeypatch.setattr(docx.document.Document, "save", save_seen)
    monkeypatch.setattr(xlsxwriter.Workbook, "close", close_seen)
    yield
    for suffix, data in made.items():
        assert findings(data, tmp_path_factory.mktemp("office"), suffix) == []

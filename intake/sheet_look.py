"""How a workbook's sheets are laid out on paper: its columns' widths and how its pages lie."""

import posixpath
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import IO, Final
from xml.parsers.expat import ExpatError, ParserCreate
from zipfile import BadZipFile, ZipFile

_WORKBOOK, _RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_USUAL: Final = 9.14  # letters, the margin of a cell with them: a column's width where the sheet names none
_LANDSCAPE: Final = {"landscape": True, "portrait": False}
Attributes = Mapping[str, str]


@dataclass(slots=True)
class _Look:
    """What a sheet says of its columns (first, last, width in letters) and its paper."""

    usual: float = _USUAL
    columns: list[tuple[int, int, float]] = field(default_factory=list)
    landscape: bool | None = None


def sheet_looks(path: str) -> dict[str, tuple[list[tuple[int, int, float]], float, bool | None]]:
    """By each sheet's name: its stated columns (first and last from 0, width), the width of all others, and whether its
    paper lies; nothing where the file does not say so as workbooks do."""
    try:
        with ZipFile(path) as container:
            names, targets = _list_sheets(container)
            looks = {name: _read_look(container, targets[key]) for name, key in names.items() if key in targets}
    except (BadZipFile, KeyError, ValueError, ExpatError, OSError):
        return {}
    return {name: (look.columns, look.usual, look.landscape) for name, look in looks.items()}


def _list_sheets(container: ZipFile) -> tuple[dict[str, str], dict[str, str]]:
    """The relation of each sheet by its name, and the file of each relation."""
    names: dict[str, str] = {}
    targets: dict[str, str] = {}

    def take_sheet(tag: str, given: Attributes) -> None:
        key = next((value for name, value in given.items() if name.endswith(":id")), "")
        if tag == "sheet" and key:
            names[given["name"]] = key

    def take_relation(tag: str, given: Attributes) -> None:
        if tag == "Relationship":
            targets[given["Id"]] = posixpath.normpath(posixpath.join("/xl", given["Target"])).lstrip("/")

    _parse(container, _WORKBOOK, take_sheet)
    _parse(container, _RELATIONS, take_relation)
    return names, targets


def _read_look(container: ZipFile, file: str) -> _Look:
    look = _Look()

    def take(tag: str, given: Attributes) -> None:
        if tag == "sheetFormatPr" and "defaultColWidth" in given:
            look.usual = float(given["defaultColWidth"])
        elif tag == "col" and "width" in given:
            look.columns.append((int(given["min"]) - 1, int(given["max"]) - 1, float(given["width"])))
        elif tag == "pageSetup":
            look.landscape = _LANDSCAPE.get(given.get("orientation", ""))

    _parse(container, file, take)
    return look


def _parse(container: ZipFile, file: str, take: Callable[[str, Attributes], None]) -> None:
    """Hands each element's name, without its prefix, and attributes to `take`."""
    parser = ParserCreate()
    parser.StartElementHandler = lambda name, given: take(name.rpartition(":")[2], given)
    stream: IO[bytes]
    with container.open(file) as stream:
        parser.ParseFile(stream)

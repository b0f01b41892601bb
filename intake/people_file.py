"""People out of a CSV or XLSX file; nothing is to be imported while a row has a problem."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from domain.agency import PersonRow, Role
from domain.finding import Finding
from intake.open_file import open_document
from intake.tables import Cell, Row
from intake.unreadable import UnreadableFile
from thai.normalise import fold_text, tidy_spaces

_HEADINGS = {
    "name": "name|ชื่อ|ชื่อ-สกุล|ชื่อ - นามสกุล|ชื่อ-นามสกุล|ชื่อสกุล|ชื่อและนามสกุล",
    "position": "position|ตำแหน่ง",
    "unit": "unit|units|ส่วนราชการ|หน่วยงาน|สังกัด|สำนัก/กอง|กอง",
    "roles": "roles|role|บทบาท|สิทธิ",
    "section": "section|งาน",
    "deputy": "deputy|ผู้แทน|ผู้รักษาราชการแทน",
}
_REQUIRED = ("name", "position", "unit", "roles")
_ROLES = {
    Role.STAFF: "staff|เจ้าหน้าที่",
    Role.SUPERVISOR: "supervisor|หัวหน้า",
    Role.ADMIN: "admin|ผู้ดูแล|ผู้ดูแลระบบ",
    Role.HEAD: "head|ผู้บริหาร|ผู้บริหารหน่วยงาน",
}
_MARKS = re.compile(r"[\t,;]")
# The columns of pasted rows that have no heading.
PASTED = ("ชื่อ-สกุล", "ตำแหน่ง", "ส่วนราชการ", "บทบาท", "งาน", "ผู้แทน")
_KEYS = {fold_text(word): key for key, words in _HEADINGS.items() for word in words.split("|")}
_ROLE_OF = {fold_text(word): role for role, words in _ROLES.items() for word in words.split("|")}


@dataclass(frozen=True, slots=True)
class PeopleFile:
    """The people that a file lists, and what is wrong in it: nothing may be imported unless `problems` is empty."""

    rows: tuple[PersonRow, ...]
    problems: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class _Line:
    """One row of the file under its keys, with the headings as the file spells them."""

    row: int
    cells: dict[str, Cell]
    labels: dict[str, str]

    def find_text(self, key: str) -> str:
        return self.cells[key].text if key in self.cells else ""

    def parts(self, key: str) -> tuple[str, ...]:
        return tuple(filter(None, (part.strip() for part in self.find_text(key).split(";"))))

    def problem(self, kind: str, key: str, **parts: str) -> Finding:
        return Finding(kind, f"row {self.row}, column {self.labels.get(key, key)}", parts)


def read_people(path: Path, added: int = 0) -> PeopleFile:
    """The people in the file, with every problem at its row and column; raises UnreadableFile.

    `added` rows above the first are not the writer's own and are not counted.
    """
    for table in open_document(path).tables:
        for place, row in enumerate(table.rows[:20]):
            keys = tuple(_KEYS.get(fold_text(cell.text)) for cell in row)
            if "name" in keys:
                return _build_people_file(row, keys, table.rows[place + 1 :], added)
    raise UnreadableFile("no-people", columns=", ".join(_REQUIRED))


def read_pasted_people(text: str) -> PeopleFile:
    """The people in rows copied from a spreadsheet; without a heading row their columns are `PASTED`, in that order.

    Raises UnreadableFile.
    """
    first = next((line for line in text.splitlines() if line.strip()), "")
    heads = {_KEYS.get(fold_text(cell)) for cell in _MARKS.split(first)}
    added = 0 if "name" in heads else 1
    if added:
        columns = max((line.count("\t") + 1 for line in text.splitlines()), default=0)
        text = "\t".join(PASTED[: max(columns, len(_REQUIRED))]) + "\n" + text
    with TemporaryDirectory(prefix="tidtam-people-") as folder:
        path = Path(folder) / "pasted.csv"
        path.write_text(text, "utf-8")
        return read_people(path, added)


def people_text(path: Path) -> str:
    """The file's list of people as the rows that a spreadsheet would have copied; raises UnreadableFile."""
    for table in open_document(path).tables:
        for place, row in enumerate(table.rows[:20]):
            if "name" in {_KEYS.get(fold_text(cell.text)) for cell in row}:
                return _write_rows([tidy_spaces(cell.text) for cell in one] for one in table.rows[place:])
    raise UnreadableFile("no-people", columns=", ".join(_REQUIRED))


def write_person(row: PersonRow) -> str:
    """The person as a pasted row in the order of `PASTED`."""
    roles = "; ".join(_ROLES[role].split("|")[1] for role in sorted(row.roles))
    return _write_rows([[row.name, row.position, "; ".join(row.units), roles, row.section or "", row.deputy or ""]])


def _write_rows(rows: Iterable[Sequence[str]]) -> str:
    written = io.StringIO()
    csv.writer(written, delimiter="\t", lineterminator="\n").writerows(rows)
    return written.getvalue()


def _build_people_file(heading: Row, keys: tuple[str | None, ...], rows: tuple[Row, ...], added: int) -> PeopleFile:
    labels = {key: cell.text for key, cell in zip(keys, heading, strict=True) if key}
    missing = tuple(_warn_of_column(heading, key) for key in _REQUIRED if key not in labels)
    lines = [
        _Line(row[0].place.row - added, {key: cell for key, cell in zip(keys, row, strict=True) if key}, labels)
        for row in rows
        if any(cell.lines for cell in row)
    ]
    problems = [problem for line in lines for problem in _problems(line)]
    problems += [*_names_twice(lines), *_unknown_deputies(lines)]
    if not lines:
        problems.append(Finding("people-missing", "below the heading row"))
    return PeopleFile(tuple(_build_person(line) for line in lines), (*missing, *problems))


def _warn_of_column(heading: Row, key: str) -> Finding:
    thai = _HEADINGS[key].split("|")[1 if key != "unit" else 2]
    place = f"row {heading[0].place.row}, column {key}"
    return Finding("column-missing", place, {"key": key, "thai": thai})


def _build_person(line: _Line) -> PersonRow:
    return PersonRow(
        name=line.find_text("name"),
        position=line.find_text("position"),
        units=line.parts("unit"),
        roles=frozenset(_ROLE_OF[fold_text(word)] for word in line.parts("roles") if fold_text(word) in _ROLE_OF),
        section=line.find_text("section") if "section" in line.labels else None,
        deputy=line.find_text("deputy") if "deputy" in line.labels else None,
    )


def _problems(line: _Line) -> Iterator[Finding]:
    """What is wrong in the row alone."""
    for key in _REQUIRED:
        if key in line.labels and not line.parts(key):
            yield line.problem("cell-empty", key, name=line.find_text("name"), lacks=line.labels[key])
    for word in line.parts("roles"):
        if fold_text(word) not in _ROLE_OF:
            yield line.problem("role-unknown", "roles", word=word)


def _names_twice(lines: list[_Line]) -> Iterator[Finding]:
    """A problem for each name that stands above already."""
    counted = Counter[str]()
    for line in lines:
        name = fold_text(line.find_text("name"))
        counted[name] += 1
        if name and counted[name] > 1:
            yield line.problem("name-twice", "name", name=line.find_text("name"))


def _unknown_deputies(lines: list[_Line]) -> Iterator[Finding]:
    """A problem for each deputy who is nobody else in the file."""
    names = {fold_text(line.find_text("name")) for line in lines}
    for line in lines:
        deputy = line.find_text("deputy")
        if deputy and (fold_text(deputy) not in names or fold_text(deputy) == fold_text(line.find_text("name"))):
            yield line.problem("deputy-unknown", "deputy", deputy=deputy)

"""What is asked of a table's columns: what each is that is not sure, and who fills it in."""

from collections.abc import Iterator

from domain.finding import Finding
from intake.column_answers import name_columns
from intake.columns import column_of, names_two, usual_label
from intake.finished_columns import is_asked
from intake.headings import bare_heading
from intake.hints import hints_of
from intake.plan_tables import PlanTable
from intake.read_columns import ReadColumn
from intake.tables import Cell

# What a column may be that no known heading names.
_MEANINGS = {
    "evidence": "หลักฐาน",
    "status": "สถานะการดำเนินการ",
    "own": "คอลัมน์ของหน่วยงาน",
    "period": "เดือนหรือไตรมาสที่ทำเครื่องหมายไว้",
    "who_when": "ผู้รับผิดชอบและระยะเวลา",
}
_SAMPLES, _LONGEST = 2, 40


def meaning_of(key: str) -> str:
    """The words for a known key, and for a column of the agency's own."""
    return _MEANINGS[key] if key in _MEANINGS else usual_label(key)


def ask_columns(tables: tuple[PlanTable, ...]) -> tuple[Finding, ...]:
    """A question for each column that is not surely read, the same one of several tables once."""
    found = {(finding.kind, finding.words): finding for table in reversed(tables) for finding in _questions(table)}
    return tuple(reversed(found.values()))


def _questions(table: PlanTable) -> Iterator[Finding]:
    names = name_columns([column.path for column in table.columns.read])
    for column, name in reversed(tuple(zip(table.columns.read, names, strict=True))):
        cells = [row[column.index] for row in table.rows if row[column.index].lines]
        place = str(table.heading_row[column.index].place)
        if not column.filler_sure and cells:
            yield Finding("column-filler", place, {"label": name or cells[0].text[:_LONGEST]})
        if _is_slip(column):
            yield Finding("column-guessed", place, {"label": name, "meant": meaning_of(column.key)})
        if is_asked(column) or (not column.label and cells and column.sure < 1):
            yield Finding("column-asked", place, _parts(name, column, cells))


def _is_slip(column: ReadColumn) -> bool:
    """Whether the heading is only nearly one that is known, and the column was taken for that all the same."""
    heading = bare_heading(column.label)
    key, alike = column_of(heading) if heading else (None, 0.0)
    return key == column.key and alike < 1 and not is_asked(column) and not hints_of(heading) and not names_two(heading)


def _parts(name: str, column: ReadColumn, cells: list[Cell]) -> dict[str, str | int]:
    samples = {f"row {place}": cell.text[:_LONGEST] for place, cell in enumerate(cells[:_SAMPLES], 1)}
    likely = " · ".join(map(meaning_of, column.likely))
    return {"label": name, **samples, "meant": likely}

"""Every text of a report with its place, for the checks that read what is printed."""

from collections.abc import Iterator
from dataclasses import dataclass

from domain.report import Report, ReportGroup, ReportRow, Section


@dataclass(frozen=True, slots=True)
class Printed:
    """A line of the report, where it stands, and the tasks of its row."""

    place: str
    text: str
    tasks: tuple[int, ...] = ()


def printed_texts(report: Report) -> Iterator[Printed]:
    """All lines in the order in which they are printed; what a topic says of itself comes once."""
    for number, section in enumerate(report.front, 1):
        yield from _list_section_texts(section, f"front {number} ({section.kind})")
    yield from (Printed("heading", line) for line in report.heading or (report.title,))
    yield from (Printed("introduction", line) for line in report.intro)
    for group in report.groups:
        yield from _list_group_texts(group, report)
    for number, section in enumerate(report.back, 1):
        yield from _list_section_texts(section, f"back {number} ({section.kind})")
    for person in report.signatories:
        parts = (person.name, person.position, person.acting_for or "")
        yield from (Printed("signatories", part) for part in parts if part)
    if report.note:
        yield Printed("note", report.note)


def place_of(group: ReportGroup, row: ReportRow | None = None, label: str = "") -> str:
    """`topic › measure › column`, as far as it is known."""
    parts = (group.title, row.measure.splitlines()[0] if row and row.measure else "", label)
    return " › ".join(_shorten(part) for part in parts if part)


def _shorten(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"


def _list_group_texts(group: ReportGroup, report: Report) -> Iterator[Printed]:
    seen: set[tuple[str, str]] = set()
    for line in (*group.headings, group.title):
        seen.add(("topic", line))
        yield Printed(place_of(group), line)
    for row in group.rows:
        for column in report.layout.columns:
            for line in row.cells.get(column.key, ()):
                told = ("topic", line) if column.key in ("topic", "question", "finding") else (row.measure, line)
                if told not in seen:
                    seen.add(told)
                    yield Printed(place_of(group, row, " ".join(column.label.split())), line, row.tasks)


def _list_section_texts(section: Section, place: str) -> Iterator[Printed]:
    if section.kind == "comparison":
        # Last year's words stand there as they were, and this year's were read where they stand.
        return
    texts = (section.title, *section.lines, *(text for _, text in section.labels))
    yield from (Printed(place, text) for text in texts if text)
    for table in section.tables:
        texts = (table.title, *(line for row in table.rows for cell in row for line in cell or ()))
        yield from (Printed(place, text) for text in texts if text)

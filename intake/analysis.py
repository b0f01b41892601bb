"""The analysis of last year's result: which questions and findings stand under which topic."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from domain.finding import Finding, Parts
from domain.plan import Question
from intake.columns import Columns, find_columns, plan_columns
from intake.numbering import glued, is_bulleted, items_of, numbered
from intake.questions import CODE, question_doubts, read_questions
from intake.tables import Cell, Document, Paragraph, Row, Table
from intake.topics import find_topic_kind, topic_parts
from thai.normalise import fold_text

_BARE_CODE = re.compile(rf"\s*{CODE}\s*")
_LONGEST_HEADING = 120


@dataclass(frozen=True, slots=True)
class Analysis:
    """What the analysis says of one topic; `others` are the texts of its further columns."""

    heading: str
    place: str
    questions: tuple[Question, ...]
    findings: tuple[str, ...]
    actions: tuple[str, ...]
    others: tuple[str, ...]


@dataclass(slots=True)
class _Pages:
    """One topic's rows, page after page."""

    heading: str
    place: str
    rows: list[dict[str, Cell]] = field(default_factory=list)
    warnings: list[Finding] = field(default_factory=list)


def read_analyses(document: Document) -> tuple[tuple[Analysis, ...], tuple[Finding, ...]]:
    """Every topic's analysis in the document's order, and what a person should look at in it."""
    found: list[_Pages] = []
    heading, is_open = "", False
    for block in document.blocks:
        if isinstance(block, Paragraph):
            heading = block.text if _is_heading(block.text) else heading
            is_open = is_open and not _is_heading(block.text)
            continue
        columns = find_columns(block)
        if columns is None or not _is_analysis(columns, block):
            continue
        if not is_open:
            found.append(_Pages(heading, f"table {block.number}"))
        _add_page(found[-1], columns, block, goes_on=is_open)
        is_open = True
    analyses = tuple(_analysis(pages) for pages in found)
    doubts = (d for a, p in zip(analyses, found, strict=True) for d in question_doubts(a.questions, p.place))
    return analyses, (*(warning for pages in found for warning in pages.warnings), *doubts)


def _is_heading(text: str) -> bool:
    number, title = topic_parts(text)
    return len(text) <= _LONGEST_HEADING and bool(find_topic_kind(title) or (number and numbered(text)[0]))


def _is_analysis(columns: Columns, table: Table) -> bool:
    below = table.rows[columns.first_row + columns.rows :]
    return "question" in columns and "finding" in columns and plan_columns(columns, below) is None


def _add_page(pages: _Pages, columns: Columns, table: Table, goes_on: bool) -> None:
    rows = [_by_key(columns, row) for row in table.rows[columns.first_row + columns.rows :]]
    shifted = [row["question"] for row in rows if _is_shifted(row)]
    if shifted:
        parts: Parts = {"code": shifted[0].text, "times": len(shifted)}
        pages.warnings.append(Finding("cells-shifted", str(shifted[0].place), parts))
    if goes_on and rows:
        first = rows[0]["question"]
        pages.warnings.append(Finding("row-joined", str(first.place), {"word": first.text[:40]}))
    pages.rows.extend(rows)


def _by_key(columns: Columns, row: Row) -> dict[str, Cell]:
    return {key: cell for key, cell in zip(columns.keys, row, strict=False) if key}


def _is_shifted(row: dict[str, Cell]) -> bool:
    """Whether the question's text stands in the finding's cell."""
    return bool(_BARE_CODE.fullmatch(row["question"].text) and row["finding"].lines)


def _analysis(pages: _Pages) -> Analysis:
    lines: list[str] = []
    findings: list[str] = []
    for row in pages.rows:
        shifted = _is_shifted(row)
        texts = row["question"].lines + (row["finding"].lines if shifted else ())
        lines.extend([" ".join(texts)] if shifted else texts)
        findings.extend(() if shifted else row["finding"].lines)
    return Analysis(
        pages.heading,
        pages.place,
        read_questions(tuple(lines)),
        _findings(findings),
        tuple(item.wording for item in items_of(_collect_lines(pages, "steps"))),
        tuple(dict.fromkeys(_other_lines(pages))),
    )


def _findings(lines: list[str]) -> tuple[str, ...]:
    """The findings of a list; without a list it is one, torn into rows and paragraphs by its merged cell."""
    if any(is_bulleted(line) or numbered(line)[0] for line in lines):
        return tuple(item.wording for item in items_of(tuple(lines)))
    whole = ""
    for line in lines:
        whole = glued(whole, line) if whole else line
    return (whole,) if whole else ()


def _collect_lines(pages: _Pages, key: str) -> tuple[str, ...]:
    return tuple(line for row in pages.rows if key in row for line in row[key].lines)


def _other_lines(pages: _Pages) -> Iterator[str]:
    for key in ("responsible", "timeframe"):
        yield from _collect_lines(pages, key)


def belongs(analysis: Analysis, number: str | None, title: str) -> bool:
    """Whether the analysis is of the topic with this number and title."""
    own_number, own_title = topic_parts(analysis.heading)
    return fold_text(own_title) == fold_text(title) or (own_number is not None and own_number == number)

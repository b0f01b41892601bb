"""Our own form of a plan, empty or filled in, as .xlsx, .docx or .csv."""

import csv
from pathlib import Path
from typing import Any

from domain.csv_cells import guard_cell
from domain.layout import Layout
from domain.plan import Measure, Plan, Question, Topic
from intake.form_wording import column_labels, example_plan, form_wording
from intake.own_form import list_own_keys, own_heading, write_own
from intake.topics import find_topic_kind
from thai.digits import to_thai

_FONT = {"font_name": "TH Sarabun New", "font_size": 16}
_MORE_WIDTH = 26
Grid = list[list[str]]


def write_template(path: Path, plan: Plan | None = None, agency: str = "", layout: Layout | None = None) -> None:
    """Write the form with the plan (or an example) in it, as the file's ending says: .xlsx, .docx or .csv.

    The example names the agency that is given, and no other; `layout` names the agency's own columns.

    `read_plan` reads the same plan back. Raises ValueError for another ending, OSError where it cannot be written.
    """
    plan = plan or example_plan(agency)
    head, table = _head_rows(plan), _table_rows(plan, layout)
    if path.suffix.lower() == ".csv":
        _write_csv(path, [*head, [], *table])
    elif path.suffix.lower() == ".xlsx":
        from xlsxwriter.exceptions import FileCreateError

        try:
            _write_workbook(path, head, table)
        except FileCreateError as error:
            raise OSError(str(error)) from error
    elif path.suffix.lower() == ".docx":
        from intake.plan_word import write_word

        write_word(path, head, table)
    else:
        kind = path.suffix or "a file without ending"
        raise ValueError(f"the form is written as .xlsx, .docx or .csv, not as {kind}")


def _head_rows(plan: Plan) -> Grid:
    labels = form_wording()["head"]
    rows = [[labels["agency"], plan.agency or ""], [labels["year"], str(plan.year or "")]]
    if plan.round:
        rows.append([labels["round"], form_wording()["rounds"][plan.round.value]])
    if plan.layout:
        rows.append([labels["layout"], plan.layout])
    rows.extend([labels["score"], score.indicator, repr(score.score)] for score in plan.scores)
    rows.extend(
        [labels["signatory"], who.name, who.position, who.acting_for or "", who.label or ""] for who in plan.signatories
    )
    return rows


def _table_rows(plan: Plan, layout: Layout | None) -> Grid:
    """The heading row, then a row for each measure and for each topic without one."""
    rows = [row for topic in plan.topics for row in _topic_rows(topic)]
    keys = [key for key in column_labels() if key in form_wording()["columns"] or any(row.get(key) for row in rows)]
    if any(topic.kind != find_topic_kind(topic.title) for topic in plan.topics) and "kind" not in keys:
        keys.append("kind")
    if "kind" in keys and all(topic.kind == find_topic_kind(topic.title) for topic in plan.topics):
        keys.remove("kind")
    own = list_own_keys(measure.own for measure in plan.measures)
    heading = [*(column_labels()[key] for key in keys), *(own_heading(key, layout) for key in own)]
    keys += [key.split(":")[1] for key in own]
    return [heading, *([row.get(key, "") for key in keys] for row in rows)]


def _topic_rows(topic: Topic) -> list[dict[str, str]]:
    """The topic's rows; what is the topic's own stands in the first alone."""
    rows = [_measure_row(measure) for measure in topic.measures] or [{}]
    rows[0].update(
        topic=f"{topic.number}. {topic.title}" if topic.number else topic.title,
        question=_question_lines(topic.questions),
        finding="\n".join(topic.findings),
        actions="\n".join(topic.actions),
        kind=form_wording()["kinds"][topic.kind] if topic.kind else "",
        parent=topic.parent or "",
    )
    return rows


def _measure_row(measure: Measure) -> dict[str, str]:
    return {
        "number": measure.number or "",
        "measure": measure.title,
        "measure_question": _question_lines(measure.questions),
        "steps": _step_lines(measure.steps),
        "responsible": measure.responsible.text if measure.responsible else "",
        "timeframe": measure.timeframe.text if measure.timeframe else "",
        "follow_up": measure.cadence.text if measure.cadence else "",
        "result": "\n".join(measure.result),
        "outcome": "\n".join(measure.outcome),
        "suggestion": "\n".join(measure.suggestion),
        "dates": "\n".join(measure.dates),
        "status": form_wording()["statuses"][measure.status] if measure.status else "",
        "did_not": "\n".join(measure.did_not),
        "remark": "\n".join(measure.remark),
        "others": "\n".join(measure.others),
        **write_own({key: value for key, value in measure.own.items() if key not in column_labels()}),
    }


def _step_lines(steps: tuple[str, ...]) -> str:
    """The steps, one a line; several are numbered."""
    if len(steps) == 1:
        return steps[0]
    return "\n".join(f"{to_thai(str(place))}. {step}" for place, step in enumerate(steps, 1))


def _question_lines(questions: tuple[Question, ...]) -> str:
    return "\n".join(f"{question.code} {question.text}".strip() for question in questions)


def _write_csv(path: Path, rows: Grid) -> None:
    """Write UTF-8 with the mark without which a spreadsheet garbles Thai, and no cell that it takes for a formula."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([guard_cell(value) for value in row] for row in rows)


def _write_workbook(path: Path, head: Grid, table: Grid) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet(form_wording()["sheet"])
        bold = book.add_format({**_FONT, "bold": True})
        heading = book.add_format(
            {**_FONT, "bold": True, "bg_color": "#DCE6F1", "border": 1, "align": "center", "valign": "vcenter"}
        )
        body = book.add_format({**_FONT, "text_wrap": True, "valign": "top", "border": 1})
        for place, row in enumerate(head):
            _write_row(sheet, place, row[:1], bold)
            _write_row(sheet, place, row[1:], book.add_format(_FONT), first=1)
        start = len(head) + 1
        _write_row(sheet, start, table[0], heading)
        for place, row in enumerate(table[1:], start + 1):
            _write_row(sheet, place, row, body)
        _arrange(sheet, table[0], start)
        _write_instructions(book)


def _arrange(sheet: Any, labels: list[str], heading_row: int) -> None:
    """Widths, a heading row that stays in view and on each printed page, A4 landscape."""
    widths = {form_wording()["columns"][key]: width for key, width in form_wording()["widths"].items()}
    for place, label in enumerate(labels):
        sheet.set_column(place, place, widths.get(label, _MORE_WIDTH))
    sheet.freeze_panes(heading_row + 1, 0)
    sheet.repeat_rows(heading_row)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _write_row(sheet: Any, place: int, values: list[str], style: Any, first: int = 0) -> None:
    """Write each value as text, whatever it looks like: nothing an agency typed becomes a formula or a link."""
    for across, value in enumerate(values, first):
        if sheet.write_string(place, across, value, style) < 0:
            raise ValueError(f"row {place + 1}, column {across + 1}: the text is too long for a spreadsheet's cell")


def _write_instructions(book: Any) -> None:
    sheet = book.add_worksheet(form_wording()["instructions_sheet"])
    sheet.set_column(0, 0, 110)
    style = book.add_format({**_FONT, "text_wrap": True})
    for place, line in enumerate(form_wording()["instructions"]["lines"]):
        _write_row(sheet, place, [line], style)

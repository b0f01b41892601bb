"""Our own form read back: one row a measure; a bad row is named by its row and column, the rest is still read."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from domain.finding import Finding
from domain.plan import Measure, Plan, Question, Topic, TopicKind
from domain.task import Status
from intake.fields import cadence_doubts, cadence_of, responsible_of, steps_of, timeframe_of
from intake.form_head import read_head
from intake.form_wording import column_labels, form_wording, key_of
from intake.numbering import numbered, unbulleted
from intake.own_form import OWN, own_key, read_own
from intake.questions import question_doubts, read_question
from intake.tables import Cell, Document, Row, Table
from intake.topics import find_topic_kind, topic_parts
from thai.digits import to_arabic
from thai.normalise import fold_text

_MARKS_OF_THE_FORM = {"topic", "number", "measure"}
_REACHING = {"responsible", "timeframe", "follow_up"}
_EXAMPLE = "(ตัวอย่าง)"


@dataclass(frozen=True, slots=True)
class Form:
    """Where our form stands in a document: its table, its heading row, each column's key, the rows above it all."""

    table: Table
    heading: int
    keys: tuple[str | None, ...]
    head: tuple[Row, ...] = ()
    doubts: tuple[Finding, ...] = ()


@dataclass(slots=True)
class _Drawer:
    year: int | None
    keys: tuple[str | None, ...]
    above: dict[str, Cell] = field(default_factory=dict)
    topics: list[Topic] = field(default_factory=list)
    warnings: list[Finding] = field(default_factory=list)

    def warn(self, kind: str, row: Row, key: str, **parts: str) -> None:
        self.warnings.append(Finding(kind, place_of(row, key), parts))


def place_of(row: Row, key: str) -> str:
    """A cell of the form as a person finds it: `row 7, column ผู้รับผิดชอบ`."""
    return f"row {row[0].place.row}, column {column_labels()[key]}"


def find_form(document: Document) -> Form | None:
    """Our form in the document, or None where the document is not made on it; one further on is left out and named."""
    forms = list(_forms(document))
    return replace(forms[0], doubts=tuple(map(_left_out, forms[1:]))) if forms else None


def _forms(document: Document) -> Iterator[Form]:
    head: tuple[Row, ...] = ()
    for table in document.tables:
        for place, row in enumerate(table.rows[:50]):
            keys = tuple(
                own_key(cell.text) or key_of(cell.text, column_labels()) if cell.lines else None for cell in row
            )
            if set(keys) >= _MARKS_OF_THE_FORM:
                yield Form(table, place, keys, head + table.rows[:place])
                break
        head = table.rows[:50]


def _left_out(form: Form) -> Finding:
    place = str(form.table.rows[form.heading][0].place)
    return Finding("form-twice", place)


def read_form(form: Form, year: int | None = None) -> Plan:
    """The plan on the form; `year` (Buddhist era) goes before the one that is written on it."""
    head, warnings = read_head(form.head, year)
    drawer = _Drawer(head.year, form.keys, warnings=[*form.doubts, *warnings])
    for row in form.table.rows[form.heading + 1 :]:
        if any(cell.lines for cell in row):
            _read_form_row(drawer, row)
    if head.year is None and not warnings:
        drawer.warnings.append(_no_year())
    return replace(head, topics=tuple(drawer.topics), warnings=tuple(drawer.warnings))


def _no_year() -> Finding:
    label = form_wording()["head"]["year"]
    return Finding("year-unread", "above the table", {"label": label})


def _read_form_row(drawer: _Drawer, row: Row) -> None:
    cells = {key: _reached(drawer, key, cell) for key, cell in zip(drawer.keys, row, strict=False) if key}
    drawer.above = cells
    _open_topic(drawer, row, cells)
    _fill_topic(drawer, row, cells)
    if cells["measure"].lines:
        measure = _read_measure(drawer, row, cells)
        topic = drawer.topics[-1]
        drawer.topics[-1] = replace(topic, measures=(*topic.measures, measure))
    else:
        keys = ("number", "steps", "responsible", "timeframe", "follow_up")
        said = " ".join(line for key in keys for line in _cell_lines(cells, key))
        if said:
            drawer.warn("row-unread", row, "measure", said=said[:60])


def _reached(drawer: _Drawer, key: str, cell: Cell) -> Cell:
    """The cell; one of who, when or how often that was merged with the one above says the same."""
    is_merged = cell.joined == "above" and key in _REACHING and key in drawer.above
    return replace(cell, lines=drawer.above[key].lines) if is_merged else cell


def _open_topic(drawer: _Drawer, row: Row, cells: dict[str, Cell]) -> None:
    """Begin the topic that the row names; an empty cell, or the same again, goes on in the one above."""
    if not cells["topic"].lines:
        if not drawer.topics:
            drawer.warn("topic-missing", row, "topic", measure=_cell_text(cells, "measure")[:60])
            drawer.topics.append(Topic(""))
        return
    number, title = topic_parts(cells["topic"].text)
    parent = " ".join(_cell_lines(cells, "parent")) or None
    last = drawer.topics[-1] if drawer.topics else None
    if not last or (last.number, fold_text(last.title)) != (number, fold_text(title)):
        drawer.topics.append(Topic(title, number=number, kind=_read_kind(cells, title), parent=parent))


def _read_kind(cells: dict[str, Cell], title: str) -> TopicKind | None:
    if "kind" not in cells:
        return find_topic_kind(title)
    kinds: dict[str, TopicKind] = {"tool": "tool", "indicator": "indicator", "issue": "issue"}
    return kinds.get(key_of(cells["kind"].text, form_wording()["kinds"]) or "")


def _fill_topic(drawer: _Drawer, row: Row, cells: dict[str, Cell]) -> None:
    topic = drawer.topics[-1]
    questions = _read_questions(drawer, row, cells, "question")
    findings = tuple(unbulleted(line) for line in _cell_lines(cells, "finding"))
    actions = topic.actions + _cell_lines(cells, "actions")
    drawer.topics[-1] = replace(
        topic, questions=topic.questions + questions, findings=topic.findings + findings, actions=actions
    )


def _read_questions(drawer: _Drawer, row: Row, cells: dict[str, Cell], key: str) -> tuple[Question, ...]:
    found = tuple(read_question(line) or Question("", line) for line in _cell_lines(cells, key))
    drawer.warnings.extend(question_doubts(found, place_of(row, key)))
    return found


def _read_measure(drawer: _Drawer, row: Row, cells: dict[str, Cell]) -> Measure:
    responsible, doubts = responsible_of(_cell_text(cells, "responsible"), place_of(row, "responsible"))
    timeframe, more_doubts = timeframe_of(_cell_text(cells, "timeframe"), drawer.year, place_of(row, "timeframe"))
    drawer.warnings.extend((*doubts, *(() if drawer.year is None else more_doubts)))
    measure = Measure(
        title=cells["measure"].text,
        number=to_arabic(_cell_text(cells, "number")).strip("(). ") or None,
        questions=_read_questions(drawer, row, cells, "measure_question"),
        steps=_join_steps(_cell_lines(cells, "steps")),
        responsible=responsible,
        timeframe=timeframe,
        cadence=cadence_of("\n".join(_cell_lines(cells, "follow_up"))),
        result=_reply_lines(cells, "result"),
        outcome=_reply_lines(cells, "outcome"),
        suggestion=_reply_lines(cells, "suggestion"),
        dates=_cell_lines(cells, "dates"),
        did_not=_reply_lines(cells, "did_not"),
        remark=_reply_lines(cells, "remark"),
        others=_cell_lines(cells, "others"),
        status=_status(drawer, row, cells),
        own=read_own((key, cell.lines) for key, cell in cells.items() if key.startswith(OWN)),
        places=_find_places(row, cells),
        confidence=_confidence(cells, (*doubts, *more_doubts)),
    )
    _doubt(drawer, row, measure)
    return measure


# What each column's field is called in a measure; the topic's own columns are not the measure's.
_FIELDS = {"measure": "title", "follow_up": "cadence", "measure_question": "questions"}
_OF_TOPIC = {"topic", "question", "finding", "actions", "kind", "parent", "number"}


def _find_places(row: Row, cells: dict[str, Cell]) -> dict[str, str]:
    """Where each filled field stands."""
    filled = [key for key in cells if key not in _OF_TOPIC and cells[key].lines and not key.startswith(OWN)]
    return {_FIELDS.get(key, key): place_of(row, key) for key in filled}


def _confidence(cells: dict[str, Cell], doubts: tuple[Finding, ...]) -> dict[str, float]:
    """On our own form everything is sure but what was not understood."""
    unread = {warning.kind.removesuffix("-unread").removesuffix("-both") for warning in doubts}
    told = [key for key in cells if key not in _OF_TOPIC and cells[key].lines and not key.startswith(OWN)]
    filled = [_FIELDS.get(key, key) for key in told]
    return {key: 0.0 if key in unread else 1.0 for key in filled}


def _status(drawer: _Drawer, row: Row, cells: dict[str, Cell]) -> Status | None:
    said = _cell_text(cells, "status")
    found = key_of(said, form_wording()["statuses"]) if said else None
    if said and not found:
        drawer.warn("status-unread", row, "status", word=said[:60])
    return Status(found) if found else None


def _doubt(drawer: _Drawer, row: Row, measure: Measure) -> None:
    """Warn of a number given twice, of an example left standing and of a follow-up not understood."""
    if measure.number and measure.number in {other.number for other in drawer.topics[-1].measures}:
        drawer.warn("number-twice", row, "number", number=measure.number, title=measure.title[:60])
    if measure.title.startswith(_EXAMPLE):
        drawer.warn("example-left", row, "measure", title=measure.title[:60])
    drawer.warnings.extend(cadence_doubts(measure.cadence, place_of(row, "follow_up")))


def _cell_lines(cells: dict[str, Cell], key: str) -> tuple[str, ...]:
    return cells[key].lines if key in cells else ()


def _join_steps(lines: tuple[str, ...]) -> tuple[str, ...]:
    """One step a line; where the first is numbered, a line that is not next in turn goes on in the one above."""
    if len(lines) == 1:
        return steps_of(lines)
    steps: list[str] = []
    for line in lines:
        number, text = numbered(line)
        if number == str(len(steps) + 1):
            steps.append(text)
        elif steps and numbered(lines[0])[0] == "1":
            steps[-1] = f"{steps[-1]} {line}"
        else:
            steps.append(unbulleted(line))
    return tuple(steps)


def _cell_text(cells: dict[str, Cell], key: str) -> str:
    return " ".join(_cell_lines(cells, key))


def _reply_lines(cells: dict[str, Cell], key: str) -> tuple[str, ...]:
    return tuple(unbulleted(line) for line in _cell_lines(cells, key))

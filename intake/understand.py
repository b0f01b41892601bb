"""A document's tables and text, understood as a plan. Nothing is guessed: what is doubtful becomes a warning."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from domain.finding import Finding
from domain.plan import Measure, Plan, Topic
from intake.analysis import Analysis, belongs, read_analyses
from intake.any_tables import Found, find_any_tables, with_lines_for_lists
from intake.band import Band
from intake.bands import bands_of
from intake.boxes import with_boxes_read
from intake.column_answers import NO_ANSWERS, Answers
from intake.column_questions import ask_columns
from intake.columns import names_two, usual_label
from intake.forms import with_forms_as_tables
from intake.measures import measures_of
from intake.numbering import items_of
from intake.own_values import declare_columns, is_ticked
from intake.plan_slips import plan_slips
from intake.plan_tables import PlanTable, plan_tables, surrounding_text, unread_tables
from intake.questions import question_doubts, read_questions
from intake.scores import read_scores
from intake.sheet_blocks import apart
from intake.signatures import read_signatories
from intake.stated_years import stated_years
from intake.surroundings import read_agency, read_round, read_years, spelling_warnings, usual_year, year_warnings
from intake.tables import Document, Paragraph, Table
from intake.topics import find_topic_kind, known_topic, topic_parts
from intake.unreadable import UnreadableFile
from intake.word_slips import word_slips
from thai.normalise import fold_text


@dataclass(slots=True)
class _Drawer:
    """Topics while their measures are gathered."""

    topics: list[Topic] = field(default_factory=list)
    warnings: list[Finding] = field(default_factory=list)


def understand(document: Document, year: int | None = None, answers: Answers = NO_ANSWERS) -> Plan:
    """The plan that the document holds; raises UnreadableFile where none of its tables is one.

    `year` (Buddhist era) is the fiscal year if the caller knows it; else the document says. `answers` is what a person
    said of the columns.
    """
    parts = find_plan_tables(document, answers)
    document = apart(document)
    tables, text = parts.tables, parts.text
    bands = [(table, bands_of(table.columns, table.rows, table.breaks)) for table in tables]
    heading = read_years(text[:_HEAD_LINES])
    stated = stated_years(band.lines("timeframe") for _, found in bands for band in found)
    known = year or _year_of(stated, heading, read_years(text))
    drawer = _Drawer()
    for table, found in bands:
        _draw(drawer, table, found, known)
    analyses, doubts = read_analyses(document)
    drawn = tuple(_as_sure(topic, document.sure) for topic in drawer.topics if topic.measures or topic.title)
    topics = _with_analyses(drawn, analyses)
    scores = read_scores(document)
    unread = parts.unread
    agency = read_agency(text)
    texts = _texts(document, text)
    plan = Plan(
        agency=agency,
        year=known,
        topics=topics,
        round=read_round(text),
        layout=_layout(tables),
        scores=scores.scores,
        signatories=read_signatories(tuple(line.text for line in text)),
        columns=next((declare_columns(table.columns.read) for table in tables if table.columns.read), ()),
        notes=(*(line.text for line in (*text, *parts.sums)), *_lines_of(unread)),
        places=_find_head_places(agency, text),
    )
    misspelt = {warning.place for warning in drawer.warnings if warning.kind == "topic-spelling"}
    warnings = (
        *spelling_warnings(agency, texts),
        *year_warnings(known, text),
        *_heading_warnings(tuple(table for table in tables if not table.columns.read)),
        *ask_columns(tables),
        *_sheets_warning(document, tables),
        *(doubt for table in tables for doubt in table.doubts),
        *map(_table_unread, unread),
        *drawer.warnings,
        *doubts,
        *scores.warnings,
        *(slip for slip in word_slips(texts) if slip.place not in misspelt),
        *plan_slips(plan, texts),
    )
    return replace(plan, warnings=warnings)


def find_plan_tables(document: Document, answers: Answers = NO_ANSWERS) -> Found:
    """The plan's tables under the known headings, else under any; raises UnreadableFile where there are none."""
    known = apart(document)
    tables = plan_tables(known)
    if tables and not answers and not any(map(_leaves_columns, tables)):
        return Found(tables, surrounding_text(known), unread_tables(known))
    found = find_any_tables(with_boxes_read(with_forms_as_tables(with_lines_for_lists(document))), answers)
    if found.tables:
        return found
    if not tables:
        raise _refuse(document)
    return Found(tables, surrounding_text(known), unread_tables(known))


def _leaves_columns(table: PlanTable) -> bool:
    """Whether a column with something in it has no known key, or no heading of its own, or is one of those to tick."""
    unknown = [
        place for place, key in enumerate(table.columns.keys) if key is None and table.heading_row[place].joined is None
    ]
    spanned = [place for place, cell in enumerate(table.heading_row) if cell.joined == "left"]
    ticked = any(is_ticked(row[place]) for row in table.rows for place in spanned)
    return ticked or any(row[place].lines for row in table.rows for place in unknown)


def _refuse(document: Document) -> UnreadableFile:
    """Why the document holds no plan: what was found in it instead."""
    filled = (row for table in document.tables for row in table.rows if sum(bool(cell.lines) for cell in row) > 1)
    if row := next(filled, None):
        return UnreadableFile("no-measures", found=" · ".join(cell.text[:30] for cell in row if cell.lines)[:_LONGEST])
    lines = (*(line.text for line in document.paragraphs), *_lines_of(document.tables))
    return UnreadableFile("no-table", found=next(iter(lines), "")[:_LONGEST])


def _lines_of(tables: tuple[Table, ...]) -> Iterator[str]:
    return (line for table in tables for row in table.rows for cell in row for line in cell.lines)


def _sheets_warning(document: Document, tables: tuple[PlanTable, ...]) -> tuple[Finding, ...]:
    """A warning where the measures come from several sheets: one of them may be another year's."""
    rows = [row for table in tables for row in table.rows if row[0].place.table in document.sheets]
    names = {document.sheets[row[0].place.table]: row for row in rows}
    if len(names) < 2:
        return ()
    return (Finding("sheets-several", list(names)[-1], {f"name {at}": name for at, name in enumerate(names, 1)}),)


def _table_unread(table: Table) -> Finding:
    first = next(_lines_of((table,)))
    return Finding("table-unread", str(table.rows[0][0].place), {"first": first[:40]})


def _year_of(stated: tuple[int, ...], heading: tuple[int, ...], named: tuple[int, ...]) -> int | None:
    """The year that the timeframes name, where several do or the text does too; else the heading's."""
    usual = usual_year(stated)
    if usual and (not heading or usual in named or stated.count(usual) >= _SEVERAL):
        return usual
    return heading[0] if heading else None


def _as_sure(topic: Topic, at_most: float) -> Topic:
    """The topic, no reading in it surer than the file allows."""
    measures = (
        replace(each, confidence={key: round(sure * at_most, 2) for key, sure in each.confidence.items()})
        for each in topic.measures
    )
    return replace(topic, measures=tuple(measures))


def _find_head_places(agency: str | None, text: tuple[Paragraph, ...]) -> dict[str, str]:
    """Where agency and round stand."""
    found: dict[str, str] = {}
    for line in text:
        if agency and fold_text(agency) in fold_text(line.text):
            found.setdefault("agency", line.place)
        if read_years((line,)):
            found.setdefault("year", line.place)
        if read_round((line,)):
            found.setdefault("round", line.place)
    return found


def _with_analyses(topics: tuple[Topic, ...], analyses: tuple[Analysis, ...]) -> tuple[Topic, ...]:
    """The topics with what the analysis says of them; one that it alone names stands behind them."""
    own = list(topics)
    for analysis in analyses:
        number, title = topic_parts(analysis.heading)
        place = next((at for at, topic in enumerate(own) if belongs(analysis, topic.number, topic.title)), None)
        if place is None:
            place = len(own)
            own.append(Topic(title, number=number, kind=find_topic_kind(title), place=analysis.place))
        topic = own[place]
        own[place] = replace(
            topic,
            questions=topic.questions + analysis.questions,
            findings=topic.findings + analysis.findings,
            actions=topic.actions + analysis.actions + analysis.others,
        )
    return tuple(own)


_HEAD_LINES = 8
_SEVERAL = 3
_LONGEST = 120
_TOOL_IN_CELL = re.compile(r"เครื่องมือ(?:การประเมิน)?\s*(?:IIT|EIT|OIT)")


def _draw(drawer: _Drawer, table: PlanTable, bands: tuple[Band, ...], year: int | None) -> None:
    """Put the table's topics and measures behind those already there."""
    for heading in table.headings:
        _open_topic(drawer, heading, "the text above the table", table.headings)
    for band in bands:
        if band.topic is not None:
            _open_topic(drawer, band.topic, band.find_place("topic"), table.headings)
        elif not drawer.topics:
            drawer.topics.append(_unnamed_topic(drawer, bands))
        _fill_topic(drawer, band)
        measures, warnings = measures_of(band, year)
        drawer.warnings.extend(warnings)
        former = drawer.topics[-1].measures
        drawer.topics[-1] = replace(drawer.topics[-1], measures=former + _with_status(former, measures, band))


def _with_status(former: tuple[Measure, ...], measures: tuple[Measure, ...], band: Band) -> tuple[Measure, ...]:
    """The measures, those of a topic's row torn by a page break with the status that its first half opens with."""
    status = former[-1].status if former and any(doubt.kind == "row-joined" for doubt in band.doubts) else None
    return tuple(replace(each, status=each.status or status) if each.result else each for each in measures)


def _unnamed_topic(drawer: _Drawer, bands: tuple[Band, ...]) -> Topic:
    """The topic of measures that stand under none: the tool that their own cells name, where they do."""
    named = (_TOOL_IN_CELL.search(line) for band in bands for line in band.lines("measure"))
    title = next((match[0] for match in named if match), "")
    drawer.warnings.append(Finding("topic-missing", bands[0].find_place("measure"), {"title": title}))
    return Topic(title, kind=find_topic_kind(title), place=bands[0].find_place("measure"))


def _open_topic(drawer: _Drawer, wording: str, place: str, headings: tuple[str, ...]) -> None:
    """Begin a topic, unless the wording is that of the topic which goes on."""
    number, title = topic_parts(wording)
    known = known_topic(title)
    kind = find_topic_kind(title)
    if known and not known.exact:
        drawer.warnings.append(Finding("topic-spelling", place, {"title": title, "meant": known.title}))
    if known and known.exact:
        title = known.title
    last = drawer.topics[-1] if drawer.topics else None
    if last and last.number == number and fold_text(last.title) == fold_text(title):
        return
    above = topic_parts(headings[0])[1] if len(headings) > 1 and wording != headings[0] else None
    drawer.topics.append(Topic(title, number=number, kind=kind, parent=above, place=place))


def _fill_topic(drawer: _Drawer, band: Band) -> None:
    """Add the band's questions and findings to its topic."""
    topic = drawer.topics[-1]
    questions = read_questions(band.lines("question"))
    findings = tuple(item.wording for item in items_of(band.lines("finding")))
    drawer.warnings.extend(question_doubts(questions, band.find_place("question")))
    drawer.topics[-1] = replace(topic, questions=topic.questions + questions, findings=topic.findings + findings)


def _layout(tables: tuple[PlanTable, ...]) -> str | None:
    """The name of the layout whose own columns the tables have."""
    keys = {key for table in tables if not table.columns.read for key in table.columns.keys if key}
    if keys & {"did", "did_not"}:
        return "did"
    for key, name in (("dates", "dates"), ("outcome", "outcomes"), ("result", "results"), ("follow_up", "plan")):
        if key in keys:
            return name
    return None


def _texts(document: Document, text: tuple[Paragraph, ...]) -> list[tuple[str, str]]:
    """Every piece of the document's text with its place."""
    cells = [(str(c.place), c.text) for table in document.tables for row in table.rows for c in row if c.lines]
    return [*((line.place, line.text) for line in text), *cells]


def _heading_warnings(tables: tuple[PlanTable, ...]) -> tuple[Finding, ...]:
    """A warning for each column whose heading says nothing that is known, or something only nearly known."""
    found = (
        warning
        for table in tables
        for index, (key, label) in enumerate(zip(table.columns.keys, table.columns.labels, strict=True))
        for warning in _heading_warning(table, index, key, label)
    )
    return tuple(dict.fromkeys(found))


def _heading_warning(table: PlanTable, index: int, key: str | None, label: str) -> tuple[Finding, ...]:
    cells = [row[index] for row in table.rows if index < len(row) and row[index].lines]
    heading = table.heading_row[index]
    alike = table.columns.sure[index]
    if key and label and alike < 1:
        return (Finding("column-guessed", str(heading.place), {"label": label, "meant": usual_label(key)}),)
    if key or heading.joined == "above" or not (label or cells):
        return ()
    kind = "column-names-two" if names_two(label) else "column-unread"
    return (Finding(kind, str(heading.place), {"label": label or cells[0].text[:30]}),)

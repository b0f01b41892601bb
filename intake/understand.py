"""A document's tables and text, understood as a plan. Nothing is guessed: what is doubtful becomes a warning."""

import re
from dataclasses import dataclass, field, replace

from domain.plan import Plan, Topic, Warning
from intake.bands import Band, bands_of
from intake.measures import measures_of
from intake.numbering import items_of
from intake.plan_tables import PlanTable, plan_tables, surrounding_text
from intake.questions import question_doubts, read_questions
from intake.signatures import read_signatories
from intake.stated_years import stated_years
from intake.surroundings import read_agency, read_round, read_years, spelling_warnings, usual_year
from intake.tables import Document, Paragraph
from intake.topics import kind_of, known_topic, squeezed, topic_parts
from intake.unreadable import UnreadableFile
from thai.digits import to_arabic


@dataclass(slots=True)
class _Drawer:
    """Topics while their measures are gathered."""

    topics: list[Topic] = field(default_factory=list)
    warnings: list[Warning] = field(default_factory=list)


def understand(document: Document, year: int | None = None) -> Plan:
    """The plan that the document holds; raises UnreadableFile where none of its tables is one.

    `year` (Buddhist era) is the fiscal year if the caller knows it; else the document says.
    """
    tables = plan_tables(document)
    if not tables:
        raise UnreadableFile(
            "no table of measures was found: its heading row must name มาตรการ and, for example, ผู้รับผิดชอบ"
        )
    text = surrounding_text(document)
    bands = [(table, bands_of(table.columns, table.rows)) for table in tables]
    heading = read_years(text[:_HEAD_LINES])
    stated = stated_years(band.lines("timeframe") for _, found in bands for band in found)
    known = year or usual_year(stated) or (heading[0] if heading else None)
    drawer = _Drawer()
    for table, found in bands:
        _draw(drawer, table, found, known)
    topics = tuple(topic for topic in drawer.topics if topic.measures or topic.title)
    agency = read_agency(text)
    return Plan(
        agency=agency,
        year=known,
        topics=topics,
        round=read_round(text),
        layout=_layout(tables),
        signatories=read_signatories(tuple(line.text for line in text)),
        warnings=(
            *spelling_warnings(agency, _texts(document, text)),
            *_year_warning(known, heading, text),
            *_heading_warnings(tables),
            *drawer.warnings,
        ),
    )


_HEAD_LINES = 8
_TOOL_IN_CELL = re.compile(r"เครื่องมือ(?:การประเมิน)?\s*(?:IIT|EIT|OIT)")


def _draw(drawer: _Drawer, table: PlanTable, bands: tuple[Band, ...], year: int | None) -> None:
    """Put the table's topics and measures behind those already there."""
    for heading in table.headings:
        _open_topic(drawer, heading, "the text above the table", table.headings)
    for band in bands:
        if band.topic is not None:
            _open_topic(drawer, band.topic, band.place("topic"), table.headings)
        elif not drawer.topics:
            drawer.topics.append(_unnamed_topic(drawer, bands))
        _fill_topic(drawer, band)
        measures, warnings = measures_of(band, year)
        drawer.warnings.extend(warnings)
        drawer.topics[-1] = replace(drawer.topics[-1], measures=drawer.topics[-1].measures + measures)


def _unnamed_topic(drawer: _Drawer, bands: tuple[Band, ...]) -> Topic:
    """The topic of measures that stand under none: the tool that their own cells name, where they do."""
    named = (_TOOL_IN_CELL.search(line) for band in bands for line in band.lines("measure"))
    title = next((match[0] for match in named if match), "")
    proposal = "write the topic that they belong to"
    message = f"the first measures stand under no heading; they were put under “{title}”"
    drawer.warnings.append(Warning("topic-missing", bands[0].place("measure"), message, proposal))
    return Topic(title, kind=kind_of(title))


def _open_topic(drawer: _Drawer, wording: str, place: str, headings: tuple[str, ...]) -> None:
    """Begin a topic, unless the wording is that of the topic which goes on."""
    number, title = topic_parts(wording)
    known = known_topic(title)
    kind = kind_of(title)
    if known and not known.exact:
        drawer.warnings.append(
            Warning("topic-spelling", place, f"the topic “{title}” is nearly “{known.title}”", f"write “{known.title}”")
        )
    if known and known.exact:
        title = known.title
    last = drawer.topics[-1] if drawer.topics else None
    if last and last.number == number and squeezed(last.title) == squeezed(title):
        return
    above = topic_parts(headings[0])[1] if len(headings) > 1 and wording != headings[0] else None
    drawer.topics.append(Topic(title, number=number, kind=kind, parent=above))


def _fill_topic(drawer: _Drawer, band: Band) -> None:
    """Add the band's questions and findings to its topic."""
    topic = drawer.topics[-1]
    questions = read_questions(band.lines("question"))
    findings = tuple(item.wording for item in items_of(band.lines("finding")))
    drawer.warnings.extend(question_doubts(questions, band.place("question")))
    drawer.topics[-1] = replace(topic, questions=topic.questions + questions, findings=topic.findings + findings)


def _layout(tables: tuple[PlanTable, ...]) -> str | None:
    """The name of the layout whose own columns the tables have."""
    keys = {key for table in tables for key in table.columns.keys if key}
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


def _year_warning(year: int | None, heading: tuple[int, ...], text: tuple[Paragraph, ...]) -> tuple[Warning, ...]:
    """A warning where no year was found, or the heading names another."""
    if year is None:
        return (Warning("year-unread", "the heading", "the fiscal year is not named", "say which year it is"),)
    if not heading or heading[0] == year:
        return ()
    place = next((p.place for p in text if str(heading[0]) in to_arabic(p.text)), "the heading")
    message = f"the heading names the fiscal year {heading[0]}, the timeframes {year}"
    return (Warning("years-differ", place, message, f"decide which is right; it was read as {year}"),)


def _heading_warnings(tables: tuple[PlanTable, ...]) -> tuple[Warning, ...]:
    """A warning for each column whose heading says nothing that is known."""
    return tuple(
        Warning(
            "column-unread",
            str(cell.place),
            f"the column “{cell.text}” is not understood and was left out",
            "name it by one of the usual headings, if it matters",
        )
        for table in tables
        for key, cell in zip(table.columns.keys, table.heading_row, strict=False)
        if key is None and cell.lines
    )

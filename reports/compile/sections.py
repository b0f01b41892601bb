"""Front and back matter filled in: cover, preface, memo, text, score tables with a chart, analysis tables."""

from collections.abc import Callable, Mapping

from domain.comparison import Comparison
from domain.layout import Layout
from domain.messages import N_
from domain.parts import Part
from domain.plan import PlanOnFile, Question, Score, Topic, TopicOnFile
from domain.report import Section, SectionColumn, SectionTable
from reports.compile.compare import comparison_section
from reports.compile.plan_cells import question_line, topic_title
from reports.compile.scores import Scores, indicator_name, indicator_number, scores_of, tool_of
from reports.wording import add_bullets, fill_placeholders, in_digits, remove_repeats, said, split_lines

Cell = tuple[str, ...] | None
Fill = Callable[[str], str]


def sections(
    parts: tuple[Part, ...],
    plan: PlanOnFile,
    layout: Layout,
    words: Mapping[str, str],
    compared: Comparison | None = None,
) -> tuple[Section, ...]:
    """The parts ready to print; one whose tables would be empty is left out."""

    def fill(text: str) -> str:
        return fill_placeholders(text, layout, words)

    made = (
        _build_comparison(part, compared, layout, fill)
        if part.kind == "comparison"
        else _build_section(part, plan, layout, fill)
        for part in parts
    )
    return tuple(section for section in made if section is not None)


def _build_comparison(part: Part, compared: Comparison | None, layout: Layout, fill: Fill) -> Section | None:
    return comparison_section(compared, layout, fill(part.title)) if compared else None


def score_words(scores: tuple[Score, ...], year: int) -> dict[str, str]:
    """What the placeholders `score` and `band` stand for: last year's total; dots where it is not known."""
    found = scores_of(scores, year - 1)
    dots = "." * 10
    return {"score": dots if found.total is None else f"{found.total:.2f}", "band": found.band or dots}


def _build_section(part: Part, plan: PlanOnFile, layout: Layout, fill: Fill) -> Section | None:
    tables: tuple[SectionTable, ...] = ()
    chart: tuple[tuple[str, float], ...] = ()
    if part.kind == "scores":
        found = scores_of(plan.scores, plan.year - 1)
        if not found.indicators:
            return None
        tables, chart = _build_score_tables(found, plan.scores, layout), _list_bars(found, layout) if part.chart else ()
    elif part.kind == "analysis":
        tables = tuple(table for topic in plan.topics if (table := _build_analysis(topic, layout)))
        if not tables:
            return None
    return Section(
        kind=part.kind,
        title=fill(part.title),
        lines=_fill_part_lines(part, fill),
        labels=_make_labels(part, fill) if part.kind == "memo" else (),
        tables=tables,
        chart=chart,
        signatures=part.signatures,
    )


def _fill_part_lines(part: Part, fill: Fill) -> tuple[str, ...]:
    """The part's lines; what has nothing to say is left out, but for the gaps that a cover is set with."""
    lines = zip(part.lines, map(fill, part.lines), strict=True)
    return tuple(line for written, line in lines if line or (part.kind == "cover" and not written))


def _make_labels(part: Part, fill: Fill) -> tuple[tuple[str, str], ...]:
    """The memo's heading lines in their order, with their official labels."""
    labels = (N_("Unit of memo"), N_("Number of memo"), N_("Date of memo"), N_("Subject of memo"), N_("To of memo"))
    texts = (part.sender, part.number, part.date, part.subject, part.to)
    return tuple((said(label), fill(text)) for label, text in zip(labels, texts, strict=True))


def _build_score_tables(found: Scores, given: tuple[Score, ...], layout: Layout) -> tuple[SectionTable, ...]:
    """Each indicator's score beside its tool's; the agency's own name of an indicator is kept."""
    names = {indicator_number(score.indicator): score.indicator for score in given}
    tools, shown, rows = dict(found.tools), set[str](), []
    for number, score in found.indicators:
        tool = tool_of(number)
        beside: Cell = None
        if tool not in shown:
            beside = (f"{tool} {in_digits(f'{tools[tool]:.2f}', layout)}",) if tool in tools else (tool,)
        shown.add(tool)
        rows.append(((_format_indicator(number, names[number], layout),), (in_digits(f"{score:.2f}", layout),), beside))
    if found.total is not None:
        total = in_digits(f"{found.total:.2f}", layout)
        rows.append(((said(N_("Total score")),), (total,), (found.band,)))
    columns = (
        SectionColumn(said(N_("Indicator")), 55),
        SectionColumn(said(N_("Score of the indicator")), 22, right=True),
        SectionColumn(said(N_("Score of the tool")), 23, right=True),
    )
    return (SectionTable(columns, tuple(rows)),)


def _format_indicator(number: str, given: str, layout: Layout) -> str:
    """`ตัวชี้วัดที่ ๔ การใช้ทรัพย์สินของราชการ`, also where only the number is on file."""
    label = said(N_("Indicator no."))
    if any(letter.isalpha() for letter in given.replace(label, "")):
        return in_digits(given, layout)
    return in_digits(f"{label} {number} {indicator_name(number)}".strip(), layout)


def _list_bars(found: Scores, layout: Layout) -> tuple[tuple[str, float], ...]:
    return tuple((in_digits(number, layout), score) for number, score in found.indicators)


def _build_analysis(on_file: TopicOnFile, layout: Layout) -> SectionTable | None:
    """The topic's questions and findings beside what is to be done; None where there are neither."""
    topic, measures = on_file.topic, [each.measure for each in on_file.measures]
    asked = topic.questions or tuple(question for measure in measures for question in measure.questions)
    if not asked and not topic.findings:
        return None
    done = remove_repeats(tuple(line for measure in measures for line in measure.steps or (measure.title,)))
    when = remove_repeats(tuple(measure.timeframe.text for measure in measures if measure.timeframe))
    who = remove_repeats(tuple(measure.responsible.text for measure in measures if measure.responsible))
    beside = (_style_lines(add_bullets(done), layout), _style_lines(when, layout), _style_lines(who, layout))
    rows = _pair_cells(asked, topic, beside, layout)
    under = (said(N_("From the analysis to the work")),)
    columns = (
        SectionColumn(said(N_("ITA question")), 26, under),
        SectionColumn(said(N_("Finding")), 24, under),
        SectionColumn(said(N_("Steps or methods")), 28),
        SectionColumn(said(N_("Timeframe")), 11),
        SectionColumn(said(N_("Responsible unit")), 13),
    )
    return SectionTable(columns, rows, topic_title(_style_topic(topic, layout), layout))


def _pair_cells(
    asked: tuple[Question, ...], topic: Topic, beside: tuple[Cell, Cell, Cell], layout: Layout
) -> tuple[tuple[Cell, ...], ...]:
    """A row for each question; the findings are paired with them where they are as many, else stand beside all."""
    findings = tuple(line for text in topic.findings for line in split_lines(text))
    paired = len(findings) == len(asked)
    rows: list[tuple[Cell, ...]] = []
    for place in range(max(len(asked), 1)):
        question: Cell = (question_line(asked[place], layout),) if asked else ()
        whole: Cell = _style_lines(add_bullets(findings), layout) if place == 0 else None
        finding = _style_lines((findings[place],), layout) if paired and findings else whole
        rows.append((question, finding, *(beside if place == 0 else (None, None, None))))
    return tuple(rows)


def _style_lines(lines: tuple[str, ...], layout: Layout) -> tuple[str, ...]:
    return tuple(in_digits(line, layout) for line in lines)


def _style_topic(topic: Topic, layout: Layout) -> Topic:
    return Topic(in_digits(topic.title, layout), number=topic.number and in_digits(topic.number, layout))

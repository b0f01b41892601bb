"""A round compared with the same round of last year; a measure without a partner is new or ended, never guessed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from domain.column_values import add_numbers, format_value
from domain.columns import Column
from domain.comparison import ComparedColumn, ComparedMeasure, ComparedScore, Comparison
from domain.expectation import Standing
from domain.layout import Layout
from domain.messages import N_
from domain.plan import Measure, Topic
from domain.plan_pairing import Entry, Former, find_pairs
from domain.report import Section, SectionColumn, SectionTable
from domain.task import Status, Task
from reports.compile.answers import answers_of, standing_outside
from reports.compile.entry import least_far
from reports.compile.material import Material
from reports.compile.own_cells import merge_lines, merge_value
from reports.compile.plan_cells import topic_title
from reports.compile.scores import indicator_name, scores_of
from reports.wording import add_number, in_digits, said, status_words
from thai.normalise import fold_text
from thai.numbers import format_number

Cell = tuple[str, ...] | None
_KINDS = {"carried": "", "new": N_("New measure"), "ended": N_("Not in this year's plan")}


@dataclass(frozen=True, slots=True)
class _Measure:
    """A measure of one of the years: its heading and title as printed, and how far it is."""

    topic: Topic
    measure: Measure
    heading: str
    title: str
    status: Status | Standing | None
    own: Mapping[str, tuple[str, ...]]


def compare(material: Material, before: Material) -> Comparison:
    """This year's measures in order, each with its partner of last year; then those of last year that have none."""
    now, then = _list_measures(material), _list_measures(before)
    # Measures are numbered anew each year: that two have the same number says nothing.
    headings = {one.key: one.heading for one in (*before.layout.own_columns, *material.layout.own_columns)}
    former = tuple(Former(place, one.topic.title, None, one.measure.title) for place, one in enumerate(then))
    places = find_pairs(former, tuple(Entry(one.topic.title, None, one.measure.title) for one in now))
    measures = [
        ComparedMeasure("new", one.heading, one.title, now=one.status)
        if place is None
        else _compare_measure(one, then[place], headings)
        for one, place in zip(now, places, strict=True)
    ]
    ended = (one for place, one in enumerate(then) if place not in set(places))
    measures += [ComparedMeasure("ended", one.heading, one.title, then=one.status) for one in ended]
    scores, numbers = tuple(_compare_scores(material, before)), tuple(_compare_numbers(material, before))
    return Comparison(material.plan.year, tuple(measures), scores, numbers)


def _compare_numbers(material: Material, before: Material) -> Iterator[ComparedScore]:
    """What each own column of numbers gives over all measures of both years, where either gives anything."""
    for column in material.layout.own_columns:
        now, then = (_find_total(column, each) for each in (material, before))
        if now is not None or then is not None:
            yield ComparedScore(column.asked_as, now, then)


def _find_total(column: Column, material: Material) -> float | None:
    tasks = _group_tasks(material)
    values = (
        each.measure.own.get(column.key)
        if column.filled_by == "plan"
        else merge_value(column, answers_of(each.measure, tasks.get(each.id, []), material))
        for each in material.plan.measures
    )
    return add_numbers(column, [value for value in values if value is not None]) if column.is_number else None


def _compare_measure(one: _Measure, partner: _Measure, headings: Mapping[str, str]) -> ComparedMeasure:
    same = fold_text(one.measure.title) == fold_text(partner.measure.title)
    before, columns = "" if same else partner.title, tuple(_compare_columns(one, partner, headings))
    return ComparedMeasure("carried", one.heading, one.title, before, one.status, partner.status, columns)


def _compare_columns(one: _Measure, partner: _Measure, headings: Mapping[str, str]) -> Iterator[ComparedColumn]:
    """The own columns in which the years differ, by their headings."""
    for key, name in headings.items():
        now, then = one.own.get(key, ()), partner.own.get(key, ())
        if fold_text(" ".join(now)) != fold_text(" ".join(then)):
            yield ComparedColumn(name, now, then)


def _find_own(measure: Measure, tasks: Sequence[Task], material: Material) -> dict[str, tuple[str, ...]]:
    """What the own columns say of the measure, by their keys: the plan's, and what the replies give together."""
    layout, answers = material.layout, answers_of(measure, tasks, material)
    told = {
        column.key: format_value(column, measure.own[column.key])
        if column.key in measure.own
        else ()
        if column.filled_by == "plan"
        else merge_lines(column, answers)
        for column in layout.own_columns
    }
    return {key: tuple(in_digits(line, layout) for line in lines) for key, lines in told.items() if lines}


def _list_measures(material: Material) -> list[_Measure]:
    layout, tasks = material.layout, _group_tasks(material)
    return [
        _Measure(
            topic.topic,
            each.measure,
            in_digits(topic_title(topic.topic, layout), layout),
            in_digits(add_number(each.measure.number, each.measure.title, layout.measure_mark), layout),
            _find_status(each.measure, tasks.get(each.id, []), material),
            _find_own(each.measure, tasks.get(each.id, []), material),
        )
        for topic in material.plan.topics
        for each in topic.measures
    ]


def _find_status(measure: Measure, tasks: Sequence[Task], material: Material) -> Status | Standing | None:
    """How far the measure is; where nobody has reported, whether its time lies outside the round."""
    return least_far(answers_of(measure, tasks, material)) or standing_outside(tasks)


def _group_tasks(material: Material) -> dict[int, list[Task]]:
    """The tasks by their measure's id."""
    found: dict[int, list[Task]] = {}
    for task in material.tasks:
        found.setdefault(task.measure_id, []).append(task)
    return found


def _compare_scores(material: Material, before: Material) -> Iterator[ComparedScore]:
    """Indicators, tools and the total that either year gives."""
    now, then = (scores_of(each.plan.scores, each.plan.year - 1) for each in (material, before))
    for ours, theirs in ((now.indicators, then.indicators), (now.tools, then.tools)):
        of_now, of_then = dict(ours), dict(theirs)
        for name in dict.fromkeys((*of_now, *of_then)):
            shown = f"{said(N_('Indicator no.'))} {name} {indicator_name(name)}" if ours is now.indicators else name
            yield ComparedScore(in_digits(shown.strip(), material.layout), of_now.get(name), of_then.get(name))
    if now.total is not None or then.total is not None:
        yield ComparedScore(said(N_("Total score")), now.total, then.total)


def comparison_section(found: Comparison, layout: Layout, title: str = "") -> Section:
    """The comparison as a part of the report: counts in words, a table of measures, a table of scores."""
    counted = N_("Carried on: {carried}. New: {new}. Ended: {ended}.")
    counts = {kind: found.count_of(kind) for kind in _KINDS}
    return Section(
        kind="comparison",
        title=title or in_digits(said(N_("Comparison with fiscal year {year}"), year=found.year - 1), layout),
        lines=(in_digits(said(counted, **counts), layout),),
        tables=tuple(
            table
            for table in (
                _make_measure_table(found, layout),
                _make_number_table(found, layout),
                _make_score_table(found, layout),
            )
            if table.rows
        ),
    )


def _make_measure_table(found: Comparison, layout: Layout) -> SectionTable:
    year = in_digits(str(found.year), layout)
    columns = (
        SectionColumn(said(N_("Topic")), 20),
        SectionColumn(said(N_("Measure")), 38),
        SectionColumn(in_digits(said(N_("Year {year}"), year=found.year - 1), layout), 14),
        SectionColumn(in_digits(said(N_("Year {year}"), year=year), layout), 14),
        SectionColumn(said(N_("Remark")), 14),
    )
    rows: list[tuple[Cell, ...]] = []
    topic = ""
    for one in found.measures:
        first: Cell = None if rows and one.topic == topic else (one.topic,)
        topic = one.topic
        rows.append((first, (one.measure,), *status_texts(one, layout), remark_lines(one, found.year, layout)))
    return SectionTable(columns, tuple(rows))


def status_texts(one: ComparedMeasure, layout: Layout) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Last year's and this year's status in words; a dash where there was no such measure."""
    then = ("-",) if one.kind == "new" else (status_words(one.then, layout),)
    return then, (("-",) if one.kind == "ended" else (status_words(one.now, layout),))


def remark_lines(one: ComparedMeasure, year: int, layout: Layout) -> tuple[str, ...]:
    """That the measure is new or ended, or how last year worded it."""
    if one.before:
        return (in_digits(said(N_("In {year}: {title}"), year=year - 1, title=one.before), layout),)
    return (said(_KINDS[one.kind]),) if _KINDS[one.kind] else ()


def _make_number_table(found: Comparison, layout: Layout) -> SectionTable:
    years = (in_digits(said(N_("Year {year}"), year=year), layout) for year in (found.year - 1, found.year))
    columns = (
        SectionColumn(said(N_("Column")), 55),
        *(SectionColumn(year, 15, right=True) for year in years),
        SectionColumn(said(N_("Change")), 15, right=True),
    )
    rows = tuple(
        ((one.name,), *((in_digits(text, layout),) for text in number_texts(one.then, one.now)))
        for one in found.numbers
    )
    return SectionTable(columns, rows)


def number_texts(then: float | None, now: float | None) -> tuple[str, str, str]:
    """Last year's number, this year's, and by how much it rose or fell; a dash where it is not known."""
    both = then is not None and now is not None
    change = (now or 0) - (then or 0)
    sign = "+" if change > 0 else ""
    shown = ["-" if each is None else format_number(each, money=True) for each in (then, now)]
    return shown[0], shown[1], f"{sign}{format_number(round(change, 2), money=True)}" if both else "-"


def _make_score_table(found: Comparison, layout: Layout) -> SectionTable:
    columns = (
        SectionColumn(said(N_("Indicator")), 55),
        SectionColumn(in_digits(said(N_("Assessment of {year}"), year=found.year - 2), layout), 15, right=True),
        SectionColumn(in_digits(said(N_("Assessment of {year}"), year=found.year - 1), layout), 15, right=True),
        SectionColumn(said(N_("Change")), 15, right=True),
    )
    rows = tuple(((one.name,), *((in_digits(text, layout),) for text in score_texts(one))) for one in found.scores)
    return SectionTable(columns, rows)


def score_texts(one: ComparedScore) -> tuple[str, str, str]:
    """Last year's score, this year's, and by how much it rose or fell; a dash where it is not known."""
    both = one.now is not None and one.then is not None
    change = f"{(one.now or 0) - (one.then or 0):+.2f}" if both else "-"
    return _format_score(one.then), _format_score(one.now), change


def _format_score(score: float | None) -> str:
    return "-" if score is None else f"{score:.2f}"

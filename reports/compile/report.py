"""A round compiled into one frozen report."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from domain.columns import KNOWN
from domain.evidence import Evidence, in_order_sent
from domain.finding import Finding
from domain.messages import N_
from domain.parts import Part
from domain.plan import Measure, MeasureOnFile, Signatory, Topic, TopicOnFile
from domain.report import Exhibit, Report, ReportGroup, ReportRow, Source
from domain.task import Task, Update
from reports.compile.answers import answers_of, count_followed_up, standing_outside
from reports.compile.cells import cells_of, topic_cells
from reports.compile.compare import compare
from reports.compile.entry import Answer, Entry, least_far
from reports.compile.material import Material
from reports.compile.own_cells import own_values
from reports.compile.plan_cells import topic_title
from reports.compile.sections import score_words, sections
from reports.compile.year import add_outcome
from reports.wording import add_number, day_of_letter, fill_placeholders, in_digits, said, split_lines, wordings
from thai.dates import day_in_bangkok
from thai.fiscal import RoundKind


def compile_report(material: Material) -> Report:
    """The report of the material's round in its layout; nothing but the material goes into it."""
    material = add_outcome(material)
    layout, index, words = material.layout, _make_index(material), find_placeholder_words(material)
    compared = compare(material, material.before) if material.before else None

    def fill(text: str) -> str:
        return fill_placeholders(text, layout, words)

    return Report(
        agency=material.agency.name,
        year=material.round.year,
        round=material.round.kind,
        layout=layout,
        title=fill(layout.title),
        heading=tuple(line for line in map(fill, layout.heading) if line),
        intro=tuple(line for line in map(fill, layout.intro) if line),
        groups=tuple(_build_group(topic, material, index) for topic in material.plan.topics if topic.measures),
        signatories=tuple(
            _fill_signatory(person, fill(layout.signature_label)) for person in material.agency.signatories
        ),
        note=fill(layout.note),
        signed_on=material.signed_on,
        exhibits=_list_exhibits(material, index),
        warnings=_list_unanswered(material),
        front=sections(layout.front, material.plan, layout, words, compared),
        back=sections(_add_comparison(material), material.plan, layout, words, compared),
        comparison=compared,
        plan=material.plan.name,
        word_template=material.word_template,
        emblem=material.emblem,
    )


def _add_comparison(material: Material) -> tuple[Part, ...]:
    """The layout's back matter; a year's report ends with the comparison, wherever the layout does not place it."""
    layout = material.layout
    placed = any(part.kind == "comparison" for part in (*layout.front, *layout.back))
    added = not placed and material.round.kind is RoundKind.ANNUAL
    return (*layout.back, Part("comparison")) if added else layout.back


def find_placeholder_words(material: Material) -> dict[str, str]:
    """What the layout's placeholders stand for in this report, in Arabic digits."""
    layout, plan = material.layout, material.plan
    day = material.signed_on
    return {
        **wordings(material.round, layout, material.agency.name, material.agency.place),
        **score_words(plan.scores, plan.year),
        "topics": str(sum(1 for topic in plan.topics if topic.measures)),
        "measures": str(len(plan.measures)),
        "signed": day_of_letter(day, layout) if day else "",
    }


@dataclass(frozen=True, slots=True)
class _Index:
    """The material's parts by what asks for them."""

    topics: dict[str, Topic]
    measures: dict[int, Measure]
    tasks: dict[int, list[Task]]
    evidence: dict[int, list[Evidence]]


def _make_index(material: Material) -> _Index:
    topics: dict[str, Topic] = {}
    for each in material.plan.topics:
        for name in (each.topic.number, each.topic.title):
            topics.setdefault(name or "", each.topic)
    tasks: dict[int, list[Task]] = {}
    for task in material.tasks:
        tasks.setdefault(task.measure_id, []).append(task)
    evidence: dict[int, list[Evidence]] = {}
    for piece in in_order_sent(material.evidence):
        if piece.state == "saved" and piece.task_id is not None:
            evidence.setdefault(piece.task_id, []).append(piece)
    return _Index(topics, {each.id: each.measure for each in material.plan.measures}, tasks, evidence)


def _build_group(on_file: TopicOnFile, material: Material, index: _Index) -> ReportGroup:
    entries = tuple(_build_entry(measure, on_file.topic, material, index) for measure in on_file.measures)
    above = tuple(_format_title(topic, material) for topic in _find_parents(on_file.topic, index.topics))
    title = _format_title(on_file.topic, material)
    if material.layout.rows == "topic":
        return ReportGroup(title, (_build_row(entries, topic_cells(entries), title, index),), above)
    return ReportGroup(
        title, tuple(_build_row((entry,), cells_of(entry), _measure_name(entry), index) for entry in entries), above
    )


def _format_title(topic: Topic, material: Material) -> str:
    return in_digits(topic_title(topic, material.layout), material.layout)


def _measure_name(entry: Entry) -> str:
    return in_digits(entry.measure.measure.title, entry.layout)


def _find_parents(topic: Topic, topics: dict[str, Topic]) -> tuple[Topic, ...]:
    """The topics that this one stands under, outermost first; a circle of parents is walked once."""
    found: list[Topic] = []
    at = topic
    while at.parent:
        at = topics.get(at.parent, Topic(at.parent))
        if at == topic or at in found:
            break
        found.insert(0, at)
    return tuple(found)


def _build_entry(measure: MeasureOnFile, topic: Topic, material: Material, index: _Index) -> Entry:
    tasks = index.tasks.get(measure.id, [])
    answers = answers_of(measure.measure, tasks, material)
    evidence = tuple(piece for task in tasks for piece in index.evidence.get(task.id, []))
    follow_up = count_followed_up(measure.measure, tasks, material)
    return Entry(topic, measure, material.layout, answers, evidence, follow_up, standing_outside(tasks))


def _build_row(entries: tuple[Entry, ...], cells: dict[str, tuple[str, ...]], title: str, index: _Index) -> ReportRow:
    """The row of these measures; it is answered once each of them is."""
    answers = tuple(answer for entry in entries for answer in entry.answers)
    whole = all(entry.answers or entry.outside for entry in entries)
    told = tuple(one for answer in answers for one in (*answer.earlier, answer))
    cells = _mark_deputies(entries[0], cells, told)
    behind = {key: _list_sources(key, told) for key in entries[0].layout.reply_keys if cells.get(key) and told}
    asked = tuple(task.id for entry in entries for task in index.tasks.get(entry.measure.id, ()))
    statuses = tuple(least_far(entry.answers) for entry in entries)
    outside = tuple(None if entry.answers else entry.outside for entry in entries)
    status, values = least_far(answers) if whole else None, own_values(entries)
    return ReportRow(title, cells, whole, status, behind, asked, statuses, outside, values)


def _mark_deputies(
    entry: Entry, cells: dict[str, tuple[str, ...]], told: Sequence[Answer]
) -> dict[str, tuple[str, ...]]:
    """The cells; where the layout asks for it, the main one says which units' replies were given by who stood in."""
    units = [one.task.unit for one in told if one.update.on_behalf_of is not None]
    key = entry.main_key
    if not entry.layout.marks_deputies or not units or key is None:
        return cells
    every = len({one.task.unit for one in told}) == 1
    line = said(_BY_DEPUTY) if every else said(_BY_DEPUTIES, units=", ".join(dict.fromkeys(units)))
    return {**cells, key: (*cells.get(key, ()), line)}


_BY_DEPUTY = N_("(reported by an officer standing in)")
_BY_DEPUTIES = N_("(reported by an officer standing in: {units})")


def _list_sources(key: str, told: tuple[Answer, ...]) -> tuple[Source, ...]:
    """The replies that the column's cell comes from, in the order in which they are printed."""
    own = tuple(answer for answer in told if _says(key, answer.update))
    return tuple(_make_source(answer) for answer in own or told)


def _says(key: str, update: Update) -> bool:
    """False for a reply that says nothing of what may be left out: it is no source of such a cell."""
    return bool(update.own.get(key)) if key not in KNOWN else key not in _LEFT_OUT or bool(getattr(update, key))


_LEFT_OUT = frozenset({"outcome", "suggestion", "dates"})


def _make_source(answer: Answer) -> Source:
    update = answer.update
    approver = f"p{update.check.reviewer_id}" if update.check and update.check.reviewer_id else None
    principal = f"p{update.on_behalf_of}" if update.on_behalf_of else None
    mender = f"p{update.correction.person_id}" if update.correction else None
    return Source(update.id, answer.task.unit, f"p{update.person_id}", update.at, approver, principal, mender)


def _fill_signatory(person: Signatory, usual: str) -> Signatory:
    return replace(person, label=(usual if person.label is None else person.label) or None)


def _list_exhibits(material: Material, index: _Index) -> tuple[Exhibit, ...]:
    """What came with the replies, in the order of the report's measures."""
    return tuple(
        _make_exhibit(measure, task, piece, material)
        for measure_id, measure in index.measures.items()
        for task in index.tasks.get(measure_id, [])
        for piece in index.evidence.get(task.id, [])
    )


def _make_exhibit(measure: Measure, task: Task, piece: Evidence, material: Material) -> Exhibit:
    title = next(iter(split_lines(in_digits(add_number(measure.number, measure.title), material.layout))), "")
    path = "" if piece.kind == "link" else material.evidence_path(piece)
    told = material.updates.get(task.id) or next(iter(material.first_half.get(task.id, ())[-1:]), None)
    day = day_of_letter(day_in_bangkok(told.at), material.layout) if told else ""
    # A photo that nothing can be seen of was kept without a copy to show: it is listed, and no empty frame drawn.
    blind = piece.kind == "photo" and not (path or piece.shown)
    kind, name = ("file", piece.name or said(N_("Photo that cannot be opened"))) if blind else (piece.kind, piece.name)
    return Exhibit(title, task.unit, kind, name, piece.sha256, path, piece.link, day)


def _list_unanswered(material: Material) -> tuple[Finding, ...]:
    """A warning for each task of the round that has no reply yet."""
    ids = {measure.id for measure in material.plan.measures}
    return tuple(
        Finding("unanswered", f"{task.topic} › {task.measure} › {task.unit}".removesuffix(" › "))
        for task in material.tasks
        if task.measure_id in ids and task.id not in material.updates and task.outside is None
    )

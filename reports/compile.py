"""A round compiled into one frozen report."""

from dataclasses import dataclass

from domain.plan import Measure, MeasureOnFile, Signatory, Topic, TopicOnFile, Warning
from domain.report import Exhibit, Report, ReportGroup, ReportRow
from domain.task import Evidence, Status, Task
from reports.cells import Answer, Entry, cells_of
from reports.material import Material
from reports.wording import filled, in_digits, lines_of, numbered

_LEAST_FIRST = (Status.NOT_STARTED, Status.NOT_DONE, Status.IN_PROGRESS, Status.DONE)


def compile_report(material: Material) -> Report:
    """The report of the material's round in its layout; nothing but the material goes into it."""
    layout, index = material.layout, _index(material)
    return Report(
        agency=material.agency.name,
        year=material.round.year,
        round=material.round.kind,
        layout=layout,
        title=_filled(layout.title, material),
        heading=_all_filled(layout.heading, material),
        intro=_all_filled(layout.intro, material),
        groups=tuple(_group(topic, material, index) for topic in material.plan.topics if topic.measures),
        signatories=tuple(_signatory(person, material) for person in material.agency.signatories),
        note=_filled(layout.note, material),
        signed_on=material.signed_on,
        exhibits=_exhibits(material, index),
        warnings=_unanswered(material),
    )


def _filled(text: str, material: Material) -> str:
    return filled(text, material.layout, material.round, material.agency.name, material.agency.place)


def _all_filled(lines: tuple[str, ...], material: Material) -> tuple[str, ...]:
    return tuple(line for line in (_filled(line, material) for line in lines) if line)


@dataclass(frozen=True, slots=True)
class _Index:
    """The material's parts by what asks for them."""

    topics: dict[str, Topic]
    measures: dict[int, Measure]
    tasks: dict[int, list[Task]]
    evidence: dict[int, list[Evidence]]


def _index(material: Material) -> _Index:
    topics: dict[str, Topic] = {}
    for each in material.plan.topics:
        for name in (each.topic.number, each.topic.title):
            topics.setdefault(name or "", each.topic)
    tasks: dict[int, list[Task]] = {}
    for task in material.tasks:
        tasks.setdefault(task.measure_id, []).append(task)
    evidence: dict[int, list[Evidence]] = {}
    for piece in sorted(material.evidence, key=lambda piece: piece.id):
        if piece.state == "saved" and piece.task_id is not None:
            evidence.setdefault(piece.task_id, []).append(piece)
    return _Index(topics, {each.id: each.measure for each in material.plan.measures}, tasks, evidence)


def _group(on_file: TopicOnFile, material: Material, index: _Index) -> ReportGroup:
    rows = tuple(_row(measure, on_file.topic, material, index) for measure in on_file.measures)
    above = tuple(_title(topic, material) for topic in _above(on_file.topic, index.topics))
    return ReportGroup(_title(on_file.topic, material), rows, above)


def _title(topic: Topic, material: Material) -> str:
    return in_digits(numbered(topic.number, topic.title), material.layout)


def _above(topic: Topic, topics: dict[str, Topic]) -> tuple[Topic, ...]:
    """The topics that this one stands under, outermost first; a circle of parents is walked once."""
    found: list[Topic] = []
    at = topic
    while at.parent:
        at = topics.get(at.parent, Topic(at.parent))
        if at == topic or at in found:
            break
        found.insert(0, at)
    return tuple(found)


def _row(measure: MeasureOnFile, topic: Topic, material: Material, index: _Index) -> ReportRow:
    tasks = index.tasks.get(measure.id, [])
    answers = tuple(Answer(task, material.updates[task.id]) for task in tasks if task.id in material.updates)
    evidence = tuple(piece for task in tasks for piece in index.evidence.get(task.id, []))
    entry = Entry(topic, measure, material.layout, answers, evidence)
    title = in_digits(measure.measure.title, material.layout)
    statuses = {answer.update.status for answer in answers}
    status = next((each for each in _LEAST_FIRST if each in statuses), None)
    return ReportRow(title, cells_of(entry), bool(answers), status)


def _signatory(person: Signatory, material: Material) -> Signatory:
    label = person.label if person.label is not None else material.layout.signature_label
    return Signatory(person.name, person.position, person.acting_for, label or None)


def _exhibits(material: Material, index: _Index) -> tuple[Exhibit, ...]:
    """What came with the replies, in the order of the report's measures."""
    return tuple(
        _exhibit(measure, task, piece, material)
        for measure_id, measure in index.measures.items()
        for task in index.tasks.get(measure_id, [])
        for piece in index.evidence.get(task.id, [])
    )


def _exhibit(measure: Measure, task: Task, piece: Evidence, material: Material) -> Exhibit:
    title = next(iter(lines_of(in_digits(numbered(measure.number, measure.title), material.layout))), "")
    path = "" if piece.kind == "link" else material.evidence_path(piece)
    return Exhibit(title, task.unit, piece.kind, piece.name, piece.sha256, path, piece.link)


def _unanswered(material: Material) -> tuple[Warning, ...]:
    """A warning for each task of the round that has no reply yet."""
    ids = {measure.id for measure in material.plan.measures}
    return tuple(
        Warning("unanswered", f"{task.topic} › {task.measure}", f"no reply from {task.unit or 'any unit'}")
        for task in material.tasks
        if task.measure_id in ids and task.id not in material.updates
    )

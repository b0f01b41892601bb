"""Checks over an agency's own columns: empty where they must be filled, percents, what is not of its kind, units."""

from collections import defaultdict
from collections.abc import Iterator

from domain.column_values import Value, Values, check_value, format_value
from domain.columns import Column
from domain.finding import Finding
from domain.plan import MeasureOnFile, TopicOnFile
from domain.task import Status, Task, Update
from reports.check.replies import format_task_place
from reports.compile.material import Material

Found = Iterator[Finding]
_ALL = 100
_BEGUN = (Status.DONE, Status.IN_PROGRESS)


def check_own_columns(material: Material) -> Found:
    """What is doubtful in what the plan and the newest replies say in the own columns."""
    columns = material.layout.own_columns
    planned = [column for column in columns if column.filled_by == "plan"]
    asked = [column for column in columns if column.filled_by == "reply"]
    of_measures = {task.measure_id: task.id for task in reversed(material.tasks)}
    for topic in material.plan.topics:
        for each in topic.measures:
            task = of_measures.get(each.id)
            yield from _check_values(planned, each.measure.own, _place_of(topic, each), task)
    tasks: defaultdict[int, list[Task]] = defaultdict(list)
    for one in material.tasks:
        update = material.updates.get(one.id)
        if update is None:
            continue
        if update.status in _BEGUN:
            tasks[one.measure_id].append(one)
        # Of what is not begun, or given up, nothing is asked: what stands there all the same is looked at.
        looked = asked if update.status in _BEGUN else [column for column in asked if column.key in update.own]
        yield from _check_values(looked, update.own, format_task_place(one), one.id)
        yield from _check_status(looked, update, one)
    for together in tasks.values():
        yield from _check_units(asked, together, material)


def _place_of(topic: TopicOnFile, each: MeasureOnFile) -> str:
    title = each.measure.title
    return f"{topic.topic.title} › {title.splitlines()[0] if title else ''}"


def _check_values(columns: list[Column], own: Values, place: str, task: int | None) -> Found:
    for column in columns:
        where = f"{place} › {column.heading}"
        value = own.get(column.key)
        if value is None:
            if column.required:
                yield Finding("column-empty", where, task=task)
        elif not _is_of_kind(column, value):
            yield Finding("value-unread", where, {"word": " ".join(format_value(column, value))[:40]}, task=task)
        elif column.kind == "percent" and isinstance(value, int | float) and not 0 <= value <= 100:
            yield Finding("number-outside", where, {"word": " ".join(format_value(column, value))}, task=task)


def _check_status(columns: list[Column], update: Update, task: Task) -> Found:
    """The percents beside a status of which only one can be right: done at 80, in progress at 100, not begun at 30."""
    for column in columns if update.status is not Status.NOT_STATED else ():
        value = update.own.get(column.key)
        if not (column.tells_status and column.kind == "percent" and isinstance(value, int | float)):
            continue
        begun = update.status is Status.NOT_STARTED and value > 0
        if begun or (value >= _ALL) is not (update.status is Status.DONE):
            words = {"word": " ".join(format_value(column, value))}
            yield Finding("percent-status", f"{format_task_place(task)} › {column.heading}", words, task=task.id)


def _is_of_kind(column: Column, value: Value) -> bool:
    try:
        return check_value(column, value) is not None
    except ValueError:
        return False


def _check_units(columns: list[Column], tasks: list[Task], material: Material) -> Found:
    """The choices in which several units of one measure differ."""
    for column in columns if len(tasks) > 1 else ():
        told = {task.unit: material.updates[task.id].own.get(column.key) for task in tasks}
        chosen = {unit: value[0] for unit, value in told.items() if isinstance(value, tuple) and value}
        if column.kind == "choice" and len(set(chosen.values())) > 1:
            place = format_task_place(tasks[0]).removesuffix(f" › {tasks[0].unit}")
            text = ", ".join(f"{unit}: {label}" for unit, label in chosen.items())
            yield Finding("units-differ", f"{place} › {column.heading}", {"text": text[:120]}, task=tasks[0].id)

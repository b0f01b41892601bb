"""What a change among the people does to the open tasks, said before it is done. Pure but for the look at the books."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from flask import abort, render_template, request

from domain.messages import N_, Say, say
from domain.task import Task
from domain.writes import Write
from store.books import Books
from store.engine import Conflict
from store.people import load_people, load_units
from store.rehearsal import rehearse
from store.tasks import load_tasks
from web.admin.overview import full_names
from web.port import port
from web.visit import visit


@dataclass(frozen=True, slots=True)
class TaskLook:
    """The open rounds' tasks by id, with everybody's name and each unit's."""

    tasks: Mapping[int, Task]
    people: Mapping[int, str]
    units: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class TaskChange:
    """What becomes of some tasks alike, and which they are; `nobody` is True where they have nobody to report them."""

    sentence: Say
    tasks: tuple[str, ...]
    nobody: bool = False


def find_task_changes(writes: Sequence[Write]) -> tuple[TaskChange, ...]:
    """What the writes would do to the open tasks of the visitor's agency; nothing is changed.

    404 where they speak of somebody who was removed meanwhile.
    """
    here = port()
    try:
        before, after = rehearse(here.database, visit().agency.id, writes, here.keys, look_at_tasks)
    except Conflict:
        abort(404)
    return describe_task_changes(before, after)


def ask_if_sure(changes: Sequence[TaskChange], *seen: Sequence[str], **page: Any) -> str | None:
    """The page that says what a change does; None where it was confirmed (`sure`) as it stands now.

    `seen` is what else is shown of the change: where that or the changes are others meanwhile, it is asked again.
    `page` is what the template wants: title, about, action, hidden, button; lines, and `tasks_said` where they say all.
    """
    mark = sha256(repr((changes, seen)).encode()).hexdigest()[:16]
    if request.form.get("sure") == mark:
        return None
    return render_template("admin/people_sure.html", changes=changes, mark=mark, **page)


def look_at_tasks(books: Books) -> TaskLook:
    """What there is of open tasks in the books."""
    known = {task.id: task for task in load_tasks(books)}
    return TaskLook(known, {who.id: who.name for who in load_people(books)}, full_names(load_units(books)))


def describe_task_changes(before: TaskLook, after: TaskLook) -> tuple[TaskChange, ...]:
    """One value for all tasks that change hands alike, the ones left without anybody first."""
    found: defaultdict[_Kind, list[str]] = defaultdict(list)
    for task_id in sorted({*before.tasks, *after.tasks}):
        old, new = before.tasks.get(task_id), after.tasks.get(task_id)
        if kind := _kind_of_change(old, new):
            found[kind].append(_name_task(new or old, after if new else before))
    names = {**before.people, **after.people}
    return tuple(_describe(kind, names, found[kind]) for kind in sorted(found))


# The sentences in the order shown; {who} are those it speaks of, {others} who else reports it.
_SENTENCES = (
    N_("{count} tasks will have nobody to report them; so far: {who}"),
    N_("{count} tasks go from {others} to {who}"),
    N_("{count} tasks are no longer reported by {who}; they stay with {others}"),
    N_("{count} tasks are reported by {who} as well"),
    N_("{count} tasks that had nobody get somebody: {who}"),
    N_("{count} tasks are no longer asked for"),
    N_("{count} tasks are newly asked for: {who}"),
    N_("{count} tasks are newly asked for, and have nobody to report them"),
)
_NOBODY, _PASSED, _FEWER, _MORE, _FOUND, _CLOSED, _NEW, _NEW_NOBODY = range(len(_SENTENCES))
# Which sentence, who it speaks of, who else.
_Kind = tuple[int, tuple[int, ...], tuple[int, ...]]


def _kind_of_change(old: Task | None, new: Task | None) -> _Kind | None:
    """How the task changes hands; None where it stays as it is."""
    if new is None:
        return _CLOSED, (), ()
    now = new.assignee_ids
    if old is None:
        return (_NEW, now, ()) if now else (_NEW_NOBODY, (), ())
    was = old.assignee_ids
    gone = tuple(one for one in was if one not in now)
    come = tuple(one for one in now if one not in was)
    if not gone and not come:
        return None
    if not now:
        return _NOBODY, gone, ()
    if not was:
        return _FOUND, come, ()
    if gone and come:
        return _PASSED, come, gone
    return (_FEWER, gone, now) if gone else (_MORE, come, was)


def _describe(kind: _Kind, names: Mapping[int, str], tasks: Sequence[str]) -> TaskChange:
    which, who, others = kind
    sentence = say(_SENTENCES[which], count=len(tasks), who=_join_names(who, names), others=_join_names(others, names))
    return TaskChange(sentence, tuple(tasks), which in (_NOBODY, _NEW_NOBODY))


def _join_names(ids: Sequence[int], names: Mapping[int, str]) -> str:
    return ", ".join(names.get(one, "") for one in ids)


def _name_task(task: Task | None, look: TaskLook) -> str:
    """The measure and the unit that reports it."""
    if task is None:
        return ""
    unit = look.units.get(task.unit_id or 0, task.unit)
    return f"{task.measure} – {unit}" if unit else task.measure

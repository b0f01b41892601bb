"""What opening, moving or closing a round changes, in words."""

from collections.abc import Iterator, Sequence
from datetime import date

from domain.messages import N_, Say, say
from domain.period_words import joined
from domain.rounds import Opening, count_by_unit, without_end
from domain.task import Round, Task
from handlers.facts import Facts

_MOST = 8  # names or units in one line
_WEEKEND = {5: N_("a Saturday"), 6: N_("a Sunday")}


def opening_words(name: str, known: Round | None, opening: Opening, due: date, facts: Facts) -> Say:
    """What the round will ask of whom until when, and what is missing for it."""
    return joined(list(_opening(name, known, opening, due, facts)))


def _opening(name: str, known: Round | None, opening: Opening, due: date, facts: Facts) -> Iterator[Say]:
    if known is not None and known.closed_at is not None:
        yield say(N_("Opening {round} again, which was closed on {time}:"), round=name, time=known.closed_at)
    else:
        yield say(N_("Opening {round}:"), round=name)
    yield from _due_line(N_("• Replies are taken and due by {due}."), due, facts)
    if not opening.tasks:
        yield say(N_("• No task of its own: this round brings the half-year rounds together."))
    else:
        told = N_("• {tasks} tasks of {units} units; {people} people answer, {reached} of them can be told in LINE.")
        people, reached = len(opening.people), len(opening.reached)
        yield say(told, tasks=opening.tasks, units=opening.units, people=people, reached=reached)
    if opening.nobody:
        told = N_("• Missing: {count} tasks have nobody to answer them. The admin page shows which.")
        yield say(told, count=opening.nobody)
    if opening.unreached:
        told = N_("• Not reached in LINE: {names}. Please give them their code, or tell them yourself.")
        yield say(told, names=_listed([who.name for who in opening.unreached]))


def due_change_words(name: str, known: Round, due: date, tasks: Sequence[Task], facts: Facts) -> Say:
    """From which day to which, and for whom it counts."""
    lines = [say(N_("Changing the due day of {round}:"), round=name)]
    lines += [say(N_("• Until now: {due}"), due=known.due), *_due_line(N_("• From now on: {due}"), due, facts)]
    open_ends = without_end(tasks, facts.today)
    if due < facts.today:
        told = N_("• That day has passed: {count} tasks without a reply for the round's end are late at once.")
        lines.append(say(told, count=len(open_ends)))
    elif open_ends:
        reached = len(facts.people_of(open_ends))
        told = N_("• {people} people with {count} tasks to answer yet are reminded by the new day.")
        lines.append(say(told, people=reached, count=len(open_ends)))
    return joined(lines)


def closing_words(name: str, tasks: Sequence[Task], facts: Facts) -> Say:
    """That no more replies are taken, and what is missing still."""
    lines = [
        say(N_("Closing {round}:"), round=name),
        say(N_("• No more replies are taken, and nobody is reminded. It can be opened again.")),
    ]
    if missing := without_end(tasks, facts.today):
        told = N_("• Missing: {count} of {all} tasks have no reply for the round's end ({units}).")
        units = _listed([f"{unit or '-'} {count}" for unit, count in count_by_unit(missing)])
        lines.append(say(told, count=len(missing), all=len(tasks), units=units))
    elif tasks:
        lines.append(say(N_("• Nothing is missing: all {all} tasks have what is asked of them."), all=len(tasks)))
    if waiting := sum(task.waits for task in tasks):
        lines.append(say(N_("• {count} replies wait for the check and do not count yet."), count=waiting))
    return joined(lines)


def _due_line(told: str, due: date, facts: Facts) -> Iterator[Say]:
    """The line of the due day, and one more where the agency does not work on it."""
    yield say(told, due=due)
    off = facts.holiday(due)
    if off or due.weekday() in _WEEKEND:
        name = say("{name}", name=off) if off else say(_WEEKEND[due.weekday()])
        yield say(
            N_("  (That is a day off: {name}. Whoever is reminded that day is so on the working day before.)"),
            name=name,
        )


def _listed(names: Sequence[str]) -> Say:
    shown, rest = ", ".join(names[:_MOST]), len(names) - _MOST
    return say(N_("{names} and {rest} more"), names=shown, rest=rest) if rest > 0 else say("{names}", names=shown)

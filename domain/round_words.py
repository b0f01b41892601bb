"""What opening, moving or closing a round changes, a sentence a line: the same in the chat and on the page."""

from collections.abc import Iterator, Sequence
from datetime import date

from domain.messages import N_, Say, join_sentences, say
from domain.rounds import Opening, count_by_unit, without_end
from domain.task import Round, Task

_MOST = 8  # names or units in one line
_WEEKEND = {5: N_("a Saturday"), 6: N_("a Sunday")}


def opening_words(known: Round | None, opening: Opening, due: date, day_off: str) -> tuple[Say, ...]:
    """What the round will ask of whom until when, and what is missing for it.

    `known` is its record where it was open before, `day_off` the name of the day off that the due day is.
    """
    return tuple(_opening(known, opening, due, day_off))


def _opening(known: Round | None, opening: Opening, due: date, day_off: str) -> Iterator[Say]:
    if known is not None and known.closed_at is not None:
        yield say(N_("It was closed on {time} and takes replies again."), time=known.closed_at)
    yield _due_words(N_("Replies are due by {due}."), due, day_off)
    if opening.tasks:
        told = N_("{tasks} tasks of {units} units; {people} people answer, {reached} of them can be told in LINE.")
        people, reached = len(opening.people), len(opening.reached)
        yield say(told, tasks=opening.tasks, units=opening.units, people=people, reached=reached)
    elif not opening.outside:
        yield say(N_("It has no task of its own: it brings the half-year rounds together."))
    if opening.outside:
        told = N_(
            "Not asked for: {count} tasks whose time lies outside the round, or that were done for good before it."
        )
        yield say(told, count=opening.outside)
    if opening.nobody:
        yield say(
            N_("Missing: {count} tasks have nobody to answer them. The admin page shows which."), count=opening.nobody
        )
    if opening.unreached:
        told = N_("Not reached in LINE: {names}. Please give them their code, or tell them yourself.")
        yield say(told, names=_list_names([who.name for who in opening.unreached]))


def due_change_words(
    known: Round, due: date, day_off: str, tasks: Sequence[Task], people: int, today: date
) -> tuple[Say, ...]:
    """From which day to which, and for how many of the round's tasks and of the people who answer them it counts."""
    lines = [say(N_("The due day until now: {due}"), due=known.due)]
    lines.append(_due_words(N_("The due day from now on: {due}"), due, day_off))
    missing = without_end(tasks, today)
    if due < today:
        told = N_("That day has passed: {count} tasks without a reply for the round's end are late at once.")
        lines.append(say(told, count=len(missing)))
    elif missing:
        told = N_("{people} people with {count} tasks to answer yet are reminded by the new day.")
        lines.append(say(told, people=people, count=len(missing)))
    return tuple(lines)


def closing_words(tasks: Sequence[Task], today: date) -> tuple[Say, ...]:
    """That no more replies are taken, and what of the round's tasks is missing still."""
    lines = [say(N_("No more replies are taken, and nobody is reminded. It can be opened again."))]
    if missing := without_end(tasks, today):
        told = N_("Missing: {count} of {all} tasks have no reply for the round's end ({units}).")
        units = _list_names([f"{unit or '-'} {count}" for unit, count in count_by_unit(missing)])
        lines.append(say(told, count=len(missing), all=len(tasks), units=units))
    elif tasks:
        lines.append(say(N_("Nothing is missing: all {all} tasks have what is asked of them."), all=len(tasks)))
    if waiting := sum(task.waits for task in tasks):
        lines.append(say(N_("{count} replies wait for the check and do not count yet."), count=waiting))
    return tuple(lines)


def under_name(heading: Say, lines: Sequence[Say]) -> Say:
    """The lines as a list under the heading, for the chat."""
    return join_sentences([heading, *(say("• {line}", line=line) for line in lines)])


def _due_words(told: str, due: date, day_off: str) -> Say:
    """The sentence of the due day, and one more where the agency does not work on it."""
    sentence = say(told, due=due)
    if not day_off and due.weekday() not in _WEEKEND:
        return sentence
    name = say("{name}", name=day_off) if day_off else say(_WEEKEND[due.weekday()])
    off = say(N_("(That is a day off: {name}. Reminders of that day go out on the working day before.)"), name=name)
    return join_sentences([sentence, off], " ")


def _list_names(names: Sequence[str]) -> Say:
    shown, rest = ", ".join(names[:_MOST]), len(names) - _MOST
    return say(N_("{names}, and {rest} more"), names=shown, rest=rest) if rest > 0 else say("{names}", names=shown)

"""What waits of one unit as a list: looked at card by card, then approved together. Only what was shown is approved."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from domain.conversation import State
from domain.events import Event
from domain.messages import N_, Card, Cards, Choice, Choices, Message, Say, join_sentences, lead, say
from domain.plan_words import of_plan
from domain.status_words import STATUS_WORDS, say_status
from domain.task import Review, Task
from domain.writes import ReviewUpdate
from handlers.advance import begin
from handlers.authors import format_author
from handlers.facts import Facts
from handlers.flow import DONE, Again, BadAnswer, Finish, Flow, Step, Turn, get_answer, not_a_choice, stop_saying
from handlers.menu import back_to_menu
from handlers.review import UNIT, review_flow
from handlers.shown_reply import find_first_line, mark_reply, offer_look, tell_evidence
from handlers.to_check import find_title, find_waiting, is_own, note_reply, tell_end
from thai.clusters import trim
from thai.dates import day_in_bangkok
from thai.typed.meaning import read_number

PAGE = 9  # with the card of what can be done, still within LINE's carousel
LISTED, PAGES = "listed", "pages"  # noted: [task, reply, mark] of each one listed, and how many pages were shown
APPROVE, NEXT = "approve", "next"

_STOPPED = N_("Stopped. What you have checked stays as it is.")
_RESUMED = N_("You stopped in the middle of a check, so your message was not taken as an answer.")
_WHICH_UNIT = N_("Whose replies would you like to look at?")
_LIST = N_(
    "{unit}: {count} replies wait for your check. Shown here: {first} to {last}.\n"
    "A number opens one, to see all of it or to send it back. What was shown can be approved together."
)
_WHO = "{name}, {day}: {status}"
_EVIDENCE = N_("Evidence: {evidence}")
_GONE = N_("It does not wait for your check any more.")
_APPROVED = N_("Approved: {count} replies of {unit}.")
_LEFT_OUT = N_(
    "Not approved, as it has changed, was replaced or checked since it was shown: {measures}. Please look at it as it "
    "is now."
)
_CAME_IN = N_("Not approved, as you have not seen them: {count} more replies of the unit.")
_NONE = N_("No reply of this unit waits for your check any more.")
_NOT_LISTED = N_("Please type a number from {first} to {last}, or choose what is to be done.")


def review_all_flow() -> Flow:
    """The unit, then its list."""
    steps = {
        "unit": Step("unit", _ask_unit, _read_unit, "list"),
        "list": Step("list", _ask_list, _read_list, DONE),
    }
    return Flow(
        "review_all",
        lambda _state: steps,
        "unit",
        _approve_listed,
        stop=stop_saying(_STOPPED),
        resume=lambda _s, _f: lead(_RESUMED),
    )


def begin_list(state: State, event: Event, facts: Facts) -> Turn | None:
    """The list of the only unit of which replies wait, else the question which; None where none waits."""
    units = _group_by_unit(facts)
    if len(units) == 1:
        return open_list(next(iter(units)), state, event, facts)
    return begin(review_all_flow(), state, event, facts) if units else None


def open_list(unit_id: int, state: State, event: Event, facts: Facts) -> Turn:
    """The list of what waits of the unit, its first page shown; the menu where nothing does."""
    listed = _list_waiting(unit_id, facts)
    if not listed:
        return back_to_menu(state, facts, (say(_NONE), tell_end(facts, ())))
    answers = {"unit": {"value": unit_id, "message": None}}
    return begin(review_all_flow(), state, event, facts, answers, {LISTED: listed, PAGES: 1})


def _group_by_unit(facts: Facts) -> dict[int, list[Task]]:
    """What waits by the id of its unit, 0 where it has none; not the person's own."""
    found: dict[int, list[Task]] = {}
    for task in facts.tasks_to_check():
        if not is_own(task, facts):
            found.setdefault(task.unit_id or 0, []).append(task)
    return found


def _list_waiting(unit_id: int, facts: Facts) -> list[list[Any]]:
    notes = (note_reply(task, facts) for task in _group_by_unit(facts).get(unit_id, ()))
    return [[note["task"], note["update"], note["mark"]] for note in notes]


def _ask_unit(_state: State, facts: Facts) -> Message:
    label = N_("{unit}: {count} replies")
    choices = (
        Choice(say(label, unit=tasks[0].unit or "-", count=len(tasks)), str(unit_id))
        for unit_id, tasks in _group_by_unit(facts).items()
    )
    return Choices(say(_WHICH_UNIT), tuple(choices), buttons=True)


def _read_unit(event: Event, _state: State, facts: Facts) -> Any:
    if event.kind != "tap" or not event.data.isdecimal() or int(event.data) not in _group_by_unit(facts):
        raise not_a_choice()
    unit_id = int(event.data)
    given = {"unit": {"value": unit_id, "message": event.message_id}}
    return Again(given, {LISTED: _list_waiting(unit_id, facts), PAGES: 1}, moved=True)


def _list_shown(state: State) -> list[list[Any]]:
    """Those listed that have been shown by now."""
    listed: list[list[Any]] = state.notes[LISTED]
    return listed[: PAGE * int(state.notes[PAGES])]


def _ask_list(state: State, facts: Facts) -> Message:
    listed, first = state.notes[LISTED], PAGE * (int(state.notes[PAGES]) - 1)
    page, last = listed[first : first + PAGE], min(len(listed), first + PAGE)
    choices = [Choice(say(N_("Approve all {count} shown"), count=last), f"{APPROVE}:{last}", side=True)]
    choices += [Choice(say(N_("Next page")), NEXT, side=True)] if last < len(listed) else []
    text = say(_LIST, unit=_name_unit(state, facts), count=len(listed), first=first + 1, last=last)
    return Cards(text, tuple(_card(one, facts) for one in page), first + 1, tuple(choices))


def _name_unit(state: State, facts: Facts) -> str:
    task = facts.any_task(int(state.notes[LISTED][0][0]))
    return (task.unit if task else "") or "-"


def _card(one: Sequence[Any], facts: Facts) -> Card:
    task_id, update_id, _mark = one
    task, update = find_waiting(update_id, facts), facts.newest_update(task_id)
    if task is None or update is None:
        gone = facts.any_task(task_id)
        return Card(say("{measure}", measure=trim(gone.measure, 90) if gone else "-"), (say(_GONE),))
    told = find_first_line(update)
    status = say_status(STATUS_WORDS[update.status], task.plan)
    who = say(_WHO, name=format_author(update, facts), day=day_in_bangkok(update.at), status=status)
    evidence = say(_EVIDENCE, evidence=tell_evidence(facts.evidence_of(update.id)))
    measure = of_plan(say("{measure}", measure=trim(task.measure, 90)), find_title(task, facts))
    title = say("{measure} – {told}", measure=measure, told=told)
    look = Choice(say(N_("Look at it")), f":review:{update_id}")
    return Card(title, (who, evidence), look.data, (look, *offer_look(update, facts)))


def _read_list(event: Event, state: State, _facts: Facts) -> Any:
    shown = _list_shown(state)
    name, _, count = event.data.partition(":")
    if event.kind == "tap" and name == APPROVE and count.isdecimal() and int(count) <= len(shown):
        return [APPROVE, int(count)]
    if event.kind == "tap" and event.data == NEXT and len(shown) < len(state.notes[LISTED]):
        return Again(notes={PAGES: int(state.notes[PAGES]) + 1})
    number = (read_number(event.text) or 0) if event.kind == "text" else 0
    if 1 <= number <= len(shown):
        return ["open", shown[number - 1][1]]
    raise BadAnswer(say(_NOT_LISTED, first=1, last=len(shown)))


def _approve_listed(state: State, event: Event, facts: Facts) -> Finish:
    """What was shown approved where it is still as it was; what was left out is said and shown anew."""
    chosen, value = get_answer(state, "list")
    unit_id = int(get_answer(state, "unit"))
    if chosen == "open":
        return Finish(then=partial(open_one, value, unit_id))
    shown = state.notes[LISTED][:value]
    tasks = [task for one in shown if (task := _unchanged(one, facts))]
    writes = tuple(_approve(task, event, facts) for task in tasks)
    seen = {task.id for task in tasks}
    changed = [trim(task.measure, 60) for one in shown if one[0] not in seen and (task := facts.any_task(one[0]))]
    said = tuple(_tell_approved(state, facts, len(writes), changed))
    if len(_group_by_unit(facts).get(unit_id, ())) > len(writes):
        return Finish(said, writes, partial(_open_rest, unit_id, seen))
    end = tell_end(facts, {write.update_id for write in writes})
    return Finish((*said, end), writes)


def _unchanged(one: Sequence[Any], facts: Facts) -> Task | None:
    """The listed reply's task where that waits as it was shown."""
    task, update = find_waiting(one[1], facts), facts.newest_update(one[0])
    return task if task and update and mark_reply(update, facts) == one[2] else None


def _approve(task: Task, event: Event, facts: Facts) -> ReviewUpdate:
    assert task.check is not None and facts.person is not None  # noqa: S101
    return ReviewUpdate(task.check.update_id, facts.person.id, Review.APPROVED, event.at, after=task.check.step)


def _tell_approved(state: State, facts: Facts, count: int, changed: Sequence[str]) -> Iterator[Say]:
    listed = {one[0] for one in state.notes[LISTED]}
    if count:
        yield say(_APPROVED, count=count, unit=_name_unit(state, facts))
    if changed:
        yield say(_LEFT_OUT, measures=join_sentences([say("“{measure}”", measure=one) for one in changed], ", "))
    more = [task for task in _group_by_unit(facts).get(int(get_answer(state, "unit")), ()) if task.id not in listed]
    if more:
        yield say(_CAME_IN, count=len(more))


def _open_rest(unit_id: int, approved: set[int], state: State, event: Event, facts: Facts) -> Turn:
    """The list of what still waits of the unit, without what this very turn approves."""
    listed = [one for one in _list_waiting(unit_id, facts) if one[0] not in approved]
    answers = {"unit": {"value": unit_id, "message": None}}
    return begin(review_all_flow(), state, event, facts, answers, {LISTED: listed, PAGES: 1})


def open_one(update_id: int, unit_id: int | None, state: State, event: Event, facts: Facts) -> Turn:
    """One reply to be checked by itself; from a list it leads back there. What waits no more is said."""
    task = find_waiting(update_id, facts)
    if task is None:
        if unit_id is not None:
            turn = open_list(unit_id, state, event, facts)
            return turn.preceded_by(say(_GONE))
        return back_to_menu(state, facts, (say(_GONE), tell_end(facts, ())))
    notes = note_reply(task, facts)
    return begin(review_flow(), state, event, facts, notes=notes if unit_id is None else {**notes, UNIT: unit_id})

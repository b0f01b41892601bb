"""What people say to each other of a task: a supervisor's comment, and the answer that comes back to who commented.

A comment is no text of a report: it is kept with the task and never printed.
"""

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import islice
from typing import Any

from domain.agency import Person
from domain.comments import LONGEST_COMMENT, Comment
from domain.conversation import State
from domain.events import Event
from domain.messages import N_, Choice, Choices, Message, Say, join_sentences, lead, say
from domain.task import Task
from domain.writes import SaveComment, Write
from handlers.advance import begin
from handlers.facts import Facts
from handlers.flow import DONE, BadAnswer, Finish, Flow, Step, Turn, get_answer, stop_saying
from handlers.review import UNIT
from handlers.review_all import open_one
from handlers.shown_reply import tell_comments
from thai.clusters import trim

MOST_TOLD = 2
TASK, TO, UPDATE = "task", "to", "update"  # noted: whose task, to whom, and the reply that was being checked

_STOPPED = N_("Stopped. Nothing was sent.")
_RESUMED = N_("You stopped in the middle of a comment, so your message was not taken for it.")
_WHAT = N_("“{measure}”\nWhat would you like to say to {name}? It is no part of the report.")
_COSTS = N_("It is sent to {name} at once: one message of the month's quota.")
_NOT_REACHED = N_("{name} cannot be reached in LINE just now. What you type is kept with the task and shown there.")
_NOBODY = N_(
    "“{measure}”\nNobody who works here answers for it now. What you type is kept with the task, nobody is told."
)
_LEFT = N_("{name} does not work here any more.")
_SENT = N_("Sent to {name}: “{text}”")
_KEPT = N_("Kept with the task: “{text}”. Nobody was told.")
_SAID = N_("{name} has a comment on “{measure}”:\n“{text}”\n\nTo answer, type “ตอบกลับ”.")
_NO_COMMENT = N_("No comment waits for your answer. To comment on a reply, type “ตรวจ”, open it and choose “Comment”.")
_NOT_HERE = N_("You cannot comment on that task: it is neither yours to check, nor did somebody write to you about it.")


def comment_flow() -> Flow:
    """The flow that asks for the comment and sends it to the colleague."""
    step = Step("comment", _ask_what_to_say, _read, DONE, text=True)
    return Flow(
        "comment", lambda _state: {"comment": step}, "comment", _send_comment, stop=stop_saying(_STOPPED),
        resume=lambda _state, _facts: lead(_RESUMED), to_a_colleague=True,
    )  # fmt: skip


def begin_comment(state: State, event: Event, facts: Facts, argument: str) -> Turn:
    """The comment on the task of a button, else the answer to the newest one that waits for the person's."""
    waiting = facts.unanswered_comments()
    if not argument and not waiting:
        return Turn(state, (say(_NO_COMMENT),))
    number = int(argument) if argument.isdecimal() and len(argument) < 10 else 0
    task = facts.any_task(number if argument else waiting[0].task_id)
    if task is None or not _may_comment(task, facts):
        return Turn(state, (say(_NOT_HERE),))
    found = find_addressee(task, facts)
    under_check = {name: state.notes[name] for name in (UPDATE, UNIT) if name in state.notes}
    return begin(
        comment_flow(), state, event, facts, notes={TASK: task.id, TO: found.id if found else None, **under_check}
    )


def _may_comment(task: Task, facts: Facts) -> bool:
    """True for who checks or supervises the task, and for whom something was said to of it."""
    if any(task.id == one.id for one in (*facts.tasks_to_check(), *facts.supervised_tasks())):
        return True
    return _last_to(task, facts) is not None


def _last_to(task: Task, facts: Facts) -> Comment | None:
    """What was said to the person of the task last."""
    own = facts.person.id if facts.person else 0
    return next((one for one in reversed(facts.comments_of(task.id)) if one.to_id == own), None)


def find_addressee(task: Task, facts: Facts) -> Person | None:
    """Who receives the comment, of those here: who wrote to the person last, else who reported, else who answers it."""
    last, newest = _last_to(task, facts), facts.newest_update(task.id)
    wanted = [last.person_id] if last else []
    wanted += [newest.person_id] if newest else []
    here = {one.id: one for one in facts.everybody()}
    own = facts.person.id if facts.person else 0
    also = [one.id for one in facts.people_of((task,))] if not last else [one.id for one in facts.reviewers_of(task)]
    return next((here[one] for one in (*wanted, *also) if one in here and one != own), None)


def _ask_what_to_say(state: State, facts: Facts) -> Message:
    task = facts.any_task(int(state.notes[TASK]))
    measure = trim(task.measure, 300) if task else "-"
    to = _find_noted(state, facts)
    if to is None:
        return Choices(say(_NOBODY, measure=measure))
    lines = [
        say(_WHAT, measure=measure, name=to.name),
        *tell_comments(facts.comments_of(int(state.notes[TASK])), facts),
    ]
    lines += [say(_COSTS if is_reached(to) else _NOT_REACHED, name=to.name)]
    return Choices(join_sentences(lines))


def _find_noted(state: State, facts: Facts) -> Person | None:
    """Whom the question names, as long as they work here."""
    return next((one for one in facts.everybody() if one.id == state.notes.get(TO)), None)


def is_reached(person: Person) -> bool:
    """True where LINE carries a message to them."""
    return person.line_user is not None and person.reachable


def _read(event: Event, _state: State, _facts: Facts) -> Any:
    text = event.text.strip() if event.kind == "text" else ""
    if not text:
        raise BadAnswer(say(N_("Please type your answer as a message.")))
    if len(text) > LONGEST_COMMENT:
        raise BadAnswer(say(N_("That is too long: at most {most} letters."), most=LONGEST_COMMENT))
    return text


def _send_comment(state: State, event: Event, facts: Facts) -> Finish:
    """The comment, kept; sent where who was named can still be reached. Then the reply that was being checked."""
    assert facts.person is not None  # noqa: S101
    to, text = _find_noted(state, facts), str(get_answer(state, "comment"))
    message_id = state.answers["comment"]["message"]
    write = SaveComment(
        event.id, int(state.notes[TASK]), facts.person.id, to.id if to else None, event.at, text, message_id
    )
    said = [] if to or state.notes.get(TO) is None else [say(_LEFT, name=facts.name_of(int(state.notes[TO])))]
    if to and is_reached(to):
        said.append(say(_SENT, name=to.name, text=trim(text, 200)))
    else:
        said += [say(_NOT_REACHED, name=to.name)] if to else []
        said.append(say(_KEPT, text=trim(text, 200)))
    back = partial(open_one, state.notes[UPDATE], state.notes.get(UNIT)) if UPDATE in state.notes else None
    return Finish((join_sentences(said),), (write,), back)


def list_comments_sent(writes: Sequence[Write], facts: Facts) -> Iterator[tuple[int, Message]]:
    """The messages to whom a comment of this outcome was written to."""
    for write in writes:
        task = facts.any_task(write.task_id) if isinstance(write, SaveComment) else None
        if task and isinstance(write, SaveComment) and write.to_id is not None and facts.person:
            yield write.to_id, quote_comment(facts.person.name, task, write.text, 400)


def quote_comment(name: str, task: Task, text: str, most: int) -> Choices:
    """The comment and the way to answer it, typed by its words: no number is taken for another's."""
    told = say(_SAID, name=name, measure=trim(task.measure, 200), text=trim(text, most))
    return Choices(told, (Choice(say(N_("Answer")), f":comment:{task.id}", side=True),), buttons=True)


def list_open_comments(facts: Facts) -> Iterator[Say]:
    """What was said to the person and not answered, by words or by a newer report."""
    waiting = (one for one in facts.unanswered_comments() if not _is_answered_by_report(one, facts))
    for one in islice(waiting, MOST_TOLD):
        if task := facts.any_task(one.task_id):
            measure, text = trim(task.measure, 120), trim(one.text, 200)
            yield say(_SAID, name=facts.name_of(one.person_id), measure=measure, text=text)


def _is_answered_by_report(one: Comment, facts: Facts) -> bool:
    newest = facts.newest_update(one.task_id)
    return newest is not None and newest.person_id == one.to_id and newest.at > one.at

"""A photo or file sent after its report was saved: added to that report at one tap, without reporting again."""

from datetime import timedelta
from typing import Any, Final

from domain.conversation import State
from domain.events import Event
from domain.messages import N_, Choice, Choices, Message, say
from domain.status_words import STATUS_WORDS, say_status
from domain.task import Review, Task, Update
from domain.writes import AddEvidence
from handlers.evidence import MOST_FILES, list_files, list_sent_messages
from handlers.facts import Facts
from handlers.flow import Again, BadAnswer, Finish, get_answer, not_a_choice
from handlers.tasks import find_chosen_task
from thai.clusters import trim
from thai.dates import day_in_bangkok

FORGOTTEN: Final = "forgotten"  # the step's name
BY_FILES: Final = "by_files"  # noted: the report was begun by what was sent, before its task was chosen
ADD, ANEW, OTHER = "add", "anew", "other"
JUST_SAVED: Final = timedelta(hours=1)

_ASK = N_(
    "{count} pieces of evidence received.\n“{measure}” was reported on {day}: {status}.\n\n"
    "Do they belong to that report, or do you report anew?"
)
_ADDED = N_("Added to the report of {day} on “{measure}”: {count} pieces of evidence.")
_NO_ROOM = N_(
    "With these more than {most} pieces of evidence would go with that report, so nothing was added. "
    "Please choose again, or type “ยกเลิก”."
)
_NOT_ANY_MORE = N_(
    "That report takes nothing more: it was checked or replaced, or its round was closed. "
    "Nothing was added; what you sent was not kept."
)


def find_addable(task: Task | None, facts: Facts) -> Update | None:
    """The person's reply that evidence can still be added to: the task's newest, nothing decided on it."""
    newest = facts.newest_update(task.id) if task else None
    if newest is None or facts.person is None or newest.person_id != facts.person.id or newest.emptied:
        return None
    return newest if newest.check is None or newest.check.review is Review.WAITING else None


def find_last_saved(event: Event, facts: Facts) -> Task | None:
    """The task that the person reported on last, within the hour before; None where they did not."""
    recent = [task for task in facts.open_tasks() if task.last_update and event.at - task.last_update <= JUST_SAVED]
    own = [(reply.at, task.id, task) for task in recent if (reply := find_addable(task, facts))]
    return max(own)[2] if own else None


def asks_forgotten(state: State, task: Task | None, facts: Facts) -> bool:
    """True where it is asked whether what began the report belongs to the one before."""
    return bool(state.notes.get(BY_FILES)) and find_addable(task, facts) is not None


def ask_forgotten(state: State, facts: Facts) -> Message:
    """Shows the report before and asks whether what was sent belongs to it."""
    task = find_chosen_task(state, facts)
    reply = find_addable(task, facts)
    assert task is not None and reply is not None  # noqa: S101
    text = say(
        _ASK, count=len(list_files(state)), measure=trim(task.measure, 200), day=day_in_bangkok(reply.at),
        status=say_status(STATUS_WORDS[reply.status], task.plan),
    )  # fmt: skip
    choices = (
        Choice(say(N_("Add to that report")), ADD),
        Choice(say(N_("Report anew on this task")), ANEW),
        Choice(say(N_("It belongs to another task")), OTHER),
    )
    return Choices(text, choices)


def read_forgotten(event: Event, state: State, facts: Facts) -> Any:
    """What becomes of it; another task is chosen from the list."""
    if event.kind == "tap" and event.data == OTHER:
        return Again({"task": None}, moved=True)
    if event.kind != "tap" or event.data not in (ADD, ANEW):
        raise not_a_choice()
    reply = find_addable(find_chosen_task(state, facts), facts)
    if event.data == ADD and reply and len(facts.evidence_of(reply.id)) + len(list_files(state)) > MOST_FILES:
        raise BadAnswer(say(_NO_ROOM, most=MOST_FILES), leads=False)
    return event.data


def belongs_to_saved(state: State) -> bool:
    """True where what was sent is to be added to the report before."""
    return bool(get_answer(state, FORGOTTEN) == ADD)


def add_forgotten(state: State, event: Event, facts: Facts) -> Finish:
    """The write that adds what was sent to the report before, and what is said of it."""
    task = find_chosen_task(state, facts)
    reply = find_addable(task, facts)
    if task is None or reply is None or facts.person is None:
        return Finish((say(_NOT_ANY_MORE),))
    files = list_files(state)
    links = {file["link"]: file["message"] for file in files if file["kind"] == "link"}
    write = AddEvidence(reply.id, task.id, facts.person.id, event.at, list_sent_messages(state), links)
    told = say(_ADDED, day=day_in_bangkok(reply.at), measure=trim(task.measure, 200), count=len(files))
    return Finish((told,), (write,))

"""What is said to who greets or thanks us, or asks for what is done elsewhere: a kind word, or whom to ask."""

from collections.abc import Iterator, Sequence
from typing import Final

from domain.agency import Role
from domain.conversation import State
from domain.events import Event
from domain.messages import N_, Choice, Choices, Say, join_sentences, lead, say
from domain.status_words import STATUS_WORDS, say_status
from domain.task import Task, Update
from handlers.facts import Facts
from handlers.flow import Turn
from handlers.tasks import get_chosen_id
from thai.clusters import trim
from thai.dates import day_in_bangkok

MOST_SENT = 8
MOST_NAMES = 3

WHICH_TASK: Final = N_("Of which task? Please choose it, then say how far it is.")
TO_CHANGE: Final = N_(
    "To change what you reported, choose it below and report again: what stood there is shown, and nothing is lost. "
    "Photos sent before stay until you take them out."
)
SAME_WHICH: Final = N_("Which one goes on as before? Please choose it; nothing is recorded yet.")
EDIT_HERE: Final = N_(
    "Nothing has been saved yet. To change the answer before, type “ย้อนกลับ”; before saving you may change any answer."
)
_WORDS: Final = {
    "greeting": N_("Hello, {name}."),
    "thanks": N_("At your service."),
    "ok": N_("Thank you."),
    "wait": N_("There is no hurry. What you have answered is kept for 7 days; go on whenever it suits you."),
}
_NO_TASK_WAITS: Final = N_("There is no hurry. Write whenever it suits you.")
HAND_ON: Final = N_("Hand to a colleague")
_NOT_MINE: Final = N_(
    "Nothing was recorded. If a colleague of your division is to report on it, hand it to them: type “มอบงาน”. "
    "If it is another division's, please tell the agency's administrator: {names}."
)
NEW_PHONE: Final = N_(
    "With the same LINE account on another phone nothing needs to be done. With another LINE account, or without a "
    "code: please ask the agency's administrator for a new code ({names}), and type it in the new account. "
    "The account until now is cut off then; reports and what was begun come along."
)
_ASK: Final = N_("The agency's administrator helps you further: {names}.")
_NOTHING_SENT: Final = N_("You have not reported on any task that is open now.")
_SENT: Final = N_("Your newest reports on the tasks that are open now:\n{reports}\n\nTo change one, type “แก้ไข”.")
_ONE: Final = N_("• {measure}\n  {status}, {day}: {words}")
_MORE: Final = N_("and {count} more reports")


def choose_kind_words(kind: str, state: State, facts: Facts) -> Say:
    """What is answered to a greeting, to thanks, to a yes that answers nothing, and to who asks for patience."""
    if kind == "greeting":
        return lead(_WORDS["greeting"], name=facts.person.name if facts.person else "-")
    if kind == "wait" and get_chosen_id(state) is None:
        return lead(_NO_TASK_WAITS)
    return lead(_WORDS.get(kind, _WORDS["ok"]))


def tell_who_assigns(state: State, _event: Event, facts: Facts, _argument: str) -> Turn:
    """Who changes whose task it is, and how it is handed to a colleague; nothing is recorded."""
    told, chosen = say(_NOT_MINE, names=list_admin_names(facts)), get_chosen_id(state)
    hand = Choice(say(HAND_ON), f":hand:{chosen or ''}", side=True)
    return Turn(state, (Choices(told, (hand,)) if facts.open_tasks() else told,))


def tell_new_phone(state: State, _event: Event, facts: Facts, _argument: str) -> Turn:
    """How one goes on with another phone or LINE account; nothing changes by saying so."""
    return Turn(state, (say(NEW_PHONE, names=list_admin_names(facts)),))


def tell_whom_to_ask(state: State, _event: Event, facts: Facts, _argument: str) -> Turn:
    """The administrators' names."""
    return Turn(state, (say(_ASK, names=list_admin_names(facts)),))


def show_sent(state: State, _event: Event, facts: Facts, _argument: str) -> Turn:
    """The newest report on each open task that has one."""
    sent = [(task, update) for task in facts.open_tasks() if (update := facts.newest_update(task.id))]
    if not sent:
        return Turn(state, (say(_NOTHING_SENT),))
    return Turn(state, (say(_SENT, reports=join_sentences(tuple(_listed(sent)))),))


def _listed(sent: Sequence[tuple[Task, Update]]) -> Iterator[Say]:
    for task, update in sent[:MOST_SENT]:
        words = update.result or update.reason or "-"
        yield say(
            _ONE,
            measure=trim(task.measure, 120),
            status=say_status(STATUS_WORDS[update.status], task.plan),
            day=day_in_bangkok(update.at),
            words=trim(" ".join(words.split()), 120),
        )
    if len(sent) > MOST_SENT:
        yield say(_MORE, count=len(sent) - MOST_SENT)


def list_admin_names(facts: Facts) -> Say:
    """The names of the agency's administrators, the first of them; its office where there are none."""
    names = [one.name for one in facts.everybody() if Role.ADMIN in one.roles]
    return say("{names}", names=", ".join(names[:MOST_NAMES])) if names else say(N_("the agency's office"))

"""What is typed or tapped to hand a task to a colleague, and the colleague's word on it."""

from collections.abc import Sequence

from domain.conversation import DRAFTS, State
from domain.events import Event
from domain.messages import N_, Choice, Choices, Message, TaskLine, TaskList, say
from domain.offers import TaskOffer
from domain.task import Task
from domain.writes import AnswerOffer, Write
from handlers.advance import ask_again, begin
from handlers.chosen import hold_on
from handlers.facts import Facts
from handlers.flow import Turn
from handlers.flows import find_flow, notes_to_keep
from handlers.menu import back_to_menu
from handlers.offers import HANDED, NOT_YOURS, build_requests, find_colleagues_for, list_own_tasks, offer_flow
from handlers.talk import HAND_ON, list_admin_names
from handlers.tasks import PAGE, get_chosen_id
from thai.clusters import trim

_WHICH = N_("Which task would you like to hand to a colleague? Nothing changes until the colleague accepts.")
_NONE = N_("No task is yours to hand on. What you report for somebody who is away stays that person's.")
_NOBODY_THERE = N_(
    "Nobody else of your division uses this account in LINE, so “{measure}” cannot be handed on here. "
    "Please ask the administrator: {names}."
)
_WHICH_TAKEN = N_("Several tasks wait for your word. Which one do you take over?")
_WHICH_NOT_TAKEN = N_("Several tasks wait for your word. Which one do you not take over?")
_NOT_ASKED = N_("No task waits for your word. It may have been withdrawn, or reported on already.")
_ACCEPTED = N_("“{measure}” is yours now. To report on it, type “งาน”.")
_DECLINED = N_("{name} is told that you do not take over “{measure}”.")


def begin_offer(state: State, event: Event, facts: Facts, argument: str) -> Turn:
    """Who is to take over the task of the button, the one being reported on, or one to be chosen."""
    own, chosen = list_own_tasks(facts), get_chosen_id(state)
    wanted = argument if argument.isdecimal() else str(chosen or (own[0].id if len(own) == 1 else ""))
    if not wanted:
        return _ask_which(state, facts, own, argument)
    task = next((one for one in own if str(one.id) == wanted), None)
    if task is None:
        return ask_again(find_flow(state, facts), state, facts, say(NOT_YOURS))
    if chosen not in (None, task.id):
        return hold_on(state, facts)
    if not find_colleagues_for(task, facts):
        told = say(_NOBODY_THERE, measure=trim(task.measure, 120), names=list_admin_names(facts))
        return ask_again(find_flow(state, facts), state, facts, told)
    kept = notes_to_keep(state, facts)
    drafts = {DRAFTS: kept[DRAFTS]} if DRAFTS in kept else {}
    return begin(offer_flow(facts), state, event, facts, notes={**drafts, HANDED: task.id})


def _ask_which(state: State, facts: Facts, own: Sequence[Task], argument: str) -> Turn:
    """A page of the person's own tasks; the button or the number of one says that it is handed on."""
    if not own:
        return ask_again(find_flow(state, facts), state, facts, say(_NONE))
    page = int(argument[1:]) if argument[:1] == "p" and argument[1:].isdecimal() and len(argument) < 5 else 0
    page = min(page, (len(own) - 1) // PAGE)
    first, choices = page * PAGE, list[Choice]()
    if first + PAGE < len(own):
        choices.append(Choice(say(N_("Next page")), f":hand:p{page + 1}", side=True))
    if page:
        choices.append(Choice(say(N_("Previous page")), f":hand:p{page - 1}", side=True))
    lines = [TaskLine(one, data := f":hand:{one.id}", (Choice(say(HAND_ON), data),)) for one in own[first:][:PAGE]]
    return Turn(state, (TaskList(say(_WHICH), tuple(lines), first + 1, len(own), tuple(choices)),))


def answer_offer(state: State, event: Event, facts: Facts, argument: str) -> Turn:
    """The colleague's word on what they are asked to take over: that of the button, else what was asked first."""
    says, _, wanted = argument.partition(":")
    waiting = facts.offers_to_me()
    offer = next((one for one in waiting if wanted in ("", f"{one.task_id}:{one.from_id}")), None)
    task = facts.any_task(offer.task_id) if offer else None
    if facts.person is None or offer is None or task is None or says not in ("yes", "no"):
        return _say_and_ask_again(state, facts, (say(_NOT_ASKED),))
    if not wanted and len(waiting) > 1:
        return Turn(state, (_ask_which_offer(says, waiting, facts),))
    measure = trim(task.measure, 200)
    told = say(_DECLINED, name=facts.name_of(offer.from_id), measure=measure)
    if says == "yes":
        told = say(_ACCEPTED, measure=measure)
    rest = [message for one in waiting if one.id != offer.id for message in build_requests((one,), facts)]
    write = AnswerOffer(offer.id, facts.person.id, says == "yes", event.at)
    return _say_and_ask_again(state, facts, (told, *rest[:1]), (write,))


def _ask_which_offer(says: str, waiting: Sequence[TaskOffer], facts: Facts) -> Choices:
    """Which of several is meant by words that name none."""
    tasks = ((one, task) for one in waiting[:PAGE] if (task := facts.any_task(one.task_id)))
    choices = (
        Choice(
            say("{name}: {measure}", name=facts.name_of(one.from_id), measure=trim(task.measure, 80)),
            f":offered:{says}:{one.task_id}:{one.from_id}",
        )
        for one, task in tasks
    )
    return Choices(say(_WHICH_TAKEN if says == "yes" else _WHICH_NOT_TAKEN), tuple(choices), buttons=True)


def _say_and_ask_again(
    state: State, facts: Facts, messages: tuple[Message, ...], writes: tuple[Write, ...] = ()
) -> Turn:
    """Says the messages, then asks the open question again; back to the menu where no report is under way."""
    if get_chosen_id(state) is None and find_flow(state, facts).stop is None:
        return back_to_menu(state, facts, messages, writes)
    return Turn(state, (*messages, *ask_again(find_flow(state, facts), state, facts).messages), writes)

"""What each command does, typed or tapped, in the midst of a report or not."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta

from domain.agency import Role
from domain.asked import asked_tasks
from domain.cards import build_card
from domain.conversation import State
from domain.events import Event
from domain.messages import N_, SignInLink, Summary, lead, say
from domain.writes import OfferSignIn
from handlers.absence import begin_absence, choose_stand_in, end_absence
from handlers.advance import ask_again, begin, step_back
from handlers.buttons import is_of_another_question, is_of_another_report
from handlers.certificates import answer_as_head, begin_send_back
from handlers.choices import STALE
from handlers.chosen import begin_on_task, hold_on, repeat_on_task, show_tasks, take_card_answer
from handlers.comments import begin_comment
from handlers.facts import Facts
from handlers.flow import Turn, add_given, get_answer
from handlers.flows import find_flow, notes_to_keep
from handlers.group_code import offer_group_code
from handlers.joining import take_apart
from handlers.mending import answers_of, find_just_saved, find_sent_back, note_mended
from handlers.menu import back_to_menu, build_help
from handlers.my_data import removal_flow, show_data
from handlers.nudge import remind_them
from handlers.offer_commands import answer_offer, begin_offer
from handlers.overview import FOR_SUPERVISORS, show_overview
from handlers.page_link import offer_page
from handlers.reminding import put_off_reminders
from handlers.report import begin_report
from handlers.review import review_flow
from handlers.review_all import begin_list, open_list, open_one
from handlers.round_commands import begin_round
from handlers.rounds import CLOSE, DUE, OPEN
from handlers.sign_ins import answer_about_browser, end_session
from handlers.stand_in import answer_request
from handlers.status import build_status_message
from handlers.take_back import take_back
from handlers.talk import (
    EDIT_HERE,
    SAME_WHICH,
    TO_CHANGE,
    WHICH_TASK,
    choose_kind_words,
    show_sent,
    tell_new_phone,
    tell_who_assigns,
    tell_whom_to_ask,
)
from handlers.tasks import get_chosen_id
from handlers.to_check import ALL_CHECKED, next_to_check

Command = Callable[[State, Event, Facts, str], Turn]
_ADMIN_LINK = N_(
    "Here is your link to the admin page of {agency}. It works once, for 10 minutes. Please do not pass it on."
)
SIGN_IN_FOR = timedelta(minutes=10)


def _led_to_tasks(told: str) -> Command:
    """The list of tasks, and what is to be chosen from it."""

    def command(state: State, event: Event, facts: Facts, _argument: str) -> Turn:
        if get_chosen_id(state) is not None:
            return ask_again(find_flow(state, facts), state, facts, lead(EDIT_HERE))
        return show_tasks(state, event, facts, "").preceded_by(lead(told))

    return command


def _mend(state: State, event: Event, facts: Facts, argument: str) -> Turn:
    """What was saved a moment ago, or the only one that was sent back, to be mended; else the list of what can be."""
    last = find_just_saved(event, facts) if get_chosen_id(state) is None else None
    sent_back = [task for task in facts.open_tasks() if find_sent_back(task, facts)]
    if last is None and len(sent_back) == 1 and get_chosen_id(state) is None:
        return begin_on_task(state, event, facts, str(sent_back[0].id))
    if last is None:
        return _led_to_tasks(TO_CHANGE)(state, event, facts, argument)
    task, update = last
    return begin_report(state, event, facts, answers_of(update, task, facts), note_mended(update))


def _take_status(state: State, event: Event, facts: Facts, status: str) -> Turn:
    """The report that the only task's card begins by its status; asked which task where several may be meant."""
    asked = asked_tasks(facts.open_tasks(), facts.today) if find_just_saved(event, facts) is None else ()
    answers = build_card(asked[0], facts.today).answers if len(asked) == 1 else ()
    tapped = next((one.data for one in answers if one.data.endswith(f":{status}")), None)
    if tapped is None:
        return _led_to_tasks(WHICH_TASK)(state, event, facts, "")
    return take_card_answer(state, event, facts, tapped.removeprefix(":answer:"))


def _talk(state: State, _event: Event, facts: Facts, argument: str) -> Turn:
    """A kind word, and the present question."""
    return ask_again(find_flow(state, facts), state, facts, choose_kind_words(argument, state, facts))


def _keep_question(command: Command) -> Command:
    """The command; in the middle of a report what is being asked stands under its answer again."""

    def answered(state: State, event: Event, facts: Facts, argument: str) -> Turn:
        turn = command(state, event, facts, argument)
        if get_chosen_id(state) is None:
            return turn
        return replace(turn, messages=(*turn.messages, *ask_again(find_flow(state, facts), state, facts).messages))

    return answered


def _show_status(state: State, event: Event, facts: Facts, _argument: str) -> Turn:
    message = build_status_message(event, facts)
    if get_chosen_id(state) is not None:
        aside = replace(message, choices=()) if isinstance(message, Summary) else message
        return ask_again(find_flow(state, facts), state, facts).preceded_by(aside)
    if not facts.open_tasks():
        return back_to_menu(state, facts, (message,))
    return Turn(state, (message,))


def _show_help(state: State, _event: Event, facts: Facts, _argument: str) -> Turn:
    return ask_again(find_flow(state, facts), state, facts, build_help(facts))


def _cancel(state: State, _event: Event, facts: Facts, argument: str) -> Turn:
    flow = find_flow(state, facts)
    if flow.stop is None:
        return ask_again(flow, state, facts, say(N_("There is nothing to cancel.")))
    if is_of_another_report(argument, state):
        return ask_again(flow, state, facts, lead(STALE))
    stopped = flow.stop(state, facts)
    return back_to_menu(replace(state, notes=stopped.notes), facts, (stopped.text,))


def _take_line_apart(state: State, event: Event, facts: Facts, _argument: str) -> Turn:
    """The line that was added to the answer before answers the present question."""
    return take_apart(find_flow(state, facts), state, event, facts)


def _step_back(state: State, event: Event, facts: Facts, argument: str) -> Turn:
    if is_of_another_question(argument, state):
        return ask_again(find_flow(state, facts), state, facts, lead(STALE))
    return step_back(find_flow(state, facts), state, event, facts)


def _keep_sent_files(command: Command) -> Command:
    """The command that begins another conversation: not in the middle of a report, and what came for none is kept."""

    def begun(state: State, event: Event, facts: Facts, argument: str) -> Turn:
        if get_chosen_id(state) is not None:
            return hold_on(state, facts)
        turn = command(state, event, facts, argument)
        if turn.state.ticket == state.ticket:
            return turn
        return replace(turn, state=add_given(turn.state, notes=notes_to_keep(state, facts)))

    return begun


def _send_sign_in_link(state: State, event: Event, facts: Facts, _argument: str) -> Turn:
    """A one-time sign-in link: to the admin's pages, for all others to the page of their own reports."""
    person = facts.person
    if person is None or Role.ADMIN not in person.roles:
        offer = offer_page(event, facts)
        if offer is None:
            told = say(N_("Nothing waits for a report of yours just now, so there is no page to open."))
            return ask_again(find_flow(state, facts), state, facts, told)
        return Turn(state, (offer[0],), (offer[1],))
    text = say(_ADMIN_LINK, agency=facts.agency.name)
    link = SignInLink(text, say(N_("Open the admin page")), person.id, event.id)
    return Turn(state, (link,), (OfferSignIn(person.id, event.id, event.at, event.at + SIGN_IN_FOR),))


def _begin_review(state: State, event: Event, facts: Facts, argument: str) -> Turn:
    """The reply of the button, else those that wait for the person's check, the oldest first."""
    notes = next_to_check(facts)
    if notes is not None and argument.isdecimal():
        unit_id = get_answer(state, "unit")  # where the list of a unit stands open
        return open_one(int(argument), unit_id, state, event, facts)
    if notes is not None:
        return begin(review_flow(), state, event, facts, notes=notes)
    return _tell_none_waits(state, facts)


def _begin_list(state: State, event: Event, facts: Facts, argument: str) -> Turn:
    """The list of what waits of the unit of the button, of the only one, or of one to be chosen."""
    if argument.isdecimal() and facts.tasks_to_check():
        return open_list(int(argument), state, event, facts)
    return begin_list(state, event, facts) or _begin_review(state, event, facts, "")


def _tell_none_waits(state: State, facts: Facts) -> Turn:
    supervises = facts.duties & {Role.SUPERVISOR, Role.ADMIN}
    unused = NOT_USED if facts.agency.review_from is None else ALL_CHECKED
    return back_to_menu(state, facts, (say(unused if supervises else FOR_SUPERVISORS),))


NOT_USED = N_(
    "This agency does not use the check: every reply counts as soon as it is saved. "
    "Type “ภาพรวม” to see how far your units are. An administrator may switch the check on, on the admin page."
)


COMMANDS: Mapping[str, Command] = {
    "tasks": show_tasks,
    "report": begin_on_task,
    "status": _show_status,
    "help": _show_help,
    "cancel": _cancel,
    "back": _step_back,
    "apart": _take_line_apart,
    "web": _send_sign_in_link,
    "download": _send_sign_in_link,
    "same": repeat_on_task,
    "answer": take_card_answer,
    "same_which": _led_to_tasks(SAME_WHICH),
    "which": _take_status,
    "edit": _mend,
    "talk": _talk,
    "sent": _keep_question(show_sent),
    "data": _keep_question(show_data),
    "leave": _keep_sent_files(lambda state, event, facts, _argument: begin(removal_flow(), state, event, facts)),
    "not_mine": _keep_question(tell_who_assigns),
    "new_phone": _keep_question(tell_new_phone),
    "admin": _keep_question(tell_whom_to_ask),
    "later": _keep_question(put_off_reminders),
    "remind": _keep_question(remind_them),
    "overview": _keep_question(show_overview),
    "review": _keep_sent_files(_begin_review),
    "review_all": _keep_sent_files(_begin_list),
    "take_back": _keep_question(take_back),
    "comment": _keep_sent_files(begin_comment),
    "away": _keep_sent_files(begin_absence),
    "standin": _keep_sent_files(lambda state, event, facts, _argument: choose_stand_in(state, event, facts)),
    "returned": _keep_question(lambda state, event, facts, _argument: end_absence(state, event, facts)),
    "hand": begin_offer,
    "offered": answer_offer,
    "deputy": _keep_question(answer_request),
    "open_round": _keep_sent_files(begin_round(OPEN)),
    "due_round": _keep_sent_files(begin_round(DUE)),
    "group": _keep_question(offer_group_code),
    "browser": _keep_question(answer_about_browser),
    "signout": _keep_question(end_session),
    "head": _keep_question(answer_as_head),
    "send_back": _keep_sent_files(begin_send_back),
    "close_round": _keep_sent_files(begin_round(CLOSE)),
}

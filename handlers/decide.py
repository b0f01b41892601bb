"""`decide`: one event of one conversation in, its new state, its messages and its writes out. Pure."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from domain.conversation import State
from domain.events import Event
from domain.messages import N_, Say, lead, say
from domain.writes import SetReachable
from handlers.advance import advance, ask_again
from handlers.asked import is_after_pause, is_late, note_question, was_unseen
from handlers.certificates import list_certificate_messages
from handlers.choices import STALE, find_typed_choice, list_choices
from handlers.commands import COMMANDS
from handlers.comments import list_comments_sent
from handlers.drafts import tell_swept
from handlers.edits import apply_earlier_edit, follow_edit
from handlers.enrol import list_messages_to_former, renew_notice, take_stranger
from handlers.evidence import drop_files, find_links, list_files
from handlers.facts import Facts
from handlers.flow import Turn, close_flow, forget_notes
from handlers.flows import find_flow
from handlers.groups import decide_in_group
from handlers.joining import join_line
from handlers.media import take_media
from handlers.menu import back_to_menu, build_help, open_menu
from handlers.my_data import list_messages_to_admins
from handlers.notices import NOTICES, UNSENT
from handlers.numbers import NOT_LISTED, find_newest_list, find_tap, name_opened, parse_number
from handlers.offers import list_offer_messages
from handlers.outcome import Outcome
from handlers.reading import find_typed_command
from handlers.reminding import add_daily_nudge
from handlers.sign_ins import take_browser_code, tell_sign_ins
from handlers.stand_in import list_messages_to_others
from handlers.tasks import find_named_task, list_tasks
from handlers.words import parse_command
from thai.clusters import trim

KEPT_FOR = timedelta(days=7)

LATE = N_(
    "“{text}” was sent before this question, so it was not taken as the answer. Please answer the question below."
)


def decide(state: State, event: Event, facts: Facts) -> Outcome:
    """The outcome of the event; depends on nothing but its arguments."""
    if event.in_group:
        return decide_in_group(state, event, facts)
    event = apply_earlier_edit(event, facts)
    outcome = note_question(state, renew_notice(_outcome(state, event, facts), event, facts), event)
    told = (
        *list_messages_to_others(outcome.writes, facts),
        *list_offer_messages(outcome.writes, facts),
        *list_comments_sent(outcome.writes, facts),
        *list_certificate_messages(outcome.writes, facts),
    )
    to_admins = (*outcome.to_admins, *list_messages_to_admins(outcome.writes, facts))
    to_lines = tuple(list_messages_to_former(outcome.writes, facts))
    return replace(outcome, to_admins=to_admins, to_people=told, to_lines=to_lines)


def _outcome(state: State, event: Event, facts: Facts) -> Outcome:
    if event.kind == "follow" and event.line_user is not None:
        return _followed(state, event, facts)
    if event.kind in NOTICES and event.line_user is not None:
        return NOTICES[event.kind](state, event, facts)
    if event.kind == "edit" and event.line_user is not None:
        return follow_edit(state, event, facts)
    if event.kind == "other" and event.message_id is None:
        return Outcome(state)
    if event.message_id and facts.withdrawn(event.message_id):
        return Outcome(state)
    swept = tell_swept(state, event, facts)
    if swept is not None:
        return _preceded(swept, _outcome(swept.state, event, facts))
    put_away = _put_away(state, event, facts)
    if put_away is not None:
        if event.kind == "text" and put_away.messages and parse_command(event) is None:
            ended = back_to_menu(put_away.state, facts, put_away.messages, put_away.writes)
            return Outcome(ended.state, ended.messages, ended.writes)
        return _preceded(put_away, _outcome(put_away.state, event, facts))
    turn = _answer(state, event, facts)
    outcome = _mark_reachable(_go_on(turn, event, facts), event, facts)
    return tell_sign_ins(add_daily_nudge(outcome, event, facts), event, facts)


def _mark_reachable(outcome: Outcome, event: Event, facts: Facts) -> Outcome:
    """Whoever writes can be reached, even where the event that said so never came."""
    if facts.person is None or facts.person.reachable or event.line_user is None:
        return outcome
    return replace(outcome, writes=(SetReachable(event.line_user, True, event.at), *outcome.writes))


def _answer(state: State, event: Event, facts: Facts) -> Turn:
    """The turn of whoever writes: a stranger is enrolled first."""
    if facts.person is None:
        return take_stranger(state, event, facts)
    if state.flow is None:
        state = open_menu(state)
    if (asked := take_browser_code(state, event, facts)) is not None:
        return asked
    listed = None if was_unseen(state, event) else find_newest_list(state, event, facts)
    if listed is not None:
        return _by_number(listed, state, event, facts)
    command = _command(state, event, facts)
    if command is not None and command[0] in COMMANDS:
        late, unseen = is_late(state, event), command[0] == "back" and _is_unseen(state, event)
        if command[0] in ("cancel", "back") and (late or unseen):
            return ask_again(find_flow(state, facts), state, facts, _late(event))
        return COMMANDS[command[0]](state, event, facts, command[1])
    if event.media is not None:
        return take_media(state, event, facts)
    return _take_answer(state, event, facts)


def _command(state: State, event: Event, facts: Facts) -> tuple[str, str] | None:
    """The command that was tapped or typed, where the present question means nothing else by it."""
    if event.kind != "text":
        return parse_command(event)
    flow = find_flow(state, facts)
    step, choices = flow.steps(state)[state.step or flow.first], list_choices(flow, state, facts)
    chosen = None if was_unseen(state, event) else find_typed_choice(event.text, choices, facts)
    if chosen:
        return parse_command(replace(event, kind="tap", data=chosen.data))
    if step.name == "task" and parse_command(event) is None and find_named_task(event.text, list_tasks(state, facts)):
        return None
    return find_typed_command(step.name, step.text, event, choices)


def _by_number(listed: Mapping[str, str], state: State, event: Event, facts: Facts) -> Turn:
    """What the typed number stands for in the newest message, by name; the present question where for nothing."""
    tap = find_tap(event, listed)
    if tap is None:
        told = lead(NOT_LISTED, number=parse_number(event))
        return ask_again(find_flow(state, facts), state, facts, told)
    return name_opened(_answer(state, tap, facts), event, tap.data, facts)


def _take_answer(state: State, event: Event, facts: Facts) -> Turn:
    """The turn that an answer to the present question makes."""
    flow = find_flow(state, facts)
    joined = join_line(flow, state, event, facts, is_late(state, event)) if flow.takes_lines else None
    if joined is not None:
        return joined
    if _is_unseen(state, event):
        return advance(flow, state, event, facts, _late(event))
    if event.kind == "text" and is_after_pause(state, event) and (told := flow.resume(state, facts)):
        return ask_again(flow, replace(state, moved_at=event.at), facts, told)
    if event.kind == "text" and UNSENT in state.notes:
        told = say(N_("The message you took back was removed. Please answer this question again."))
        return ask_again(flow, forget_notes(state, UNSENT), facts, told)
    return advance(flow, state, event, facts)


def _late(event: Event) -> Say:
    if event.kind == "tap":
        return lead(STALE)
    return lead(LATE, text=trim(" ".join(event.text.split()), 80))


def _is_unseen(state: State, event: Event) -> bool:
    """True where typed words cannot be meant for the present question; a link at the evidence is evidence anyway."""
    if event.kind != "text" or not was_unseen(state, event):
        return False
    return is_late(state, event) or state.step != "evidence" or not find_links(event.text)


def _go_on(turn: Turn, event: Event, facts: Facts) -> Outcome:
    """The turn as an outcome: what follows a finished flow is begun, and the expiry is set anew."""
    while turn.finished is not None:
        begin_next = turn.finished.then or _open_menu
        after = begin_next(turn.state, event, facts)
        turn = replace(after, messages=(*turn.messages, *after.messages), writes=(*turn.writes, *after.writes))
    return Outcome(replace(turn.state, expires_at=event.at + KEPT_FOR), turn.messages, turn.writes)


def _open_menu(state: State, _event: Event, facts: Facts) -> Turn:
    return back_to_menu(state, facts)


def _put_away(state: State, event: Event, facts: Facts) -> Outcome | None:
    """What is said where a conversation cannot go on: it waited too long, or what it was about or asked is no more."""
    flow = find_flow(state, facts)
    if state.flow is None or facts.person is None or flow.stop is None:
        return None
    gone, in_time = flow.gone(state, facts), state.expires_at is None or event.at < state.expires_at
    if gone is None and in_time and state.step in flow.steps(state):
        return None
    told = gone or flow.expire(state, facts)
    dropped = (drop_files(state),) if list_files(state) else ()
    return Outcome(close_flow(state), (told,) if told else (), dropped)


def _preceded(first: Outcome, then: Outcome) -> Outcome:
    return Outcome(then.state, first.messages + then.messages, first.writes + then.writes)


def _followed(state: State, event: Event, facts: Facts) -> Outcome:
    """Added or unblocked: reachable again, greeted, and told what is open."""
    assert event.line_user  # noqa: S101
    reachable = SetReachable(event.line_user, True, event.at)
    put_away = _put_away(state, event, facts)
    if put_away is not None:
        return _preceded(put_away, _followed(put_away.state, event, facts))
    turn = take_stranger(state, event, facts) if facts.person is None else _greeting(state, facts)
    greeted = add_daily_nudge(
        _go_on(replace(turn, state=replace(turn.state, nudged_on=None)), event, facts), event, facts
    )
    return replace(greeted, writes=(reachable, *greeted.writes))


def _greeting(state: State, facts: Facts) -> Turn:
    if state.flow is None:
        state = open_menu(state)
    return ask_again(find_flow(state, facts), state, facts, build_help(facts))

"""The end of a report: what was answered becomes one reply, and what is still asked for is said."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from domain.columns import OWN, WHY
from domain.conversation import State
from domain.events import Event
from domain.messages import N_, say
from domain.task import REPLY_TEXTS, Status, Task
from domain.writes import SaveUpdate
from handlers.answers import format_answer
from handlers.earlier import adds_to_earlier
from handlers.evidence import count_missing_photos, list_files_with_earlier, list_sent_messages
from handlers.facts import Facts
from handlers.flow import Finish, get_answer
from handlers.joining import list_lines
from handlers.layouts import layout_of
from handlers.left import format_what_is_left, offer_next_task
from handlers.mending import MENDS, RESENDS
from handlers.own_answers import collect_own
from handlers.periods import find_period, format_period, is_of_whole
from handlers.tasks import find_chosen_task
from handlers.to_check import waits_for_check
from thai.clusters import trim


def finish_report(names: Sequence[str], state: State, event: Event, facts: Facts) -> Finish:
    """The update as answered; a task whose round was closed meanwhile is said, not lost silently."""
    task = find_chosen_task(state, facts)
    if task is None or facts.person is None:
        return Finish((say(N_("This task takes no more answers: its round has been closed.")),))
    update, measure = _build_reply(names, state, event, facts, task), trim(task.measure, 300)
    saved = say(N_("Saved: {measure} – {status}"), measure=measure, status=format_answer("status", state, facts)[0])
    if update.period:
        period = format_period(update.period, task)
        saved = say(N_("{saved}\nReport for: {period}"), saved=saved, period=period)
    if check := waits_for_check(task, facts):
        saved = say("{saved}\n{check}", saved=saved, check=check)
    if missing := count_missing_photos(state):
        to_come = say(N_("{count} photos that have not come yet will be added to it."), count=missing)
        saved = say("{saved}\n{to_come}", saved=saved, to_come=to_come)
    saved = say(N_("{saved}\nTo mend it within ten minutes, type “แก้ไข”."), saved=saved)
    told = say("{saved}\n{more}", saved=saved, more=format_what_is_left(update, task, facts))
    return Finish((told, *offer_next_task(task, facts)), (update,))


def _build_reply(names: Sequence[str], state: State, event: Event, facts: Facts, task: Task) -> SaveUpdate:
    assert facts.person is not None  # noqa: S101
    texts: dict[str, Any] = {name: str(get_answer(state, name)) for name in REPLY_TEXTS if name in names}
    days = [
        (int(n[5:]), date.fromisoformat(get_answer(state, n)))
        for n in names
        if n[:5] == "date_" and get_answer(state, n)
    ]
    files = list_files_with_earlier(state, facts)
    typed = [n for n in names if n in texts or n.startswith(("date_", OWN, WHY))]
    sources = {str(line["message"]): n for n in typed for line in list_lines(state.answers[n]) if line["message"]}
    return SaveUpdate(
        event_id=event.id,
        task_id=task.id,
        person_id=facts.person.id,
        at=event.at,
        status=Status(get_answer(state, "status")),
        dates=tuple(days),
        message_ids=list_sent_messages(state),
        links=tuple(file["link"] for file in files if file["kind"] == "link" and "earlier" not in file),
        earlier=tuple(file["earlier"] for file in files if "earlier" in file),
        sources=sources,
        link_sources={file["link"]: file["message"] for file in files if file["kind"] == "link" and file["message"]},
        adds=adds_to_earlier(state, task.id, find_period(state, task, facts), facts),
        begun_at=datetime.fromisoformat(state.notes["begun"]) if "begun" in state.notes else None,
        period=find_period(state, task, facts),
        repeats=state.notes.get(MENDS) or state.notes.get(RESENDS),
        of_whole=is_of_whole(state, task),
        on_behalf_of=principal.id if (principal := facts.on_behalf_of(task)) else None,
        follows=newest.id if (newest := facts.newest_update(task.id)) else 0,
        own=collect_own(names, state, layout_of(task, facts)),
        **texts,
    )

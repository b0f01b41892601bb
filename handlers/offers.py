"""An officer hands a task to a colleague of the division: the colleague accepts or declines, and both are told."""

from collections.abc import Iterator, Sequence
from typing import Any

from domain.agency import Person
from domain.conversation import State
from domain.events import Event
from domain.messages import N_, Choice, Choices, Message, Say, say
from domain.offers import TaskOffer, find_colleagues
from domain.task import Task
from domain.writes import AnswerOffer, OfferTask, Write
from handlers.facts import Facts
from handlers.flow import DONE, BadAnswer, Finish, Flow, Step, get_answer, stop_saying
from handlers.names import find_named
from thai.clusters import trim

HANDED = "handed"  # noted: the id of the task that is being handed on
NOBODY = "nobody"
MOST_NAMES = 9

NOT_YOURS = N_("That task is not yours to hand on now. Its round may be closed, or it is somebody else's.")
_WHO = N_(
    "“{measure}”\nWho is to report on it in your place? The colleague is asked first; until then it stays yours. "
    "What was reported before is kept."
)
_WAITS = N_("{question}\n{name} is asked already and has not answered.")
_NOT_A_COLLEAGUE = N_("Please choose a colleague by number, or type the name as it is listed.")
_OFFERED = N_("{name} is asked to report on “{measure}”. Until that one accepts, it stays yours.")
_WITHDRAWN = N_("Nobody is asked any more. “{measure}” stays yours.")
_STOPPED = N_("Stopped. Nothing was changed.")
_ASKED = N_(
    "{name} asks you to report on this in their place:\n“{measure}”\nDue {due}. "
    "If you accept, it is among your tasks, and theirs no more."
)
_HAS_ACCEPTED = N_("{name} has taken over “{measure}”. It is not among your tasks any more.")
_HAS_DECLINED = N_("{name} cannot take over “{measure}”, so it stays yours. To ask somebody else, type “มอบงาน”.")
_NOT_ASKED_ANY_MORE = N_("{name} does not ask you to take over “{measure}” any more. There is nothing to be done.")
_WAITING = N_("{name} has not answered yet whether they take over “{measure}”. Until then it is yours.")


def offer_flow(_facts: Facts) -> Flow:
    """Which colleague is asked to take over the task."""
    step = Step("colleague", _ask_colleague, _read_colleague, DONE)
    return Flow(
        "offer",
        lambda _state: {"colleague": step},
        "colleague",
        _finish_offer,
        stop=stop_saying(_STOPPED),
        gone=lambda state, facts: None if _find_handed(state, facts) else say(NOT_YOURS),
    )


def list_own_tasks(facts: Facts) -> tuple[Task, ...]:
    """The person's own open tasks: not those of somebody who is away."""
    who = facts.person
    return tuple(task for task in facts.open_tasks() if who is not None and who.id in task.assignee_ids)


def _find_handed(state: State, facts: Facts) -> Task | None:
    return next((one for one in list_own_tasks(facts) if one.id == state.notes.get(HANDED)), None)


def find_colleagues_for(task: Task, facts: Facts) -> list[Person]:
    if facts.person is None:
        return []
    return find_colleagues(facts.person, task.unit_id, facts.units(), facts.everybody())


def _ask_colleague(state: State, facts: Facts) -> Message:
    task = _find_handed(state, facts)
    assert task is not None  # noqa: S101
    asked = next((one for one in facts.offers_from_me() if one.task_id == task.id), None)
    text = say(_WHO, measure=trim(task.measure, 300))
    people = find_colleagues_for(task, facts)[:MOST_NAMES]
    named = tuple(Choice(say("{name}", name=one.name), str(one.id)) for one in people)
    if asked is None:
        return Choices(text, named)
    text = say(_WAITS, question=text, name=facts.name_of(asked.to_id))
    return Choices(text, (*named, Choice(say(N_("Ask nobody any more")), NOBODY)))


def _read_colleague(event: Event, state: State, facts: Facts) -> Any:
    task = _find_handed(state, facts)
    people = find_colleagues_for(task, facts) if task else []
    if event.kind == "tap" and event.data in (NOBODY, *(str(one.id) for one in people)):
        return event.data
    if event.kind == "text" and (named := find_named(people, event.text)):
        return str(named.id)
    raise BadAnswer(say(_NOT_A_COLLEAGUE))


def _finish_offer(state: State, event: Event, facts: Facts) -> Finish:
    task, chosen = _find_handed(state, facts), get_answer(state, "colleague")
    if task is None or facts.person is None:
        return Finish((say(NOT_YOURS),))
    measure, to = trim(task.measure, 200), None if chosen == NOBODY else int(str(chosen))
    told = say(_OFFERED, name=facts.name_of(to), measure=measure) if to else say(_WITHDRAWN, measure=measure)
    return Finish((told,), (OfferTask(task.id, facts.person.id, to, event.at),))


def build_requests(offers: Sequence[TaskOffer], facts: Facts) -> Iterator[Message]:
    for one in offers:
        if task := facts.any_task(one.task_id):
            yield _build_request(task, one.from_id, facts.name_of(one.from_id))


def _build_request(task: Task, from_id: int, name: str) -> Choices:
    """What a colleague is asked; its choices are typed by their words, so that no number is taken for another's."""
    mark = f"{task.id}:{from_id}"
    choices = (
        Choice(say(N_("Take it over")), f":offered:yes:{mark}", side=True),
        Choice(say(N_("Do not take it over")), f":offered:no:{mark}", side=True),
    )
    return Choices(say(_ASKED, name=name, measure=trim(task.measure, 300), due=task.due), choices)


def list_waiting_offers(facts: Facts) -> Iterator[Message]:
    """What waits for the person's word, and whose word the person waits for."""
    yield from build_requests(facts.offers_to_me()[:1], facts)
    for one in facts.offers_from_me()[:1]:
        if task := facts.any_task(one.task_id):
            yield say(_WAITING, name=facts.name_of(one.to_id), measure=trim(task.measure, 200))


def list_offer_messages(writes: Sequence[Write], facts: Facts) -> Iterator[tuple[int, Message]]:
    """Whom else an offer or the word on one concerns, and what they are told."""
    who = facts.person
    for write in writes:
        if isinstance(write, OfferTask) and who is not None and (task := facts.any_task(write.task_id)):
            before = [one.to_id for one in facts.offers_from_me() if one.task_id == task.id]
            for former in before:
                if former != write.to_id:
                    yield former, say(_NOT_ASKED_ANY_MORE, name=who.name, measure=trim(task.measure, 200))
            if write.to_id is not None and write.to_id not in before:
                yield write.to_id, _build_request(task, who.id, who.name)
        elif isinstance(write, AnswerOffer) and who is not None:
            offer = next((one for one in facts.offers_to_me() if one.id == write.offer_id), None)
            if offer and (task := facts.any_task(offer.task_id)):
                said: Say = say(
                    _HAS_ACCEPTED if write.accepts else _HAS_DECLINED, name=who.name, measure=trim(task.measure, 200)
                )
                yield offer.from_id, said

"""The replies of a document taken in as a round's, by the writes that replies in a chat make too."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from domain.audit import Act
from domain.columns import EVIDENCE
from domain.expectation import months_of_period
from domain.plan import Plan
from domain.task import Status, Task
from domain.writes import CloseRound, OpenRound, SaveUpdate
from intake.past_replies import PastReply, past_reply
from store.apply import apply
from store.books import Books
from store.keys import Keys
from store.plans import plan_on_file
from store.rounds import find_round
from store.tasks import load_tasks
from store.updates import newest_updates
from thai.fiscal import RoundKind, round_days


@dataclass(frozen=True, slots=True)
class Taken:
    """How many replies were taken in, how many of them name no status, and how many tasks were answered before."""

    replies: int
    unsaid: int
    left: int


def holds_replies(plan: Plan) -> bool:
    """Whether the document tells what became of any measure."""
    return any(past_reply(measure) for measure in plan.measures)


def take_replies(
    books: Books, keys: Keys, plan: Plan, kind: RoundKind, person_id: int, by: Act, number: int = 1
) -> Taken:
    """Save the replies of the plan just imported as the round's; what was answered in the chat is left alone.

    `plan.year` must be known, and `number` says which of the year's plans it is.
    A round that was never opened is opened for them and closed again: nobody is reminded. `by` is who takes them in.
    """
    year, at = plan.year or 0, by.at
    is_new = find_round(books, year, kind, number) is None
    if is_new:
        apply(books, (OpenRound(year, kind, round_days(year, kind)[1], at, plan=number),), keys, by)
    found, left = _find_replies(books, plan, year, kind, number)
    updates = [_build_update(reply, task, person_id, at) for task, reply in found]
    apply(books, (*updates, *((CloseRound(year, kind, at, number),) if is_new else ())), keys, by)
    return Taken(len(updates), sum(reply.status is Status.NOT_STATED for _, reply in found), left)


def _find_replies(
    books: Books, plan: Plan, year: int, kind: RoundKind, number: int
) -> tuple[Sequence[tuple[Task, PastReply]], int]:
    """The reply of each task that has none yet, and how many tasks have one."""
    round_, on_file = find_round(books, year, kind, number), plan_on_file(books, year, number)
    if round_ is None or on_file is None:
        raise ValueError(f"no plan or round {kind} {year}")
    keys = {column.key for column in plan.columns if column.is_own and column.filled_by == "reply"} | {EVIDENCE}
    replies = {kept.id: past_reply(told, keys) for kept, told in zip(on_file.measures, plan.measures, strict=True)}
    answered = newest_updates(books, round_.id)
    told = [(task, reply) for task in load_tasks(books, round_.id) if (reply := replies.get(task.measure_id))]
    left = sum(task.id in answered for task, _ in told)
    return [(task, reply) for task, reply in told if task.id not in answered], left


def _build_update(reply: PastReply, task: Task, person_id: int, at: datetime) -> SaveUpdate:
    """The document's reply: of the round as a whole; what is followed up by month is never done for good by it."""
    mark = sha256(repr(reply).encode()).hexdigest()[:16]
    return SaveUpdate(
        event_id=f"document:{task.id}:{mark}",
        task_id=task.id,
        person_id=person_id,
        at=at,
        status=reply.status,
        result=reply.result,
        dates=reply.dates,
        outcome=reply.outcome,
        suggestion=reply.suggestion,
        remark=reply.remark,
        reason=reply.reason,
        own=reply.own,
        of_whole=not months_of_period(task.cadence),
    )

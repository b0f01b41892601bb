"""The replies of a document taken in as a round's, by the writes that replies in a chat make too."""

from hashlib import sha256

from bot.commands.books import within, write
from bot.problem import Problem
from bot.shell import Shell
from domain.agency import Person
from domain.plan import Plan
from domain.writes import CloseRound, OpenRound, SaveUpdate
from intake.past_replies import PastReply, past_reply
from store.books import Books
from store.plans import plan_on_file
from store.rounds import round_of
from store.tasks import tasks
from thai.fiscal import RoundKind, round_days


def take_replies(shell: Shell, slug: str, plan: Plan, year: int, kind: RoundKind, who: Person) -> str:
    """What became of the replies, as a sentence; one that was answered in the chat already is left alone."""
    before = within(shell, slug, lambda books: round_of(books, year, kind))
    now = shell.clock.now()
    if before is None:
        write(shell, slug, OpenRound(year, kind, round_days(year, kind)[1], now))
    updates, left = within(shell, slug, lambda books: _updates(books, plan, year, kind, who, shell))
    closing = (CloseRound(year, kind, now),) if before is None else ()
    write(shell, slug, *(update for update, _ in updates), *closing)
    unsaid = sum(not said for _, said in updates)
    return (
        f"{len(updates)} replies of {kind} {year} taken in by {who.name}"
        + (f", {unsaid} of them as in progress, for the file says no status" if unsaid else "")
        + (f"; {left} tasks were answered already and left alone" if left else "")
    )


def _updates(
    books: Books, plan: Plan, year: int, kind: RoundKind, who: Person, shell: Shell
) -> tuple[list[tuple[SaveUpdate, bool]], int]:
    round_, on_file = round_of(books, year, kind), plan_on_file(books, year)
    if round_ is None or on_file is None:
        raise Problem(f"the round {kind} {year} could not be opened")
    replies = {kept.id: past_reply(told) for kept, told in zip(on_file.measures, plan.measures, strict=True)}
    found: list[tuple[SaveUpdate, bool]] = []
    left = 0
    for task in tasks(books, round_.id):
        reply = replies.get(task.measure_id)
        if reply is None:
            continue
        if task.last_update is not None:
            left += 1
        else:
            found.append((_update(reply, task.id, who, shell), reply.said))
    return found, left


def _update(reply: PastReply, task_id: int, who: Person, shell: Shell) -> SaveUpdate:
    mark = sha256(repr(reply).encode()).hexdigest()[:16]
    return SaveUpdate(
        event_id=f"document:{task_id}:{mark}",
        task_id=task_id,
        person_id=who.id,
        at=shell.clock.now(),
        status=reply.status,
        result=reply.result,
        dates=reply.dates,
        outcome=reply.outcome,
        suggestion=reply.suggestion,
        remark=reply.remark,
        reason=reply.reason,
    )

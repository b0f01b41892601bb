"""What was reported on a task before: shown, and added to or replaced as its officer says."""

from collections.abc import Callable
from datetime import date
from typing import Any, Final

from domain.conversation import State
from domain.events import Event
from domain.messages import N_, Choice, Choices, Message, Say, say
from domain.own_lines import list_own_lines
from domain.reply_chain import printed_together
from domain.status_words import STATUS_WORDS, say_status
from domain.task import Task, Update
from handlers.authors import format_author
from handlers.facts import Facts
from handlers.flow import get_answer, read_choice
from handlers.layouts import layout_of_reply
from thai.clusters import trim
from thai.dates import day_in_bangkok

ADD, REPLACE = "add", "replace"
_LONGEST = 1500
_ASKED = N_(
    "This was reported before:\n{told}\n\nShall what you report now be added to it, or take its place? "
    "Photos, files and links stay in either case until you take them out."
)


def earlier_replies(task_id: int, facts: Facts) -> tuple[Update, ...]:
    """The replies that a new one would go on with, oldest first; none that was sent back or taken back."""
    if facts.newest_update(task_id) is None:
        return ()
    return printed_together([update for update in facts.updates_of(task_id) if update.stands])


EARLIER: Final = "earlier_"  # what the step's name begins with


def find_earlier_step(task_id: int, period: date | None, facts: Facts) -> str | None:
    """The step that asks what becomes of what was told before; None where a new report for the period loses nothing.

    It is named by the newest of the replies that it shows: another month, or a colleague's reply that came meanwhile,
    makes another question, which the answer to this one does not answer.
    """
    told = _told_for(task_id, period, facts)
    return f"{EARLIER}{told[-1].id}" if told else None


def _told_for(task_id: int, period: date | None, facts: Facts) -> list[Update]:
    """The replies with text that a report for the period may take the place of: other months stay as they are."""
    told = [update for update in earlier_replies(task_id, facts) if _told_lines(update, facts)]
    return [update for update in told if None in (period, update.period) or update.period == period]


_RETURNED = N_(
    "{name} sent the report of {day} back: “{words}”\nWhat you reported stands here. Please change only what is to be "
    "mended; photos and files stay."
)
_EARLIER = N_("{name} reported on this task on {day}: {status}.")


def newest_words(task: Task, facts: Facts) -> Say | None:
    """What was reported last, or who sent it back and why; None where nothing was."""
    update = facts.newest_update(task.id)
    if update is None:
        return None
    day = day_in_bangkok(update.at)
    if not task.returned:
        status = say_status(STATUS_WORDS[update.status], task.plan)
        return say(_EARLIER, name=format_author(update, facts), day=day, status=status)
    who = facts.name_of(update.check.reviewer_id or 0) if update.check else "-"
    words = update.check.words if update.check else ""
    return say(_RETURNED, name=who, day=day, words=words or "-")


def ask_earlier(period: date | None) -> Callable[[State, Facts], Message]:
    """Shows what was told before of the period, and asks whether the new text is added to it."""

    def ask_what_becomes(state: State, facts: Facts) -> Message:
        told = _told_for(get_answer(state, "task"), period, facts)
        lines = "\n".join(line for update in told for line in (_head(update, facts), *_told_lines(update, facts)))
        choices = (Choice(say(N_("Add to it")), ADD), Choice(say(N_("Replace it")), REPLACE))
        return Choices(say(_ASKED, told=trim(lines, _LONGEST)), choices)

    return ask_what_becomes


def _head(update: Update, facts: Facts) -> str:
    return f"{day_in_bangkok(update.at):%d/%m/}{update.at.year + 543} {facts.name_of(update.person_id)}"


def _told_lines(update: Update, facts: Facts) -> tuple[str, ...]:
    """What the reply says in words, then in the agency's own columns."""
    own = list_own_lines(layout_of_reply(update, facts), update.own)
    return (*_texts(update), *(f"- {label}: {', '.join(told)}" for label, told in own))


def _texts(update: Update) -> tuple[str, ...]:
    return tuple(f"- {line.strip()}" for text in update.texts.values() for line in text.splitlines() if line.strip())


def read_earlier(event: Event, _state: State, _facts: Facts) -> Any:
    """Whether it is added or takes their place."""
    return read_choice(event, (ADD, REPLACE))


def earlier_words(answer: str) -> Say:
    """What becomes of the text before, for the summary."""
    return say(N_("stays; this is added")) if answer == ADD else say(N_("is replaced by this"))


def adds_to_earlier(state: State, task_id: int, period: date | None, facts: Facts) -> bool | None:
    """What the reply says of those before it; None where there are none.

    One that was not asked, as nothing has begun or the measure is given up, takes nothing away.
    """
    step = find_earlier_step(task_id, period, facts)
    if step is not None and (answer := get_answer(state, step)) is not None:
        return bool(answer == ADD)
    return True if earlier_replies(task_id, facts) else None

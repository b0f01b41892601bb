"""The replies of a document taken in as a round's, and what the command line says of it."""

from dataclasses import replace

from bot.commands.books import within
from bot.shell import Shell
from domain.agency import Person
from domain.plan import Plan
from intake.reply_writes import take_replies as take
from thai.fiscal import RoundKind


def take_replies(shell: Shell, slug: str, plan: Plan, year: int, kind: RoundKind, who: Person) -> str:
    """What became of the replies, as a sentence; one that was answered in the chat already is left alone."""
    now, of_year = shell.clock.now(), replace(plan, year=year)
    done = within(shell, slug, lambda books: take(books, shell.keys, of_year, kind, who.id, now), writes=True)
    return (
        f"{done.replies} replies of {kind} {year} taken in by {who.name}"
        + (f", {done.unsaid} of them as in progress, for the file says no status" if done.unsaid else "")
        + (f"; {done.left} tasks were answered already and left alone" if done.left else "")
    )

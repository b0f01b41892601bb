"""The link to the one page on which a person reports on everything at once."""

from datetime import timedelta

from domain.asked import asked_tasks
from domain.events import Event
from domain.messages import N_, SignInLink, say
from domain.writes import OfferSignIn
from handlers.facts import Facts

FEW_TASKS = 2  # so many are answered in the chat as fast
PAGE_FOR = timedelta(days=1)

_OFFERED = N_(
    "{count} tasks of {agency} wait for a report. You can also report on all of them on one page, on a computer too. "
    "The link works once, for one day. Please do not pass it on."
)


def offer_page(event: Event, facts: Facts, few: int = 0) -> tuple[SignInLink, OfferSignIn] | None:
    """The link to the page and the write behind it; None where no more tasks than `few` ask for a report."""
    count = len(asked_tasks(facts.open_tasks(), facts.today))
    if facts.person is None or count <= few:
        return None
    link = SignInLink(
        say(_OFFERED, count=count, agency=facts.agency.name),
        say(N_("Report on one page")),
        facts.person.id,
        event.id,
        "replies",
    )
    return link, OfferSignIn(facts.person.id, event.id, event.at, event.at + PAGE_FOR, "replies")

"""Who gave a reply, as it is told."""

from domain.messages import N_, Say, say
from domain.task import Update
from handlers.facts import Facts


def format_author(update: Update, facts: Facts) -> Say:
    """Who gave the reply, and for whom where they stood in."""
    who = facts.name_of(update.person_id)
    if update.on_behalf_of is None:
        return say("{name}", name=who)
    return say(N_("{name} (for {principal})"), name=who, principal=facts.name_of(update.on_behalf_of))

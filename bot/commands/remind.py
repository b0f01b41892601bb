"""`tidtam remind`"""

from datetime import date

import click

from bot.commands.books import DayParameter, json_option, opened_shell, print_json, within
from bot.shell import Shell
from reminders.forecast import Quota, forecast
from thai.dates import day_in_bangkok


@click.command()
@click.argument("slug")
@click.option("--on", "day", required=True, type=DayParameter(), help="The day, like 2027-03-01.")
@json_option
def remind(slug: str, day: date, as_json: bool) -> None:
    """Show who would be told what that day, and what it costs; sends nothing."""
    with opened_shell() as shell:
        limit, used = _quota(shell, slug)
        told = within(shell, slug, lambda books: forecast(books, day, limit, used, day_in_bangkok(shell.clock.now())))
    if as_json:
        print_json(told)
        return
    for delivery in told["deliveries"]:
        count = len(delivery["tasks"])
        click.echo(f"{delivery['person']}  {delivery['via']:5}  {count} tasks  {delivery['reason']}")
    click.echo(f"cost {told['cost']} {_quota_words(told['quota'])}")


def _quota_words(quota: Quota) -> str:
    """The pushes of the day's own month, as far as LINE tells them."""
    if quota["used"] is None:
        return "of an unknown quota"
    limit = "no limit" if quota["limit"] is None else quota["limit"]
    return f"of {limit}, {quota['used']} used in that month"


def _quota(shell: Shell, slug: str) -> tuple[int | None, int | None]:
    """The month's limit and use as LINE tells them; unknown where there is no channel or no answer."""
    known = shell.channel_of_slug(slug)
    quota = None if known is None else shell.quota_of(known.agency_id)
    return (None, None) if quota is None else (quota.limit, quota.used)


COMMANDS = (remind,)

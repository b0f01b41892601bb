"""`tidtam channel …`: an agency's LINE channel."""

import os

import click

from bot.commands.books import json_option, opened_shell, print_json, within
from bot.line import Credentials
from bot.problem import Problem
from bot.shell import Shell
from domain.sending import Quota, SendError
from reminders.outlook import outlook_of
from store.channels import Channel, set_bot, set_channel
from store.channels import load_channel as stored_channel
from thai.dates import day_in_bangkok


@click.group()
def channel() -> None:
    """An agency's LINE channel."""


@channel.command("set")
@click.argument("slug")
def set_(slug: str) -> None:
    """Store LINE_CHANNEL_ID, LINE_CHANNEL_SECRET (and LINE_CHANNEL_ACCESS_TOKEN) encrypted."""
    channel_id, secret = os.environ.get("LINE_CHANNEL_ID"), os.environ.get("LINE_CHANNEL_SECRET")
    if not channel_id or not secret:
        raise Problem("set LINE_CHANNEL_ID and LINE_CHANNEL_SECRET in the environment (LINE Developers console)")
    new = Channel(channel_id, secret, os.environ.get("LINE_CHANNEL_ACCESS_TOKEN") or None)
    with opened_shell() as shell:
        within(shell, slug, lambda books: set_channel(books, new, shell.keys), writes=True)
        click.echo(f"channel {channel_id} set; check it with `tidtam channel check {slug}`")


@channel.command("check")
@click.argument("slug")
@json_option
def check(slug: str, as_json: bool) -> None:
    """Ask LINE: token, bot, webhook address, quota; says what is wrong and how to mend it."""
    with opened_shell() as shell:
        told = check_channel(shell, slug)
    if as_json:
        print_json(told)
    else:
        for line in told["good"]:
            click.echo(f"ok    {line}")
        for line in told["wrong"]:
            click.echo(f"wrong {line}")
    if told["wrong"]:
        raise Problem(told["wrong"][0])


def check_channel(shell: Shell, slug: str) -> dict[str, list[str]]:
    """What is right and what is wrong with the agency's channel; remembers the bot's ids."""
    found = within(shell, slug, lambda books: stored_channel(books, shell.keys))
    if found is None:
        return {"good": [], "wrong": [f"no channel is set: run `tidtam channel set {slug}`"]}
    credentials = Credentials(found.line_channel_id, found.secret, found.token)
    good: list[str] = []
    wrong: list[str] = []
    try:
        bot = shell.line.bot_info(credentials)
        good.append(f"token accepted; the account is {bot.get('displayName', '?')} {bot.get('basicId', '')}")
        ids = str(bot.get("userId", "")), str(bot.get("basicId", ""))
        within(shell, slug, lambda books: set_bot(books, *ids), writes=True)
        _check_webhook(shell, slug, credentials, good, wrong)
        quota = shell.line.fetch_quota(credentials)
        good.append(f"pushes this month: {quota.used} of {'unlimited' if quota.limit is None else quota.limit}")
        _check_quota(shell, slug, quota, good, wrong)
    except SendError as error:
        wrong.append(f"LINE answered {error.reason}: {_remedy(error)}")
    return {"good": good, "wrong": wrong}


def _check_webhook(shell: Shell, slug: str, credentials: Credentials, good: list[str], wrong: list[str]) -> None:
    expected = f"{shell.settings.base_url}/line/{slug}/webhook"
    set_to = shell.line.webhook(credentials)
    if set_to.get("endpoint") != expected:
        wrong.append(f"the webhook is {set_to.get('endpoint')!r}: set it to {expected} in the LINE Developers console")
    elif not set_to.get("active"):
        wrong.append("the webhook is not in use: switch `Use webhook` on in the LINE Developers console")
    else:
        good.append(f"the webhook is {expected}")


def _check_quota(shell: Shell, slug: str, quota: Quota, good: list[str], wrong: list[str]) -> None:
    """Whether the month's pushes last, by what reminding will need if nobody answers."""
    today = day_in_bangkok(shell.clock.now())
    outlook = within(shell, slug, lambda books: outlook_of(books, quota, today))
    if outlook is None:
        return
    told = f"{outlook.left} pushes left this month, {outlook.needed} needed until its end"
    if outlook.ends_on is None:
        good.append(told)
        return
    when = "none is left" if outlook.spent else f"they end on {outlook.ends_on}"
    wrong.append(
        f"{told}: {when}. Take a larger plan in LINE Official Account Manager; until then what is less "
        "urgent shows on the menu alone"
    )


def _remedy(error: SendError) -> str:
    if error.status in (400, 401, 403):
        return "check the channel id and secret in the LINE Developers console, then run `tidtam channel set` again"
    return "LINE cannot be reached just now; check the network and try again"


COMMANDS = (channel,)

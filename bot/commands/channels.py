"""`tidtam channel …`: an agency's LINE channel."""

import os

import click

from bot.channel_check import check_channel, write_in_english
from bot.commands.books import json_option, opened_shell, print_json, within
from bot.problem import Problem
from bot.shell import Shell
from domain.audit import Act
from store.channels import Channel, set_channel
from store.engine import Conflict


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
        by = Act("command", None, shell.clock.now())
        try:
            within(shell, slug, lambda books: set_channel(books, new, shell.keys, by), writes=True)
        except Conflict as error:
            raise Problem(str(error)) from error
        click.echo(f"channel {channel_id} set; check it with `tidtam channel check {slug}`")


@channel.command("check")
@click.argument("slug")
@json_option
def check(slug: str, as_json: bool) -> None:
    """Ask LINE: token, bot, webhook address, quota; says what is wrong and how to mend it."""
    with opened_shell() as shell:
        told = tell_channel(shell, slug)
    if as_json:
        print_json(told)
    else:
        for line in told["good"]:
            click.echo(f"ok    {line}")
        for line in told["wrong"]:
            click.echo(f"wrong {line}")
    if told["wrong"]:
        raise Problem(told["wrong"][0])


def tell_channel(shell: Shell, slug: str) -> dict[str, list[str]]:
    """What is right and what is wrong with the agency's channel, in English; remembers the bot's ids."""
    found = check_channel(shell, within(shell, slug, lambda books: books.agency_id))
    return {"good": [*map(write_in_english, found.good)], "wrong": [*map(write_in_english, found.wrong)]}


COMMANDS = (channel,)

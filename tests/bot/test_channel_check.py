"""An agency's channel as the stand-in for LINE sees it: what is wrong is found, and the address can be set."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.channel_check import StoredChannels, write_in_english
from bot.line import Line
from bot.settings import LINE_API
from bot.shell import Shell
from domain.sending import ChannelCheck
from simulator import serving
from simulator.app import Server
from store.books import Books
from store.channels import Channel, load_channel, set_channel
from tests.agency import KEYS
from tests.bot.edge import Edge

HERE = "http://127.0.0.1:8000/line/demo/webhook"


@pytest.fixture
def server() -> Iterator[Server]:
    with serving(seed=1) as server:
        yield server


@pytest.fixture
def shell(quick_edge: Edge, server: Server) -> Shell:
    """The edge's agency with the simulator as its LINE."""
    settings = replace(quick_edge.shell.settings, line_api=server.url, base_url="http://127.0.0.1:8000")
    return replace(quick_edge.shell, settings=settings, line=Line(server.url, server.url))


def keep(edge: Edge, secret: str, token: str | None = None) -> None:
    new = Channel("1234567890", secret, token)
    edge.database.run(lambda conn: set_channel(Books(conn, edge.agency_id), new, KEYS))


def told(found: ChannelCheck) -> tuple[list[str], list[str]]:
    return [*map(write_in_english, found.good)], [*map(write_in_english, found.wrong)]


def test_the_address_is_found_to_be_elsewhere_then_set_then_in_order(
    quick_edge: Edge, shell: Shell, server: Server
) -> None:
    keep(quick_edge, "simulator-secret")
    channels = StoredChannels(shell)
    found = channels.check(1)
    assert found.elsewhere and f"set it to {HERE}" in told(found)[1][0]
    channels.point_webhook_here(1)
    assert server.world.find_channel().webhook.endpoint == HERE
    good, wrong = told(channels.check(1))
    assert f"the webhook is {HERE}" in good and wrong == []
    server.world.find_channel().webhook.active = False
    assert "switch `Use webhook` on" in told(channels.check(1))[1][0]
    kept = quick_edge.read(lambda books: load_channel(books, KEYS))
    assert kept is not None and kept.basic_id and kept.bot_user_id


@pytest.mark.parametrize("with_token", [False, True])
def test_a_wrong_secret_is_found_though_a_token_is_good(
    quick_edge: Edge, shell: Shell, server: Server, with_token: bool
) -> None:
    keep(quick_edge, "simulator-secret")
    assert StoredChannels(shell).check(1).good, "so that a token is at hand"
    keep(quick_edge, "mistyped", server.world.find_channel().token if with_token else None)
    good, wrong = told(StoredChannels(shell).check(1))
    assert good == [] and "check the channel id and secret" in wrong[0]


def test_what_was_stored_before_is_not_used_after_a_check(quick_edge: Edge, shell: Shell) -> None:
    keep(quick_edge, "mistyped")
    assert shell.credentials_of(1) and shell.channel_of_slug("demo")
    keep(quick_edge, "simulator-secret")
    StoredChannels(shell).check(1)
    for known in (shell.channel_of_agency(1), shell.channel_of_slug("demo")):
        assert known and known.channel and known.channel.secret == "simulator-secret"


def test_line_itself_wants_an_https_address(quick_edge: Edge, shell: Shell) -> None:
    keep(quick_edge, "simulator-secret")
    real = replace(shell, settings=replace(shell.settings, line_api=LINE_API))
    assert any("https addresses alone" in line for line in told(StoredChannels(real).check(1))[1])

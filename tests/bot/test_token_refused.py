"""A token that LINE no longer takes is asked for anew by whichever call meets it, and nothing is lost."""

import io
from collections.abc import Callable, Iterator

import pytest
from PIL import Image

from bot.line import Credentials, Line
from simulator import Simulator, serving
from simulator.app import Server

CHANNEL = Credentials("1234567890", "simulator-secret")
MENU = {"size": {"width": 800, "height": 540}, "selected": False, "name": "m", "chatBarText": "m", "areas": []}
LATER = 901  # seconds; a stateless token lives for 900


def picture(format: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (800, 540), "white").save(out, format)
    return out.getvalue()


@pytest.fixture
def server() -> Iterator[Server]:
    with serving(seed=1) as server:
        yield server


def tells_who_it_is(line: Line, _server: Server) -> Callable[[], object]:
    return lambda: line.bot_info(CHANNEL)


def fetches_a_photo(line: Line, server: Server) -> Callable[[], object]:
    (sent,) = Simulator(server.url).person("สมชาย").sends_photo(picture("JPEG"))

    def fetch() -> bytes:
        with line.fetch_content(CHANNEL, sent) as chunks:
            return b"".join(chunks)

    return fetch


def gives_a_menu_its_picture(line: Line, server: Server) -> Callable[[], object]:
    menu = line.create_menu(CHANNEL, MENU)

    def give() -> bool:
        line.set_menu_picture(CHANNEL, menu, picture("PNG"))
        return True

    return give


@pytest.mark.parametrize("prepare", [tells_who_it_is, fetches_a_photo, gives_a_menu_its_picture])
def test_a_call_with_a_token_that_is_over_is_made_with_a_new_one(
    server: Server, prepare: Callable[[Line, Server], Callable[[], object]]
) -> None:
    line = Line(server.url, server.url)
    line.hold_token(CHANNEL)
    call = prepare(line, server)
    real = server.world.real
    server.world.real = lambda: real() + LATER
    assert call()

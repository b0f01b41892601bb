"""Webhooks: redelivery, time-outs, order."""

import socket
import threading
import time
from collections.abc import Iterator

import pytest

from simulator import Simulator
from simulator.app import Server

from .conftest import Bot, Line

TEXT = {"type": "text", "text": "สวัสดี"}


def test_an_event_that_failed_is_redelivered_with_a_fresh_minute(
    server: Server, sim: Simulator, bot: Bot, line: Line
) -> None:
    sim.settings(redelivery=True, redelivery_after=0.05, redelivery_times=2)
    bot.does = lambda event: None if event["deliveryContext"]["isRedelivery"] else 500
    somchai = sim.person("สมชาย")
    somchai.types("งาน")
    first, again = bot.waits_for(2)
    assert first["webhookEventId"] == again["webhookEventId"]
    assert first["replyToken"] == again["replyToken"]
    assert [first["deliveryContext"]["isRedelivery"], again["deliveryContext"]["isRedelivery"]] == [False, True]
    sim.wait_idle()
    assert len(bot.events) == 2
    token = server.world.reply_tokens[again["replyToken"]]
    assert token.counted_from > token.event_at
    token.counted_from, token.event_at = server.world.real(), server.world.real() - 1201
    assert line.reply(again["replyToken"], TEXT).status == 400


def test_without_redelivery_a_failed_event_is_lost(sim: Simulator, bot: Bot) -> None:
    bot.does = lambda event: 500
    sim.person("สมชาย").types("งาน")
    bot.waits_for(1)
    time.sleep(0.2)
    assert len(bot.events) == 1


def test_a_bot_that_hangs_is_given_up_after_the_timeout(sim: Simulator, bot: Bot) -> None:
    sim.settings(webhook_timeout=0.1)
    bot.does = lambda event: time.sleep(0.5)  # type: ignore[func-returns-value]
    sim.person("สมชาย").types("งาน")
    sim.wait_idle()
    webhook = next(entry for entry in sim.log() if entry["direction"] == "webhook")
    assert webhook["status"] is None
    assert "imed out" in webhook["error"]


def test_events_of_one_chat_come_in_order(sim: Simulator, bot: Bot) -> None:
    somchai = sim.person("สมชาย")
    for number in range(20):
        somchai.types(str(number))
    assert [event["message"]["text"] for event in bot.waits_for(20)] == [str(n) for n in range(20)]


def test_an_answer_that_comes_after_a_reset_is_not_in_the_new_log(sim: Simulator, bot: Bot) -> None:
    bot.does = lambda event: sim.reset()  # type: ignore[func-returns-value]
    sim.person("สมชาย").types("เมื่อวาน")
    bot.waits_for(1)
    sim.wait_idle()
    assert sim.log() == []


def test_what_was_under_way_is_dropped_by_a_reset(sim: Simulator, bot: Bot) -> None:
    sim.bad_days(delay=1, delay_seconds=0.3)
    sim.person("สมชาย").types("เมื่อวาน")
    sim.reset()
    sim.wait_idle()
    assert bot.events == []


@pytest.fixture
def dribbler() -> Iterator[str]:
    """The address of a bot whose answer comes a byte at a time and never ends."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def dribbles(peer: socket.socket) -> None:
            with peer:
                peer.recv(65536)
                for number in range(400):
                    try:
                        peer.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n"[number : number + 1] or b".")
                    except OSError:
                        return
                    time.sleep(0.01)

        def accepts() -> None:
            while True:
                try:
                    dribbles(listening.accept()[0])
                except OSError:
                    return

        thread = threading.Thread(target=accepts, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/"
        listening.shutdown(socket.SHUT_RDWR)
    thread.join()


@pytest.mark.parametrize("timeout", [0.2, 0.7])  # within the status line, within the body
def test_an_answer_that_comes_byte_by_byte_is_given_up_too(sim: Simulator, dribbler: str, timeout: float) -> None:
    sim.settings(webhook_timeout=timeout, endpoint=dribbler)
    sim.person("สมชาย").types("งาน")
    sim.wait_idle()
    webhook = next(entry for entry in sim.log() if entry["direction"] == "webhook")
    assert (webhook["status"], "timed out" in webhook["error"]) == (None, True)
    assert webhook["ms"] < 1000 * timeout + 400


def test_an_address_that_cannot_be_reached_stops_nothing(sim: Simulator, bot: Bot, line: Line) -> None:
    tried = line.call("POST", "/v2/bot/channel/webhook/test", {"endpoint": bot.url.replace("127.0.0.1", "localhost")})
    assert tried.body["success"] is True
    for odd in ("http://", "http://[::1", "http://127.0.0.1:99999/", "http://ก.example:1/ที่ ๑", "https://127.0.0.1:9/"):
        tried = line.call("POST", "/v2/bot/channel/webhook/test", {"endpoint": odd})
        assert (tried.status, tried.body["reason"]) == (200, "COULD_NOT_CONNECT")
    sim.settings(endpoint="http://127.0.0.1:99999/")
    for _ in range(8):
        sim.person("สมชาย").types("งาน")
    sim.wait_idle()
    sim.listen_at(bot.url)
    sim.person("สมชาย").types("งาน")
    assert bot.waits_for(1)


def test_a_bot_may_listen_at_an_ipv6_address(line: Line) -> None:
    try:
        listening = socket.create_server(("::1", 0), family=socket.AF_INET6)
    except OSError:
        pytest.skip("no IPv6 on this machine")
    listening.settimeout(5)
    heard: list[bytes] = []

    def answers() -> None:
        peer = listening.accept()[0]
        with peer:
            heard.append(peer.recv(65536))
            peer.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")

    with listening:
        thread = threading.Thread(target=answers)
        thread.start()
        url = f"http://[::1]:{listening.getsockname()[1]}/ก?ข"
        tried = line.call("POST", "/v2/bot/channel/webhook/test", {"endpoint": url})
        thread.join()
    assert tried.body["success"] is True
    assert heard[0].startswith(b"POST /%E0%B8%81?%E0%B8%82 HTTP/1.1")


def test_a_bot_that_hangs_does_not_keep_another_channels_bot_waiting(sim: Simulator, bot: Bot, dribbler: str) -> None:
    other = {"id": "22", "secret": "s2", "token": "t2", "name": "อบต. อื่น", "webhook": dribbler}
    sim.call("POST", "channels", other)
    sim.settings(webhook_timeout=0.8)
    with Simulator(sim.url, channel="22") as elsewhere:
        for _ in range(3):
            elsewhere.person("สมชาย").types("ช้า")
    sim.person("สมชาย").types("เร็ว")
    assert bot.waits_for(1, timeout=0.7)

"""Webhooks: redelivery, time-outs, order."""

import time

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


def test_what_was_under_way_is_dropped_by_a_reset(sim: Simulator, bot: Bot) -> None:
    sim.bad_days(delay=1, delay_seconds=0.3)
    sim.person("สมชาย").types("เมื่อวาน")
    sim.reset()
    sim.wait_idle()
    assert bot.events == []

"""Bad days: faults on LINE's side, repeatable by their seed."""

import contextlib
import threading
import uuid
from collections.abc import Callable
from typing import Any

import pytest
import urllib3

from simulator import Simulator

from .conftest import Bot, Line

TEXT = {"type": "text", "text": "สวัสดี"}


def test_events_come_twice(sim: Simulator, bot: Bot) -> None:
    sim.bad_days(duplicate=1, shuffle_seconds=0.05)
    sim.person("สมชาย").types("งาน")
    one, two = bot.waits_for(2)
    assert one == two


def test_events_overtake_each_other(sim: Simulator, bot: Bot) -> None:
    sim.bad_days(shuffle=0.5, shuffle_seconds=0.2, seed=3)
    somchai = sim.person("สมชาย")
    for number in range(12):
        somchai.types(str(number))
    heard = [event["message"]["text"] for event in bot.waits_for(12)]
    assert sorted(heard, key=int) == [str(n) for n in range(12)]
    assert heard != sorted(heard, key=int)


def test_events_of_several_people_come_in_one_post(sim: Simulator, bot: Bot) -> None:
    sim.bad_days(together=1, together_seconds=0.2)
    one, two = sim.person("สมชาย"), sim.person("มานี")
    one.types("หนึ่ง")
    two.types("สอง")
    one.types("สาม")
    bot.waits_for(3)
    assert len(bot.posts) == 1
    assert [event["source"]["userId"] for event in bot.events] == [one.id, two.id, one.id]
    sim.wait_idle()
    one.types("สี่")
    assert bot.waits_for(4)


def test_other_calls_made_meanwhile_change_no_fault_of_a_kind(sim: Simulator, line: Line) -> None:
    somchai = sim.person("สมชาย")
    runs = []
    for others in (0, 3):
        sim.bad_days(seed=7, api_5xx=0.5)
        run = []
        for _ in range(20):
            for _ in range(others):
                line.call("GET", "/v2/bot/info")
            run.append(line.push(somchai.id, TEXT).status)
        runs.append(run)
    assert runs[0] == runs[1]


def test_photos_sent_together_come_in_an_order_that_the_seed_says(sim: Simulator, bot: Bot) -> None:
    orders = []
    for _ in range(2):
        sim.bad_days(seed=3)
        before = len(bot.events)
        sim.person("สมชาย").sends_photo(*[b"\x89PNG" + bytes([n]) for n in range(6)])
        orders.append([event["message"]["imageSet"]["index"] for event in bot.waits_for(before + 6)[before:]])
    assert orders[0] == orders[1] != sorted(orders[0])
    assert sorted(orders[0]) == [1, 2, 3, 4, 5, 6]


def test_a_failed_answer_may_or_may_not_have_been_carried_out(sim: Simulator, line: Line) -> None:
    somchai = sim.person("สมชาย")
    sim.bad_days(api_5xx=1)
    assert line.push(somchai.id, TEXT).status == 500
    assert somchai.reads(timeout=0) == []
    sim.bad_days(api_5xx=0, api_5xx_after=1)
    key = str(uuid.uuid4())
    assert line.push(somchai.id, TEXT, X_Line_Retry_Key=key).status == 500
    assert len(somchai.reads()) == 1
    sim.bad_days()
    assert line.push(somchai.id, TEXT, X_Line_Retry_Key=key).status == 409


@pytest.mark.parametrize(("fault", "arrived"), [("reset", 0), ("reset_after", 1)])
def test_connections_break(sim: Simulator, line: Line, fault: str, arrived: int) -> None:
    somchai = sim.person("สมชาย")
    sim.bad_days(**{fault: 1})
    with pytest.raises(urllib3.exceptions.ProtocolError):
        line.push(somchai.id, TEXT)
    sim.bad_days()
    assert len(somchai.reads(timeout=0)) == arrived
    assert line.push(somchai.id, TEXT).status == 200


def test_a_hanging_call_ends_without_an_answer(sim: Simulator, line: Line) -> None:
    somchai = sim.person("สมชาย")
    sim.bad_days(hang=1, hang_seconds=0.1)
    with pytest.raises(urllib3.exceptions.ProtocolError):
        line.push(somchai.id, TEXT)
    assert somchai.reads(timeout=0) == []


def test_accepted_and_never_delivered(sim: Simulator, line: Line) -> None:
    somchai = sim.person("สมชาย")
    sim.bad_days(lost=1)
    assert line.push(somchai.id, TEXT).status == 200
    assert somchai.reads(timeout=0) == []


def test_content_that_is_there_answers_400(sim: Simulator, bot: Bot, line: Line) -> None:
    id = sim.person("สมชาย").sends_file("a.pdf", b"%PDF")
    sim.bad_days(content_400=1)
    assert line.call("GET", f"/v2/bot/message/{id}/content").status == 400
    sim.bad_days(content_400=0)
    assert line.call("GET", f"/v2/bot/message/{id}/content").body == b"%PDF"


@pytest.mark.parametrize(("fault", "words"), [("quota_spent", "monthly limit"), ("too_many", "rate limit")])
def test_429_has_two_meanings(sim: Simulator, line: Line, fault: str, words: str) -> None:
    somchai = sim.person("สมชาย")
    sim.bad_days(**{fault: 1})
    answer = line.push(somchai.id, TEXT)
    assert answer.status == 429
    assert words in answer.body["message"]


def test_the_same_seed_gives_the_same_run(sim: Simulator, line: Line) -> None:
    somchai = sim.person("สมชาย")
    runs = []
    for _ in range(2):
        sim.bad_days(seed=7, api_5xx=0.5)
        runs.append([line.push(somchai.id, TEXT).status for _ in range(20)])
    assert runs[0] == runs[1]
    assert set(runs[0]) == {200, 500}


def test_an_ordinary_day_returns(sim: Simulator, line: Line) -> None:
    sim.bad_days(api_5xx=1, lost=1)
    sim.bad_days()
    assert line.push(sim.person("สมชาย").id, TEXT).status == 200
    assert all(value == 0 for name, value in sim.call("GET", "bad-days").items() if not name.endswith("_seconds"))


def careful(line: Line, somchai: str) -> Callable[[dict[str, Any]], None]:
    """A bot that deduplicates, keeps order by time and pushes with a key until it knows that it was taken."""
    seen: set[str] = set()
    lock = threading.Lock()

    def does(event: dict[str, Any]) -> None:
        with lock:
            if event["webhookEventId"] in seen:
                return
            seen.add(event["webhookEventId"])
        message, key = {"type": "text", "text": event["message"]["text"]}, str(uuid.uuid4())
        for _ in range(60):
            with contextlib.suppress(urllib3.exceptions.HTTPError):
                if line.push(somchai, message, X_Line_Retry_Key=key).status in (200, 409):
                    return

    return does


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(8))
def test_a_careful_bot_loses_and_doubles_nothing(sim: Simulator, bot: Bot, line: Line, seed: int) -> None:
    somchai = sim.person("สมชาย")
    bot.does = careful(line, somchai.id)
    sim.set_quota(limit=None)
    sim.settings(webhook_timeout=20.0)
    sim.bad_days(
        seed=seed, duplicate=0.4, shuffle=0.4, delay=0.2, api_5xx=0.2, api_5xx_after=0.2, reset=0.1, reset_after=0.1,
        too_many=0.1, shuffle_seconds=0.1, delay_seconds=0.05,
    )  # fmt: skip
    said = [str(number) for number in range(15)]
    for text in said:
        somchai.types(text)
    sim.wait_idle(60)
    came = [message.text for message in somchai.reads()]
    assert sorted(came, key=int) == said
    assert sim.quota()["used"] == len(said)

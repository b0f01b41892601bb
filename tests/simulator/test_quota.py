"""Quota is counted per person reached, ends with the month, and replies cost none of it."""

from simulator import Simulator

from .conftest import Bot, Line

TEXT = {"type": "text", "text": "สวัสดี"}


def test_quota_counts_recipients_and_members_and_ends_with_the_month(sim: Simulator, line: Line) -> None:
    one, two = sim.person("สมชาย"), sim.person("สมหญิง")
    group = sim.group("กองคลัง", one, two)
    sim.set_quota(limit=4)
    line.push(one.id, TEXT, TEXT, TEXT)
    assert sim.quota()["used"] == 1
    line.push(group, TEXT)
    assert line.call("GET", "/v2/bot/message/quota/consumption").body == {"totalUsage": 3}
    refused = line.push(group, TEXT)
    assert (refused.status, refused.body) == (429, {"message": "You have reached your monthly limit."})
    assert line.push(one.id, TEXT).status == 200
    assert line.push(one.id, TEXT).status == 429
    sim.move_clock(months=1)
    assert line.push(one.id, TEXT).status == 200
    assert sim.quota()["used"] == 1


def test_a_reserved_quota_may_come_back(sim: Simulator, line: Line) -> None:
    somchai = sim.person("สมชาย")
    sim.set_quota(limit=10, reserved=10)
    assert line.push(somchai.id, TEXT).status == 429
    sim.set_quota(reserved=0)
    assert line.push(somchai.id, TEXT).status == 200


def test_replies_cost_nothing(sim: Simulator, bot: Bot, line: Line) -> None:
    sim.set_quota(limit=0)
    sim.person("สมชาย").types("งาน")
    assert line.reply(bot.waits_for(1)[0]["replyToken"], TEXT).status == 200
    assert sim.quota()["used"] == 0


def test_an_unlimited_plan_says_none(sim: Simulator, line: Line) -> None:
    sim.set_quota(limit=None)
    assert line.call("GET", "/v2/bot/message/quota").body == {"type": "none"}

"""What the platform does beside answering: quota, groups, redelivery, menus, several channels, odd requests."""

import json
import struct
import time
import uuid
import zlib
from typing import Any
from urllib.parse import quote

import pytest

from simulator import Refused, Simulator
from simulator.app import Server
from simulator.openapi import DOCUMENT

from .conftest import Bot, Line

TEXT = {"type": "text", "text": "สวัสดี"}
ITEM = {"type": "action", "action": {"type": "message", "label": "ใช่", "text": "ใช่"}}


def png(width: int, height: int) -> bytes:
    """A picture's header is all that anyone looks at."""
    data = struct.pack(">II", width, height) + b"\x08\x02\x00\x00\x00"
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR" + data + struct.pack(">I", zlib.crc32(data))


# -- quota ----------------------------------------------------------------------------------------


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


# -- chats ----------------------------------------------------------------------------------------


def test_quick_replies_vanish_when_anyone_writes(sim: Simulator, line: Line) -> None:
    somchai = sim.person("สมชาย")
    asking = {**TEXT, "quickReply": {"items": [ITEM]}}
    line.push(somchai.id, asking)
    line.push(somchai.id, TEXT)
    with pytest.raises(Refused):
        somchai.taps("ใช่")
    line.push(somchai.id, asking, TEXT)
    with pytest.raises(Refused):  # only the last message of a sending shows them
        somchai.taps("ใช่")
    line.push(somchai.id, TEXT, asking)
    somchai.taps("ใช่")


def test_a_postback_may_open_the_keyboard(sim: Simulator, line: Line) -> None:
    somchai = sim.person("สมชาย")
    action = {
        "type": "postback",
        "label": "เหตุผล",
        "data": "x",
        "inputOption": "openKeyboard",
        "fillInText": "เหตุผล: ",
    }
    line.push(somchai.id, {**TEXT, "quickReply": {"items": [{"type": "action", "action": action}]}})
    assert somchai.taps("เหตุผล")["keyboard"] == "เหตุผล: "


def test_a_link_is_opened_by_the_phone_and_the_bot_hears_nothing(sim: Simulator, bot: Bot, line: Line) -> None:
    somchai = sim.person("สมชาย")
    action = {"type": "uri", "label": "เว็บ", "uri": "http://127.0.0.1:8000/admin"}
    template = {"type": "buttons", "text": "เปิด", "actions": [action]}
    line.push(somchai.id, {"type": "template", "altText": "เปิด", "template": template})
    assert somchai.taps("เว็บ")["open"] == "http://127.0.0.1:8000/admin"
    sim.wait_idle()
    assert bot.events == []


def test_groups_speak_with_or_without_a_user_id(sim: Simulator, bot: Bot, line: Line) -> None:
    one, two = sim.person("สมชาย"), sim.person("สมหญิง")
    group = sim.group("กองคลัง", one, two)
    join = bot.waits_for(1)[0]
    assert (join["type"], join["source"]) == ("join", {"type": "group", "groupId": group})
    assert line.reply(join["replyToken"], TEXT).status == 200
    speaking = one.in_group(group)
    said = speaking.types("สวัสดีทุกคน")
    assert bot.waits_for(2)[1]["source"] == {"type": "group", "groupId": group, "userId": one.id}
    speaking.edits(said, "สวัสดีครับทุกคน")
    edited = bot.waits_for(3)[2]
    assert (edited["type"], edited["message"]["text"]) == ("messageEdited", "สวัสดีครับทุกคน")
    sim.settings(anonymous_groups=True)
    speaking.types("ใครพูด")
    assert "userId" not in bot.waits_for(4)[3]["source"]
    path = f"/v2/bot/group/{group}"
    assert line.call("GET", f"{path}/members/count").body == {"count": 2}
    assert line.call("GET", f"{path}/summary").body == {"groupId": group, "groupName": "กองคลัง"}
    assert line.call("GET", f"{path}/member/{two.id}").body["displayName"] == two.name
    assert line.call("POST", f"{path}/leave", {}).status == 200
    assert line.push(group, TEXT).status == 400


def test_members_come_and_go(sim: Simulator, bot: Bot) -> None:
    group = sim.group("กองคลัง", sim.person("สมชาย"))
    mani = sim.person("มานี")
    sim.call("POST", f"groups/{group}/members/{mani.id}")
    sim.call("DELETE", f"groups/{group}/members/{mani.id}")
    _, joined, left = bot.waits_for(3)
    assert joined["joined"]["members"] == [{"type": "user", "userId": mani.id}]
    assert left["left"]["members"] == [{"type": "user", "userId": mani.id}]
    with pytest.raises(Refused, match="not in that group"):
        mani.in_group(group).types("ยังอยู่")


def test_a_stranger_writes_only_after_following(sim: Simulator, bot: Bot, line: Line) -> None:
    new = sim.add_person("คนใหม่", friend=False)
    assert line.push(new.id, TEXT).status == 200
    assert new.reads(timeout=0) == []
    with pytest.raises(Refused, match="follow first"):
        new.types("สวัสดี")
    new.follows()
    assert bot.waits_for(1)[0]["follow"] == {"isUnblocked": False}
    new.types("สวัสดี")
    assert len(bot.waits_for(2)) == 2


def test_what_is_written_to_a_blocked_account_does_not_arrive(sim: Simulator, bot: Bot) -> None:
    somchai = sim.person("สมชาย")
    somchai.blocks()
    somchai.types("ยังอยู่ไหม")
    sim.wait_idle()
    assert [event["type"] for event in bot.events] == ["unfollow"]


def test_an_edit_in_a_private_chat_is_not_told(sim: Simulator, bot: Bot) -> None:
    somchai = sim.person("สมชาย")
    said = somchai.types("งาน")
    somchai.edits(said, "สถานะ")
    sim.wait_idle()
    assert len(bot.events) == 1
    with pytest.raises(Refused):
        sim.person("มานี").unsends(said)


def test_the_loading_dots_last_five_to_sixty_seconds(sim: Simulator, line: Line) -> None:
    somchai = sim.person("สมชาย")
    path = "/v2/bot/chat/loading/start"
    assert line.call("POST", path, {"chatId": somchai.id, "loadingSeconds": 60}).status == 202
    for seconds in (4, 7, 65, "5", True):
        assert line.call("POST", path, {"chatId": somchai.id, "loadingSeconds": seconds}).status == 400


# -- webhooks -------------------------------------------------------------------------------------


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


# -- rich menus -----------------------------------------------------------------------------------

MENU = {
    "size": {"width": 1200, "height": 405},
    "selected": True,
    "name": "หลัก",
    "chatBarText": "เมนู",
    "areas": [
        {
            "bounds": {"x": 0, "y": 0, "width": 600, "height": 405},
            "action": {"type": "message", "label": "งาน", "text": "งาน"},
        },
        {
            "bounds": {"x": 600, "y": 0, "width": 600, "height": 405},
            "action": {"type": "richmenuswitch", "label": "ต่อ", "richMenuAliasId": "two", "data": "to=two"},
        },
    ],
}


def made(line: Line, **more: Any) -> str:
    id = str(line.call("POST", "/v2/bot/richmenu", {**MENU, **more}).body["richMenuId"])
    path = f"/v2/bot/richmenu/{id}/content"
    assert line.call("POST", path, png(1200, 405), Content_Type="image/png").status == 200
    return id


def test_a_menu_is_everyones_or_ones_own_and_has_tabs(sim: Simulator, bot: Bot, line: Line) -> None:
    somchai, mani = sim.person("สมชาย"), sim.person("มานี")
    first, second = made(line), made(line, name="สอง")
    assert somchai.menu() is None
    assert line.call("POST", f"/v2/bot/user/all/richmenu/{first}").status == 200
    assert line.call("POST", f"/v2/bot/user/{mani.id}/richmenu/{second}").status == 200
    alias = {"richMenuAliasId": "two", "richMenuId": second}
    assert line.call("POST", "/v2/bot/richmenu/alias", alias).status == 200
    assert [(menu or {})["name"] for menu in (somchai.menu(), mani.menu())] == ["หลัก", "สอง"]
    somchai.taps("งาน")
    somchai.taps("ต่อ")
    _, switched = bot.waits_for(2)
    assert switched["postback"]["params"] == {"newRichMenuAliasId": "two", "status": "SUCCESS"}
    assert (somchai.menu() or {})["name"] == "สอง"
    assert line.call("DELETE", f"/v2/bot/user/{mani.id}/richmenu").status == 200
    assert (mani.menu() or {})["name"] == "หลัก"
    assert line.call("DELETE", f"/v2/bot/richmenu/{first}").status == 200
    assert mani.menu() is None


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"chatBarText": "ก" * 15}, "chatBarText"),
        ({"size": {"width": 799, "height": 300}}, "size.width"),
        ({"size": {"width": 1200, "height": 1000}, "areas": []}, "size"),
        ({"areas": MENU["areas"] * 11}, "areas"),  # type: ignore[operator]
        ({"name": None}, "name"),
        ({"size": {"width": 1000, "height": 405}}, "areas[1].bounds"),
    ],
)
def test_a_wrong_menu_is_refused(line: Line, change: dict[str, Any], place: str) -> None:
    for path in ("/v2/bot/richmenu", "/v2/bot/richmenu/validate"):
        answer = line.call("POST", path, {**MENU, **change})
        assert answer.status == 400
        assert [detail["property"] for detail in answer.body["details"]] == [place]


def test_a_menu_needs_a_picture_of_its_own_size(sim: Simulator, line: Line) -> None:
    id = line.call("POST", "/v2/bot/richmenu", MENU).body["richMenuId"]
    path = f"/v2/bot/richmenu/{id}/content"
    assert line.call("POST", f"/v2/bot/user/all/richmenu/{id}").status == 400
    assert line.call("POST", path, png(1200, 406), Content_Type="image/png").status == 400
    assert line.call("POST", path, png(1200, 405), Content_Type="image/gif").status == 415
    assert line.call("POST", path, png(1200, 405) + b"0" * 1_000_000, Content_Type="image/png").status == 413


# -- several channels, several recipients ---------------------------------------------------------


def test_two_channels_do_not_see_each_other(server: Server, sim: Simulator, bot: Bot, line: Line) -> None:
    other = {"id": "22", "secret": "s2", "token": "t2", "name": "อบต. อื่น"}
    sim.call("POST", "channels", other)
    second = Line(server.url, "t2", line.http)
    somchai = sim.person("สมชาย")
    photo = somchai.sends_photo(png(1, 1))[0]
    token = bot.waits_for(1)[0]["replyToken"]
    assert second.reply(token, TEXT).status == 400
    assert second.call("GET", f"/v2/bot/message/{photo}/content").status == 404
    second.push(somchai.id, TEXT)
    assert somchai.reads(timeout=0) == []
    with Simulator(server.url, channel="22") as elsewhere:
        assert elsewhere.person("สมชาย").menu() is None
        assert elsewhere.quota()["used"] == 1
    assert sim.quota()["used"] == 0


def test_multicast_and_broadcast_reach_friends_once(sim: Simulator, line: Line) -> None:
    one, two = sim.person("สมชาย"), sim.person("สมหญิง")
    path, key = "/v2/bot/message/multicast", str(uuid.uuid4())
    body = {"to": [one.id, two.id, one.id], "messages": [TEXT]}
    assert line.call("POST", path, body, X_Line_Retry_Key=key).status == 200
    assert line.call("POST", path, body, X_Line_Retry_Key=key).status == 409
    assert [len(p.reads()) for p in (one, two)] == [1, 1]
    assert line.call("POST", "/v2/bot/message/broadcast", {"messages": [TEXT]}).status == 200
    assert sim.quota()["used"] == 5
    counted = line.call("GET", "/v2/bot/message/delivery/multicast?date=20261120").body
    assert counted == {"status": "ready", "success": 2}
    for to in ([], ["nobody"], [one.id] * 501, one.id):
        assert line.call("POST", path, {"to": to, "messages": [TEXT]}).status == 400


# -- odd requests ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{", "application/json", 400),
        (b"[]", "application/json", 400),
        (b'{"to": NaN}', "application/json", 400),
        (b'{"to": "\\ud800"}', "application/json", 400),
        (b"[" * 100_000, "application/json", 400),
        (b"to=1", "application/x-www-form-urlencoded", 415),
        (b'"' + b"a" * 3_000_000 + b'"', "application/json", 413),
        (b"{}", "application/json", 400),
        (b'{"to": 5, "messages": []}', "application/json", 400),
        (b'{"to": "Uxyz", "messages": []}', "application/json", 400),
        (b'{"colour": 1}', "application/json", 400),
    ],
)
def test_an_odd_body_is_refused_and_never_breaks_the_server(line: Line, body: bytes, kind: str, status: int) -> None:
    answer = line.call("POST", "/v2/bot/message/push", body, Content_Type=kind)
    assert answer.status == status
    assert answer.body["message"]


def test_an_unknown_recipient_fails(line: Line) -> None:
    answer = line.push("U" + "0" * 32, TEXT)
    assert (answer.status, answer.body) == (400, {"message": "Failed to send messages"})


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "people/nobody/text", {"text": "x"}),
        ("POST", "people/สมชาย/text", {}),
        ("POST", "people/สมชาย/text", [1]),
        ("POST", "people/สมชาย/tap", {"action": {"type": "message"}}),
        ("POST", "people/สมชาย/tap", {"action": 5}),
        ("POST", "people/ส/text", {"text": "สองคนขึ้นต้นอย่างนี้"}),
        ("POST", "people", {}),
        ("PUT", "settings", {"colour": 1}),
        ("PUT", "settings", {"redelivery": "yes"}),
        ("PUT", "quota", {"limit": -1}),
        ("PUT", "bad-days", {"rain": 1}),
        ("PUT", "bad-days", {"lost": 2}),
        ("GET", "people/สมชาย/messages?since=x", None),
        ("GET", "nowhere", None),
    ],
)
def test_a_wrong_wish_is_refused_with_words(server: Server, line: Line, method: str, path: str, body: Any) -> None:
    raw = None if body is None else json.dumps(body).encode()
    place, _, query = path.partition("?")
    answer = line.call(method, f"/_sim/{quote(place)}?{query}", raw)
    assert answer.status in (400, 404)
    assert answer.body


def test_another_website_cannot_act_through_a_browser(line: Line, sim: Simulator) -> None:
    answer = line.call("POST", "/_sim/reset", {}, Origin="https://evil.example")
    assert answer.status == 403
    assert line.call("POST", "/_sim/people", {"name": "ก"}, Origin=sim.url).status == 200
    assert line.call("POST", "/_sim/people", {"name": "ข"}, Origin="https://evil.example").status == 403


def test_everything_under_sim_is_described(server: Server) -> None:
    app = server.app
    found = set()
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith("/_sim/") and "<any" not in rule.rule:
            methods = (rule.methods or set()) - {"HEAD", "OPTIONS"}
            path = rule.rule.replace("<", "{").replace(">", "}")
            found |= {(method.lower(), path) for method in methods}
    described = {(method, path) for path, item in DOCUMENT["paths"].items() for method in item}
    befriending = {
        pair for pair in described if pair[1].rsplit("/", 1)[1] in ("follow", "unfollow", "block", "unblock")
    }
    assert described - befriending == found

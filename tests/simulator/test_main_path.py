"""A bot and a person talk: signed webhooks, replies, pushes, taps, files, the clock."""

import base64
import hashlib
import hmac
import json
import re
import uuid
from typing import Any

import pytest

from simulator import NothingCame, Refused, Simulator
from simulator.app import Server
from simulator.posting import sign_body

from .conftest import Bot, Line

TEXT = {"type": "text", "text": "สวัสดี"}
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def echo(line: Line) -> Any:
    def does(event: dict[str, Any]) -> None:
        if event["type"] == "message":
            line.reply(event["replyToken"], {"type": "text", "text": "ได้ยินว่า " + event["message"].get("text", "")})

    return does


def test_the_signature_is_that_of_lines_own_vector() -> None:
    body = b'{"destination":"U8e742f61d673b39c7fff3cecb7536ef0","events":[]}'
    assert sign_body("8c570fa6dd201bb328f1c1eac23a96d8", body) == "GhRKmvmHys4Pi8DxkF4+EayaH0OqtJtaZxgTD9fMDLs="


def test_a_typed_text_is_heard_signed_and_answered(sim: Simulator, bot: Bot, line: Line) -> None:
    bot.does = echo(line)
    somchai = sim.person("สมชาย")
    somchai.types("งาน")
    (answer,) = somchai.reads()
    assert (answer.text, answer.via) == ("ได้ยินว่า งาน", "reply")
    raw, signature = bot.posts[0]
    expected = base64.b64encode(hmac.new(b"simulator-secret", raw, hashlib.sha256).digest()).decode()
    assert signature == expected
    body = json.loads(raw)
    assert body["destination"] == line.call("GET", "/v2/bot/info").body["userId"]
    (event,) = body["events"]
    assert event["source"] == {"type": "user", "userId": somchai.id}
    assert re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{26}", event["webhookEventId"])
    assert event["deliveryContext"] == {"isRedelivery": False}
    assert event["mode"] == "active"
    assert abs(event["timestamp"] / 1000 - sim.now().timestamp()) < 5


def test_a_reply_token_works_once_and_for_a_minute(server: Server, sim: Simulator, bot: Bot, line: Line) -> None:
    somchai = sim.person("สมชาย")
    somchai.types("หนึ่ง")
    token = bot.waits_for(1)[0]["replyToken"]
    assert line.reply(token, TEXT).status == 200
    again = line.reply(token, TEXT)
    assert (again.status, again.body) == (400, {"message": "Invalid reply token"})
    somchai.types("สอง")
    token = bot.waits_for(2)[1]["replyToken"]
    real = server.world.real
    server.world.real = lambda: real() + 61
    assert line.reply(token, TEXT).status == 400


def test_someone_elses_chat_is_only_listened_to_in_standby(sim: Simulator, bot: Bot) -> None:
    sim.settings(standby=True)
    sim.person("สมชาย").types("งาน")
    event = bot.waits_for(1)[0]
    assert event["mode"] == "standby"
    assert "replyToken" not in event


def test_moving_the_clock_does_not_spend_a_reply_token(sim: Simulator, bot: Bot, line: Line) -> None:
    sim.person("สมชาย").types("หนึ่ง")
    token = bot.waits_for(1)[0]["replyToken"]
    sim.move_clock(days=40)
    assert line.reply(token, TEXT).status == 200


def test_a_reply_takes_no_retry_key(sim: Simulator, bot: Bot, line: Line) -> None:
    sim.person("สมชาย").types("หนึ่ง")
    token = bot.waits_for(1)[0]["replyToken"]
    assert line.reply(token, TEXT, X_Line_Retry_Key=str(uuid.uuid4())).status == 400


def test_a_push_with_a_used_retry_key_is_not_sent_twice(sim: Simulator, line: Line) -> None:
    somchai, key = sim.person("สมชาย"), str(uuid.uuid4())
    first = line.push(somchai.id, TEXT, X_Line_Retry_Key=key)
    again = line.push(somchai.id, TEXT, X_Line_Retry_Key=key)
    assert (first.status, again.status) == (200, 409)
    assert again.headers["x-line-accepted-request-id"] == first.headers["x-line-request-id"]
    assert again.body["sentMessages"] == first.body["sentMessages"]
    assert again.body["message"] == "The retry key is already accepted"
    assert len(somchai.reads()) == 1
    assert sim.quota()["used"] == 1
    assert line.push(somchai.id, TEXT, X_Line_Retry_Key="not-a-uuid").status == 400


def test_a_failed_push_leaves_its_retry_key_free(sim: Simulator, line: Line) -> None:
    somchai, key = sim.person("สมชาย"), str(uuid.uuid4())
    sim.set_quota(limit=0)
    assert line.push(somchai.id, TEXT, X_Line_Retry_Key=key).status == 429
    sim.set_quota(limit=1)
    assert line.push(somchai.id, TEXT, X_Line_Retry_Key=key).status == 200


def test_every_answer_has_a_request_id_and_a_token_is_asked_for(line: Line) -> None:
    good = line.call("GET", "/v2/bot/info")
    line.token = "wrong"
    bad = line.call("GET", "/v2/bot/info")
    assert (good.status, bad.status) == (200, 401)
    assert "Authentication failed" in bad.body["message"]
    assert good.headers["x-line-request-id"] != bad.headers["x-line-request-id"]
    assert line.call("GET", "/v2/bot/nowhere").headers["x-line-request-id"]


def test_a_stateless_token_works_for_fifteen_minutes(server: Server, line: Line) -> None:
    form = b"grant_type=client_credentials&client_id=1234567890&client_secret=simulator-secret"
    kind = "application/x-www-form-urlencoded"
    got = line.call("POST", "/oauth2/v3/token", form, Content_Type=kind).body
    assert (got["token_type"], got["expires_in"]) == ("Bearer", 900)
    line.token = got["access_token"]
    assert line.call("GET", "/v2/bot/info").status == 200
    real = server.world.real
    server.world.real = lambda: real() + 901
    assert line.call("GET", "/v2/bot/info").status == 401
    wrong = line.call("POST", "/oauth2/v3/token", form + b"x", Content_Type=kind)
    assert (wrong.status, set(wrong.body)) == (400, {"error", "error_description"})
    assert wrong.body["error"] == "invalid_client"


def test_buttons_quick_replies_and_dates_are_tapped_by_their_words(sim: Simulator, bot: Bot, line: Line) -> None:
    somchai = sim.person("สมชาย")
    picker = {"type": "datetimepicker", "label": "เลือกวัน", "data": "d=1", "mode": "date", "max": "2026-11-20"}
    postback = {"type": "postback", "label": "รายงาน", "data": "t:1:a", "displayText": "รายงานงานที่ ๑"}
    line.push(
        somchai.id,
        {
            "type": "flex",
            "altText": "งาน",
            "contents": {
                "type": "bubble",
                "body": {"type": "box", "layout": "vertical", "contents": [{"type": "text", "text": "มาตรการ"}]},
                "footer": {
                    "type": "box",
                    "layout": "vertical",
                    "contents": [{"type": "button", "action": postback}, {"type": "button", "action": picker}],
                },
            },
            "quickReply": {
                "items": [{"type": "action", "action": {"type": "message", "label": "ช่วย", "text": "ช่วยเหลือ"}}]
            },
        },
    )
    card = somchai.sees("มาตรการ")
    assert card.buttons == ("รายงาน", "เลือกวัน")
    assert card.quick_replies == ("ช่วย",)
    somchai.taps("ช่วย")
    somchai.taps("รายงาน")
    somchai.picks_date("2026-11-05")
    message, tapped, picked = bot.waits_for(3)
    assert message["message"]["text"] == "ช่วยเหลือ"
    assert tapped["postback"] == {"data": "t:1:a"}
    assert picked["postback"] == {"data": "d=1", "params": {"date": "2026-11-05"}}
    with pytest.raises(Refused, match="no button says ช่วย"):
        somchai.taps("ช่วย")
    with pytest.raises(Refused, match="outside"):
        somchai.picks_date("2026-11-21")
    for odd in ("2026-02-30", "2569-11-05"):
        with pytest.raises(Refused, match="is no date"):
            somchai.picks_date(odd)


def test_a_picker_left_as_it_stands_sends_its_first_value(sim: Simulator, bot: Bot, line: Line) -> None:
    somchai = sim.person("สมชาย")
    picker = {"type": "datetimepicker", "label": "นัด", "data": "d", "mode": "datetime", "initial": "2026-11-20t09:00"}
    line.push(somchai.id, {**TEXT, "quickReply": {"items": [{"type": "action", "action": picker}]}})
    somchai.taps("นัด")
    assert bot.waits_for(1)[0]["postback"]["params"] == {"datetime": "2026-11-20T09:00"}


def test_a_postback_with_text_is_heard_as_a_message_too(sim: Simulator, bot: Bot, line: Line) -> None:
    somchai = sim.person("สมชาย")
    old = {"type": "postback", "label": "เก่า", "data": "d=1", "text": "ข้อความเก่า"}
    line.push(
        somchai.id, {"type": "template", "altText": "ก", "template": {"type": "buttons", "text": "ก", "actions": [old]}}
    )
    somchai.taps("เก่า")
    message, tapped = bot.waits_for(2)
    assert message["message"]["text"] == "ข้อความเก่า"
    assert tapped["postback"] == {"data": "d=1"}


def test_photos_and_files_can_be_fetched_until_they_are_unsent(sim: Simulator, bot: Bot, line: Line) -> None:
    somchai = sim.person("สมชาย")
    photos = somchai.sends_photo(PNG, PNG + b"x")
    somchai.sends_file("รายงาน.pdf", b"%PDF-1.4")
    *pair, file = (event["message"] for event in bot.waits_for(3))
    one, two = sorted(pair, key=lambda message: message["imageSet"]["index"])
    assert [one["id"], two["id"]] == photos
    assert one["imageSet"]["id"] == two["imageSet"]["id"]
    assert [one["imageSet"]["index"], two["imageSet"]["total"]] == [1, 2]
    assert (file["type"], file["fileName"], file["fileSize"]) == ("file", "รายงาน.pdf", 8)
    path = f"/v2/bot/message/{photos[0]}/content"
    got = line.call("GET", path)
    assert (got.status, got.body, got.headers["Content-Type"]) == (200, PNG, "image/png")
    assert line.call("GET", path + "/transcoding").body == {"status": "succeeded"}
    somchai.unsends(photos[0])
    assert bot.waits_for(4)[3]["unsend"] == {"messageId": photos[0]}
    assert line.call("GET", path).status == 410
    assert line.call("GET", "/v2/bot/message/1/content").status == 404


def test_large_content_is_not_ready_at_once(sim: Simulator, bot: Bot, line: Line) -> None:
    sim.settings(large_content=5, preparing=0.2)
    id = sim.person("สมชาย").sends_file("a.pdf", b"%PDF-1.4")
    path = f"/v2/bot/message/{id}/content"
    assert line.call("GET", path).status == 202
    assert line.call("GET", path + "/transcoding").body == {"status": "processing"}
    sim.settings(preparing=0)
    id = sim.person("สมชาย").sends_file("a.pdf", b"%PDF-1.4")
    assert line.call("GET", f"/v2/bot/message/{id}/content").status == 200


def test_a_push_to_someone_who_blocked_is_accepted_and_not_delivered(sim: Simulator, bot: Bot, line: Line) -> None:
    somchai = sim.person("สมชาย")
    somchai.blocks()
    assert bot.waits_for(1)[0]["type"] == "unfollow"
    assert line.push(somchai.id, TEXT).status == 200
    assert line.call("GET", f"/v2/bot/profile/{somchai.id}").status == 404
    assert sim.quota()["used"] == 0
    somchai.follows()
    assert bot.waits_for(2)[1]["follow"] == {"isUnblocked": True}
    assert somchai.reads(timeout=0) == []
    line.push(somchai.id, TEXT)
    assert [m.text for m in somchai.reads()] == ["สวัสดี"]


def test_the_clock_only_moves_forward(sim: Simulator) -> None:
    assert sim.now().isoformat().startswith("2026-11-20T02:00")
    assert sim.move_clock(months=3, days=1, minutes=5).isoformat().startswith("2027-02-21T02:05")
    assert sim.move_clock(to="2027-03-31").isoformat().startswith("2027-03-30T17:00")
    for bad in ({"to": "2026-11-20T02:00:00Z"}, {"days": -1}, {"months": 0.5}, {"days": 10**12}, {"to": "soon"}, {}):
        with pytest.raises(Refused):
            sim.call("POST", "clock", bad)


def test_the_webhook_address_is_set_read_and_tried(sim: Simulator, bot: Bot, line: Line) -> None:
    path = "/v2/bot/channel/webhook/endpoint"
    assert line.call("GET", path).body == {"endpoint": bot.url, "active": True}
    assert line.call("POST", "/v2/bot/channel/webhook/test", {}).body["success"] is True
    assert json.loads(bot.posts[0][0])["events"] == []
    assert line.call("PUT", path, {"endpoint": "http://127.0.0.1:9/nobody"}).status == 200
    tried = line.call("POST", "/v2/bot/channel/webhook/test", {}).body
    assert (tried["success"], tried["reason"]) == (False, "COULD_NOT_CONNECT")
    assert line.call("PUT", path, {"endpoint": "ftp://x"}).status == 400


def test_waiting_for_what_does_not_come_says_what_came(sim: Simulator, line: Line) -> None:
    somchai = sim.person("สมชาย")
    line.push(somchai.id, TEXT)
    with pytest.raises(NothingCame, match="สวัสดี"):
        somchai.sees("ลาก่อน", timeout=0.1)


def test_the_log_keeps_both_directions(sim: Simulator, bot: Bot, line: Line) -> None:
    bot.does = echo(line)
    somchai = sim.person("สมชาย")
    somchai.types("งาน")
    somchai.reads()
    sim.wait_idle()
    directions = {entry["direction"]: entry for entry in sim.log()}
    assert directions["webhook"]["status"] == 200
    assert directions["webhook"]["request"]["events"][0]["message"]["text"] == "งาน"
    assert directions["api"]["path"] == "/v2/bot/message/reply"


def test_reset_forgets_all_but_the_bots_address(sim: Simulator, bot: Bot, line: Line) -> None:
    somchai = sim.person("สมชาย")
    line.push(somchai.id, TEXT)
    sim.move_clock(days=3)
    sim.reset(seed=4)
    assert sim.person("สมชาย").id == somchai.id
    assert sim.call("GET", f"people/{somchai.id}/messages")["messages"] == []
    assert sim.now().isoformat().startswith("2026-11-20T02:00")
    sim.person("สมชาย").types("ใหม่")
    assert bot.waits_for(1)

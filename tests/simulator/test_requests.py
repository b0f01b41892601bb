"""Odd requests are refused with words and break nothing; channels do not see each other."""

import json
import uuid
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest

from simulator import Refused, Simulator
from simulator.app import Server
from simulator.openapi import DOCUMENT

from .conftest import Bot, Line
from .menus import png

TEXT = {"type": "text", "text": "สวัสดี"}
PICK = {"type": "datetimepicker", "label": "วัน", "data": "d", "mode": "date"}


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
    path_of_counts = "/v2/bot/message/delivery/multicast?date=20261120"
    assert line.call("GET", path_of_counts).body == {"status": "unready"}
    sim.move_clock(days=1)
    assert line.call("GET", path_of_counts).body == {"status": "ready", "success": 2}
    for to in ([], ["nobody"], [one.id] * 501, one.id):
        assert line.call("POST", path, {"to": to, "messages": [TEXT]}).status == 400


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{", "application/json", 400),
        (b"[]", "application/json", 400),
        (b'{"to": NaN}', "application/json", 400),
        (b'{"to": "\\ud800"}', "application/json", 400),
        (b"[" * 100_000, "application/json", 400),
        (b"[" * 15_000, "application/json", 400),
        (b'{"to": 1e400}', "application/json", 400),
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
    seen = line.call("GET", "/_sim/state")  # the page goes on reading what was logged
    assert seen.status == 200
    json.dumps(seen.body, allow_nan=False).encode()


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("GET", "followers/ids?limit=x", None, 400),
        ("GET", "followers/ids?limit=1001", None, 400),
        ("GET", "followers/ids?start=-1", None, 400),
        ("POST", "message/markAsRead", {"chat": "U1"}, 400),
        ("POST", "chat/markAsRead", {"markAsReadToken": "made up"}, 400),
        ("POST", "chat/loading/start", {"chatId": "Uxyz"}, 400),
        ("POST", "channel/webhook/test", {"endpoint": 5}, 400),
        ("POST", "channel/webhook/test", {"endpoint": "ftp://x"}, 400),
        ("POST", "message/narrowcast", {"messages": [TEXT]}, 403),
        ("GET", "message/progress/narrowcast?requestId=1", None, 403),
        ("GET", "message/delivery/pigeon?date=20261101", None, 404),
        ("GET", "message/delivery/push?date=20269999", None, 400),
        ("GET", "message/delivery/push", None, 400),
        ("POST", "message/validate/pigeon", {"messages": [TEXT]}, 404),
        ("POST", "richmenu/alias", {"richMenuAliasId": "a", "richMenuId": 5}, 400),
        ("POST", "message/broadcast", {"messages": [TEXT], "notificationDisabled": 1}, 400),
        ("OPTIONS", "message/push", None, 405),
        ("PATCH", "message/push", {}, 405),
        ("GET", "/info", None, 404),
        ("GET", "info/", None, 404),
        ("GET", "../../bot/info", None, 404),
        ("GET", "../../v3/bot/info", None, 404),
    ],
)
def test_an_odd_call_is_answered_in_lines_shape(line: Line, method: str, path: str, body: Any, status: int) -> None:
    answer = line.call(method, f"/v2/bot/{path}", body)
    assert answer.status == status
    assert answer.body["message"]
    assert answer.headers["x-line-request-id"]


def test_a_message_is_marked_as_read_by_its_token(sim: Simulator, bot: Bot, line: Line) -> None:
    sim.person("สมชาย").types("งาน")
    token = bot.waits_for(1)[0]["message"]["markAsReadToken"]
    assert line.call("POST", "/v2/bot/chat/markAsRead", {"markAsReadToken": token}).status == 200


def test_a_name_that_several_bear_chooses_nobody(sim: Simulator) -> None:
    assert sim.add_person("มานี").id == sim.person("มานี").id
    with pytest.raises(Refused, match="several"):
        sim.person("สม")


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
        ("PUT", "settings", {"webhook_timeout": 0}),
        ("PUT", "settings", {"redelivery_after": 1e300}),
        ("PUT", "settings", {"endpoint": "ftp://x"}),
        ("PUT", "bad-days", {"delay_seconds": 1e300}),
        ("POST", "groups", {"name": "ก", "members": [5]}),
        ("POST", "groups", {"name": "ก", "members": None}),
        ("POST", "channels", {"id": "2", "secret": "s", "token": "t", "name": "ก", "webhook": 5}),
        ("POST", "people", {"name": "ก", "friend": "no"}),
        ("POST", "people/มานี/location", {"latitude": "x", "longitude": 1}),
        ("POST", "people/มานี/tap", {"action": PICK, "value": 5}),
        ("POST", "reset", {"seed": [1]}),
        ("DELETE", "channels/1234567890", None),
        ("GET", "changes?since=nan", None),
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


def test_what_is_far_too_large_is_refused_without_being_kept(line: Line, sim: Simulator) -> None:
    def chunks() -> Iterator[bytes]:
        for _ in range(64):
            yield b" " * 100_000

    answer = line.http.request(
        "POST",
        f"{line.url}/v2/bot/message/push",
        body=chunks(),
        headers={"Authorization": f"Bearer {line.token}", "Content-Type": "application/json"},
    )
    assert (answer.status, json.loads(answer.data)) == (413, {"message": "The request entity is too large."})
    assert answer.headers["x-line-request-id"]
    assert len(json.dumps(sim.log())) < 30_000


def test_a_group_outlives_the_account_that_was_in_it(sim: Simulator, bot: Bot) -> None:
    sim.call("POST", "channels", {"id": "22", "secret": "s2", "token": "t2", "name": "อบต. อื่น"})
    with Simulator(sim.url, channel="22") as second:
        group = second.group("กองช่าง", sim.person("สมชาย"))
    sim.call("DELETE", "channels/22")
    sim.call("POST", f"groups/{group}/members/{sim.person('มานี').id}")
    sim.call("DELETE", f"groups/{group}")
    assert sim.call("GET", "groups") == []


def test_who_comes_back_under_the_same_name_finds_no_old_buttons(sim: Simulator, line: Line) -> None:
    item = {"type": "action", "action": {"type": "message", "label": "ใช่", "text": "ใช่"}}
    line.push(sim.person("มานี").id, {**TEXT, "quickReply": {"items": [item]}})
    name = sim.person("มานี").name
    sim.call("DELETE", f"people/{sim.person('มานี').id}")
    again = sim.add_person(name)
    with pytest.raises(Refused, match="no button"):
        again.taps("ใช่")


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


def test_a_file_of_a_kind_that_is_none_can_be_fetched(sim: Simulator, line: Line) -> None:
    somchai = sim.person("สมชาย")
    for kind in ("image/ก", "image/a\x01b", "nonsense", ""):
        sent = somchai.sends_file("แผน.pdf", b"%PDF", kind)
        got = line.call("GET", f"/v2/bot/message/{sent}/content")
        assert (got.status, got.headers["Content-Type"], got.body) == (200, "application/pdf", b"%PDF")

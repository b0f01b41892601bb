"""Chats: quick replies, groups, friendship, edits, what the phone does by itself."""

import pytest

from simulator import Refused, Simulator

from .conftest import Bot, Line

TEXT = {"type": "text", "text": "สวัสดี"}
ITEM = {"type": "action", "action": {"type": "message", "label": "ใช่", "text": "ใช่"}}


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
    assert bot.waits_for(5)[4]["type"] == "leave"


def test_a_text_edited_alone_with_the_account_is_told_where_the_settings_say_so(sim: Simulator, bot: Bot) -> None:
    somchai = sim.person("สมชาย")
    said = somchai.types("สวัสดี")
    somchai.edits(said, "สวัสดีครับ")
    sim.wait_idle()
    assert [one["type"] for one in bot.events] == ["message"]  # as LINE does it today
    sim.settings(edits_everywhere=True)
    somchai.edits(said, "สวัสดีค่ะ")
    edited = bot.waits_for(2)[1]
    assert (edited["type"], edited["message"]["id"], edited["message"]["text"]) == ("messageEdited", said, "สวัสดีค่ะ")
    assert edited["replyToken"]


def test_members_come_and_go(sim: Simulator, bot: Bot) -> None:
    group = sim.group("กองคลัง", sim.person("สมชาย"))
    mani = sim.person("มานี")
    sim.joins_group(group, mani)
    sim.leaves_group(group, mani)
    _, joined, left = bot.waits_for(3)
    assert joined["joined"]["members"] == [{"type": "user", "userId": mani.id}]
    assert left["left"]["members"] == [{"type": "user", "userId": mani.id}]
    with pytest.raises(Refused, match="not in that group"):
        mani.in_group(group).types("ยังอยู่")


def test_who_is_named_in_a_group_is_told_with_the_place_in_the_text(sim: Simulator, bot: Bot) -> None:
    somchai = sim.person("สมชาย")
    group = sim.group("กองคลัง", somchai)
    account = sim.call("GET", "state")["channel"]["name"]
    somchai.in_group(group).types(f"😀 @{account} ดูให้หน่อย")
    somchai.in_group(group).types(f"@All @{somchai.name}")
    somchai.in_group(group).types("a@b @ใครไม่รู้")
    somchai.types(f"@{account}")
    named, others, nobody, alone = (event["message"] for event in bot.waits_for(5)[1:])
    (mentioned,) = named["mention"]["mentionees"]
    assert (mentioned["index"], mentioned["length"], mentioned["isSelf"]) == (3, len(account) + 1, True)
    kinds = [(one["type"], one.get("isSelf")) for one in others["mention"]["mentionees"]]
    assert kinds == [("all", None), ("user", False)]
    assert "mention" not in nobody
    assert "mention" not in alone, "alone with the account nobody is named"


def test_the_account_is_removed_from_a_group_and_invited_again(sim: Simulator, bot: Bot, line: Line) -> None:
    somchai = sim.person("สมชาย")
    group = sim.group("กองคลัง", somchai)
    sim.account_is_removed(group)
    somchai.in_group(group).types("มีใครอยู่ไหม")
    assert line.call("GET", f"/v2/bot/group/{group}/summary").status == 404
    sim.account_joins(group)
    sim.account_joins(group)
    sim.wait_idle()
    told = [event["type"] for event in bot.events]
    assert told == ["join", "leave", "join"], "what is said without the account is not heard"
    assert "replyToken" not in bot.events[1]


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


def quoting(token: str) -> dict[str, str]:
    return {**TEXT, "quoteToken": token}


def mentioning(mentionee: dict[str, str]) -> dict[str, object]:
    return {"type": "textV2", "text": "{a}", "substitution": {"a": {"type": "mention", "mentionee": mentionee}}}


def test_a_message_is_quoted_only_in_its_own_chat(sim: Simulator, bot: Bot, line: Line) -> None:
    somchai, mani = sim.person("สมชาย"), sim.person("มานี")
    somchai.types("งาน")
    event = bot.waits_for(1)[0]
    heard = event["message"]["quoteToken"]
    assert line.reply(event["replyToken"], TEXT, quoting("made up")).body == {
        "message": "The request body has 1 error(s)",
        "details": [{"message": "Invalid value", "property": "messages[1].quoteToken"}],
    }
    said = line.reply(event["replyToken"], quoting(heard)).body["sentMessages"][0]["quoteToken"]
    assert [line.push(somchai.id, quoting(token)).status for token in (heard, said, said)] == [200] * 3
    assert line.push(mani.id, quoting(heard)).status == 400
    many = {"to": [somchai.id], "messages": [quoting(heard)]}
    assert line.call("POST", "/v2/bot/message/multicast", many).status == 400
    assert line.call("POST", "/v2/bot/message/broadcast", {"messages": [quoting(heard)]}).status == 400
    assert sim.quota()["used"] == 3


def test_only_members_of_a_group_are_mentioned_in_it(sim: Simulator, line: Line) -> None:
    somchai, mani = sim.person("สมชาย"), sim.person("มานี")
    group = sim.group("กองคลัง", somchai)
    member, outsider = ({"type": "user", "userId": person.id} for person in (somchai, mani))
    assert [line.push(group, mentioning(m)).status for m in (member, {"type": "all"}, outsider)] == [200, 200, 400]
    assert line.push(somchai.id, mentioning(member)).status == 400

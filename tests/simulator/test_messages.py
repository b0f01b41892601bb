# ruff: noqa: E501  (a table: one row, one line)
"""Messages that LINE would refuse, and what it answers; and messages that it would take."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from simulator.check_message import MessageError, first_error

Json = dict[str, Any]
HTTPS = "https://example.org/a.png"
THAI = "อยู่ระหว่างดำเนินการ"  # 15 clusters, 20 UTF-16 units
BODY = "The request body has 1 error(s)"
INSIDE = "A message (messages[0]) in the request body is invalid"
CAMERA = {"type": "camera", "label": "กล้อง"}


def size(value: Any) -> int:
    return len(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())


def escaped(value: Any) -> int:
    return len(json.dumps(value, separators=(",", ":")).encode())


def text(**more: Any) -> Json:
    return {"type": "text", "text": "ก", **more}


def say(label: str = "ตกลง", **more: Any) -> Json:
    return {"type": "message", "label": label, "text": "ตกลง", **more}


def post(**more: Any) -> Json:
    return {"type": "postback", "label": "ตกลง", "data": "a=1", **more}


def pick(**more: Any) -> Json:
    return {"type": "datetimepicker", "label": "วัน", "data": "d", "mode": "date", **more}


def quick(*actions: Json) -> Json:
    return text(quickReply={"items": [{"type": "action", "action": action} for action in actions]})


def template(**given: Any) -> Json:
    return {"type": "template", "altText": "เลือก", "template": given}


def buttons(**more: Any) -> Json:
    return template(**{"type": "buttons", "text": "เลือก", "actions": [say()], **more})


def columns(*given: Json) -> Json:
    return template(type="carousel", columns=list(given))


def column(*actions: Json, **more: Any) -> Json:
    return {"text": "ก", "actions": list(actions) or [say()], **more}


def flex(contents: Any, **more: Any) -> Json:
    return {"type": "flex", "altText": "งาน", "contents": contents, **more}


def box(*contents: Json, **more: Any) -> Json:
    return {"type": "box", "layout": "vertical", "contents": list(contents), **more}


def bubble(*contents: Json, **more: Any) -> Json:
    return {"type": "bubble", "body": box(*contents), **more}


def part(**component: Any) -> Json:
    return flex(bubble(component))


def deep(levels: int) -> Json:
    inner = box()
    for _ in range(levels):
        inner = box(inner)
    return flex(bubble(inner))


def video(**more: Any) -> Json:
    hero = {"type": "video", "url": HTTPS, "previewUrl": HTTPS, "altContent": {"type": "image", "url": HTTPS}}
    return {"type": "bubble", "hero": hero, **more}


def wrong(place: str) -> str:
    return f"The property, '{place}', in the request body is invalid (line: -, column: -)"


# (name, message, headline, details as (property, words))
WRONG: list[tuple[str, Any, str, list[tuple[str, str]]]] = [
    # plain fields
    ("no type", {"text": "ก"}, BODY, [("messages[0].type", "May not be empty")]),
    ("no message at all", None, wrong("messages[0]"), []),
    ("a string as a message", "hello", wrong("messages[0]"), []),
    ("no text", {"type": "text"}, BODY, [("messages[0].text", "May not be empty")]),
    ("empty text", text(text=""), BODY, [("messages[0].text", "May not be empty")]),
    ("text too long", text(text="ก" * 5001), BODY, [("messages[0].text", "Length must be between 0 and 5000")]),
    ("emoji count two", text(text="😀" * 2501), BODY, [("messages[0].text", "Length must be between 0 and 5000")]),
    ("text is a number", text(text=5), wrong("messages[0].text"), []),
    ("unknown property", text(colour="red"), wrong("messages[0].colour"), []),
    ("emoji where no $ stands", text(emojis=[{"index": 0, "productId": "1", "emojiId": "1"}]), BODY, [("messages[0].emojis[0].index", "Invalid value")]),
    ("21 emojis", text(text="$" * 21, emojis=[{"index": i, "productId": "1", "emojiId": "1"} for i in range(21)]), BODY, [("messages[0].emojis", "Size must be between 0 and 20")]),
    ("sender name too long", text(sender={"name": "ก" * 21}), BODY, [("messages[0].sender.name", "Length must be between 0 and 20")]),
    ("sender icon over http", text(sender={"iconUrl": "http://example.org/a.png"}), BODY, [("messages[0].sender.iconUrl", "Must be a valid HTTPS URL")]),
    ("v2 with an unknown key", {"type": "textV2", "text": "สวัสดี {who}"}, BODY, [("messages[0].text", "Invalid value")]),
    ("v2 with a lone brace", {"type": "textV2", "text": "a } b"}, BODY, [("messages[0].text", "Invalid value")]),
    ("v2 key with a space", {"type": "textV2", "text": "ก", "substitution": {"a b": {"type": "emoji", "productId": "1", "emojiId": "1"}}}, BODY, [("messages[0].substitution.a b", "Invalid value")]),
    ("v2 mentioning no one", {"type": "textV2", "text": "{a}", "substitution": {"a": {"type": "mention"}}}, BODY, [("messages[0].substitution.a.mentionee", "May not be empty")]),
    ("image over http", {"type": "image", "originalContentUrl": "http://example.org/a.png", "previewImageUrl": HTTPS}, BODY, [("messages[0].originalContentUrl", "Must be a valid HTTPS URL")]),
    ("image without preview", {"type": "image", "originalContentUrl": HTTPS}, BODY, [("messages[0].previewImageUrl", "May not be empty")]),
    ("image address too long", {"type": "image", "originalContentUrl": HTTPS + "a" * 2000, "previewImageUrl": HTTPS}, BODY, [("messages[0].originalContentUrl", "Length must be between 0 and 2000")]),
    ("audio without duration", {"type": "audio", "originalContentUrl": HTTPS}, BODY, [("messages[0].duration", "May not be empty")]),
    ("latitude beyond the pole", {"type": "location", "title": "ก", "address": "ก", "latitude": 91, "longitude": 0}, BODY, [("messages[0].latitude", "must be between -90 and 90")]),
    ("sticker without package", {"type": "sticker", "stickerId": "1"}, BODY, [("messages[0].packageId", "May not be empty")]),
    ("a file, which bots cannot send", {"type": "file", "fileName": "a.pdf"}, BODY, [("messages[0].type", "Must be one of the following values: [text, textV2, sticker, image, video, audio, location, imagemap, template, flex, coupon]")]),
    ("imagemap of another width", {"type": "imagemap", "altText": "ก", "baseUrl": "https://example.org/m", "baseSize": {"width": 700, "height": 700}, "actions": []}, BODY, [("messages[0].baseSize.width", "must be between 1040 and 1040")]),
    # quick replies
    ("14 quick replies", quick(*[say()] * 14), BODY, [("messages[0].quickReply.items", "Size must be between 1 and 13")]),
    ("no quick reply", quick(), BODY, [("messages[0].quickReply.items", "Size must be between 1 and 13")]),
    ("quick reply label too long", quick(say("ก" * 21)), BODY, [("messages[0].quickReply.items[0].action.label", "Length must be between 0 and 20")]),
    ("quick reply without label", quick({"type": "message", "text": "ก"}), BODY, [("messages[0].quickReply.items[0].action.label", "May not be empty")]),
    ("postback data too long", quick(post(data="a" * 301)), BODY, [("messages[0].quickReply.items[0].action.data", "Length must be between 0 and 300")]),
    ("empty postback data", quick(post(data="")), BODY, [("messages[0].quickReply.items[0].action.data", "May not be empty")]),
    ("displayText too long", quick(post(displayText="ก" * 301)), BODY, [("messages[0].quickReply.items[0].action.displayText", "Length must be between 0 and 300")]),
    ("fillInText without a keyboard", quick(post(fillInText="เหตุผล: ")), BODY, [("messages[0].quickReply.items[0].action.fillInText", "Invalid value")]),
    ("text and displayText", quick(post(text="ก", displayText="ก")), BODY, [("messages[0].quickReply.items[0].action.displayText", "Invalid value")]),
    ("menu switch outside a menu", quick({"type": "richmenuswitch", "label": "ก", "richMenuAliasId": "a", "data": "b"}), BODY, [("messages[0].quickReply.items[0].action.type", "Must be one of the following values: [postback, message, uri, datetimepicker, clipboard, camera, cameraRoll, location]")]),
    ("clipboard too long", quick({"type": "clipboard", "label": "ก", "clipboardText": "a" * 1001}), BODY, [("messages[0].quickReply.items[0].action.clipboardText", "Length must be between 0 and 1000")]),
    ("a day that no month has", quick(pick(initial="2026-13-01")), BODY, [("messages[0].quickReply.items[0].action.initial", "Invalid value")]),
    ("a time for a date picker", quick(pick(min="10:00")), BODY, [("messages[0].quickReply.items[0].action.min", "Invalid value")]),
    ("no such day", quick(pick(max="2026-02-30")), BODY, [("messages[0].quickReply.items[0].action.max", "Invalid value")]),
    ("a year of the Buddhist era", quick(pick(initial="2569-11-20")), BODY, [("messages[0].quickReply.items[0].action.initial", "Invalid value")]),
    ("a picker back to 1899", quick(pick(min="1899-12-31")), BODY, [("messages[0].quickReply.items[0].action.min", "Invalid value")]),
    ("sender of 10 clusters, 30 units", text(sender={"name": "ที่" * 10}), BODY, [("messages[0].sender.name", "Length must be between 0 and 20")]),
    ("picker ends before it begins", quick(pick(min="2026-11-20", max="2026-11-19")), BODY, [("messages[0].quickReply.items[0].action.max", "Invalid value")]),
    ("picker begins outside", quick(pick(initial="2026-12-01", max="2026-11-30")), BODY, [("messages[0].quickReply.items[0].action.initial", "Invalid value")]),
    ("picker of another mode", quick(pick(mode="month")), BODY, [("messages[0].quickReply.items[0].action.mode", "Must be one of the following values: [date, time, datetime]")]),
    ("javascript link", quick({"type": "uri", "label": "ก", "uri": "javascript:alert(1)"}), BODY, [("messages[0].quickReply.items[0].action.uri", "invalid uri scheme")]),
    # templates
    ("template without altText", {**buttons(), "altText": None}, BODY, [("messages[0].altText", "May not be empty")]),
    ("altText too long", {**buttons(), "altText": "ก" * 1501}, BODY, [("messages[0].altText", "Length must be between 0 and 1500")]),
    ("no template", {"type": "template", "altText": "ก"}, BODY, [("messages[0].template", "May not be empty")]),
    ("unknown template", template(type="list"), INSIDE, [("template/type", "invalid property")]),
    ("5 buttons", buttons(actions=[say()] * 5), INSIDE, [("template/actions", "must have between 1 and 4 items")]),
    ("buttons text too long", buttons(text="ก" * 161), INSIDE, [("template/text", "must not be longer than 160 characters")]),
    ("text beside a title", buttons(text="ก" * 61, title="ข"), INSIDE, [("template/text", "must not be longer than 60 characters")]),
    ("title too long", buttons(title="ก" * 41), INSIDE, [("template/title", "must not be longer than 40 characters")]),
    ("template label too long", buttons(actions=[say("ก" * 21)]), INSIDE, [("template/actions/0/label", "must not be longer than 20 characters")]),
    ("camera in a template", buttons(actions=[CAMERA]), INSIDE, [("template/actions/0/type", "invalid property")]),
    ("confirm with three", template(type="confirm", text="ก", actions=[say()] * 3), INSIDE, [("template/actions", "must have between 2 and 2 items")]),
    ("confirm text too long", template(type="confirm", text="ก" * 241, actions=[say()] * 2), INSIDE, [("template/text", "must not be longer than 240 characters")]),
    ("11 columns", columns(*[column()] * 11), INSIDE, [("template/columns", "must have between 1 and 10 items")]),
    ("columns of different length", columns(column(), column(say(), say())), INSIDE, [("template/columns/1/actions", "must be the same for all of them")]),
    ("one column without a title", columns(column(title="ก"), column()), INSIDE, [("template/columns/1/title", "must be the same for all of them")]),
    ("image carousel label", template(type="image_carousel", columns=[{"imageUrl": HTTPS, "action": say("ก" * 13)}]), INSIDE, [("template/columns/0/action/label", "must not be longer than 12 characters")]),
    # Flex
    ("no contents", {"type": "flex", "altText": "ก"}, BODY, [("messages[0].contents", "May not be empty")]),
    ("contents as a string", flex("{}"), wrong("messages[0].contents"), []),
    ("a message within a message", flex(flex(bubble())), INSIDE, [("/type", "invalid property")]),
    ("bubble of nothing", flex({"type": "bubble"}), INSIDE, [("/", "At least one block must be specified")]),
    ("misspelt property", part(type="text", text="ก", wrapp=True), INSIDE, [("/body/contents/0/wrapp", "invalid property")]),
    ("empty text", part(type="text", text=""), INSIDE, [("/body/contents/0/text", "must be non-empty text")]),
    ("weight of another name", part(type="text", text="ก", weight="heavy"), INSIDE, [("/body/contents/0/weight", "invalid property")]),
    ("color by name", part(type="text", text="ก", color="red"), INSIDE, [("/body/contents/0/color", "invalid property")]),
    ("size of another name", part(type="text", text="ก", size="huge"), INSIDE, [("/body/contents/0/size", "invalid property")]),
    ("wrap as a word", part(type="text", text="ก", wrap="true"), INSIDE, [("/body/contents/0/wrap", "invalid property")]),
    ("flex below nothing", part(type="text", text="ก", flex=-1), INSIDE, [("/body/contents/0/flex", "must be between 0 and 1000000")]),
    ("button without action", part(type="button"), INSIDE, [("/body/contents/0/action", "must be specified")]),
    ("button without label", part(type="button", action={"type": "message", "text": "ก"}), INSIDE, [("/body/contents/0/action/label", "must be specified")]),
    ("button label too long", part(type="button", action=say("ก" * 41)), INSIDE, [("/body/contents/0/action/label", "must not be longer than 40 characters")]),
    ("camera on a Flex button", part(type="button", action=CAMERA), INSIDE, [("/body/contents/0/action/type", "invalid property")]),
    ("mail link", part(type="button", action={"type": "uri", "label": "ก", "uri": "mailto:a@example.org"}), INSIDE, [("/body/contents/0/action/uri", "invalid uri scheme")]),
    ("picture over http", part(type="image", url="http://example.org/a.png"), INSIDE, [("/body/contents/0/url", "invalid uri scheme")]),
    ("picture far too high", part(type="image", url=HTTPS, aspectRatio="1:4"), INSIDE, [("/body/contents/0/aspectRatio", "invalid property")]),
    ("no layout", flex({"type": "bubble", "body": {"type": "box", "contents": []}}), INSIDE, [("/body/layout", "must be specified")]),
    ("text as a body", flex({"type": "bubble", "body": {"type": "text", "text": "ก"}}), INSIDE, [("/body/type", "invalid property")]),
    ("button in a baseline", flex(bubble(box({"type": "button", "action": say()}, layout="baseline"))), INSIDE, [("/body/contents/0/contents/0/type", "invalid property")]),
    ("icon outside a baseline", part(type="icon", url=HTTPS), INSIDE, [("/body/contents/0/type", "invalid property")]),
    ("video outside the hero", part(type="video", url=HTTPS, previewUrl=HTTPS, altContent=box()), INSIDE, [("/body/contents/0/type", "invalid property")]),
    ("video in a small bubble", flex(video(size="nano")), INSIDE, [("/hero/type", "invalid property")]),
    ("video in a carousel", flex({"type": "carousel", "contents": [video()]}), INSIDE, [("/contents/0/hero/type", "invalid property")]),
    ("span outside a text", part(type="span", text="ก"), INSIDE, [("/body/contents/0/type", "invalid property")]),
    ("bubble of another size", flex(bubble(size="tera")), INSIDE, [("/size", "invalid property")]),
    ("13 bubbles", flex({"type": "carousel", "contents": [bubble()] * 13}), INSIDE, [("/contents", "must have between 1 and 12 items")]),
    ("no bubble", flex({"type": "carousel", "contents": []}), INSIDE, [("/contents", "must have between 1 and 12 items")]),
    ("carousel in a carousel", flex({"type": "carousel", "contents": [{"type": "carousel", "contents": []}]}), INSIDE, [("/contents/0/type", "invalid property")]),
    ("bubbles of two widths", flex({"type": "carousel", "contents": [bubble(), bubble(size="kilo")]}), INSIDE, [("/contents/1/size", "must be the same for all of them")]),
    ("bubble too heavy", flex(bubble({"type": "text", "text": "ก" * 10_001})), INSIDE, [("/", "must not be larger than 30000 bytes")]),
    ("carousel too heavy", flex({"type": "carousel", "contents": [bubble({"type": "text", "text": "ก" * 6000})] * 3}), INSIDE, [("/", "must not be larger than 50000 bytes")]),
    ("boxes without end", deep(600), INSIDE, []),
]  # fmt: skip


def answer(*messages: Any, size: Callable[[Any], int] = size) -> MessageError | None:
    return first_error(list(messages), size)


@pytest.mark.parametrize(("message", "headline", "details"), [w[1:] for w in WRONG], ids=[w[0] for w in WRONG])
def test_a_wrong_message_is_refused_in_lines_words(message: Any, headline: str, details: list[Any]) -> None:
    error = answer(message)
    assert error is not None
    assert error.headline == headline
    assert [(d["property"], d["message"]) for d in error.details or []] == details


def test_there_are_enough_wrong_messages() -> None:
    assert len(WRONG) >= 60


RIGHT: list[tuple[str, Json]] = [
    ("text at the limit", text(text="ก" * 5000)),
    ("emoji at the limit", text(text="😀" * 2500)),
    ("emojis", text(text="$ก$", emojis=[{"index": i, "productId": "5ac1", "emojiId": "001"} for i in (0, 2)])),
    ("v2", {"type": "textV2", "text": "{{ก}} {a}", "substitution": {"a": {"type": "mention", "mentionee": {"type": "all"}}}}),
    ("label of 20 clusters, 27 units", quick(say(THAI + "ทั้งนั้"))),
    ("tapped texts of 300 clusters", quick(say(text="ที่" * 300), post(displayText="ที่" * 300), post(inputOption="openKeyboard", fillInText="ที่" * 300))),
    ("all quick actions", quick(say(), post(), pick(), CAMERA, {"type": "cameraRoll", "label": "รูป"}, {"type": "location", "label": "ที่"})),
    ("keyboard", quick(post(inputOption="openKeyboard", fillInText="เหตุผล: "))),
    ("picker of both", quick(pick(mode="datetime", initial="2026-11-20t09:00", min="2026-01-01T00:00"))),
    ("link at the limit", quick({"type": "uri", "label": "ก", "uri": "https://example.org/" + "a" * 9_980})),
    ("loopback link", quick({"type": "uri", "label": "ก", "uri": "http://127.0.0.1:8000/admin?a=ก"})),
    ("phone", quick({"type": "uri", "label": "โทร", "uri": "tel:0441234567"})),
    ("buttons", buttons(title="หัวข้อ", thumbnailImageUrl=HTTPS, imageSize="contain", defaultAction=say())),
    ("buttons text at the limit", buttons(text="ที่" * 160)),
    ("confirm", template(type="confirm", text="ก" * 240, actions=[say(), post()])),
    ("carousel", columns(*[column()] * 10)),
    ("image carousel", template(type="image_carousel", columns=[{"imageUrl": HTTPS, "action": {"type": "message", "text": "ก"}}])),
    ("null is absent", part(type="text", text="ก", color=None)),
    ("spans", part(type="text", contents=[{"type": "span", "text": "ก", "weight": "bold"}])),
    ("box of everything", flex(bubble(box({"type": "filler"}, background={"type": "linearGradient", "angle": "90deg", "startColor": "#ffffff", "endColor": "#00000080"}, paddingAll="5%", width="50%", borderWidth="semi-bold", cornerRadius="10px", justifyContent="space-between", position="absolute", offsetTop="5px")))),
    ("baseline", flex(bubble(box({"type": "icon", "url": HTTPS, "size": "sm"}, {"type": "text", "text": "ก"}, layout="baseline")))),
    ("button label of 40", part(type="button", action=say("ที่" * 40), style="primary", height="sm")),
    ("tappable box without label", flex(bubble(box(action={"type": "uri", "uri": "https://example.org"})))),
    ("video", flex(video())),
    ("12 bubbles", flex({"type": "carousel", "contents": [bubble()] * 12})),
    ("picture", part(type="image", url=HTTPS, size="full", aspectRatio="20:13", aspectMode="cover")),
    ("location", {"type": "location", "title": "ก", "address": "ข", "latitude": 15.1, "longitude": 104}),
    ("sticker", {"type": "sticker", "packageId": "446", "stickerId": "1988"}),
]  # fmt: skip


@pytest.mark.parametrize("message", [r[1] for r in RIGHT], ids=[r[0] for r in RIGHT])
def test_a_right_message_is_taken(message: Json) -> None:
    assert answer(message) is None


def test_all_plain_errors_are_told_at_once_and_flex_errors_of_the_first_bad_message() -> None:
    both = answer(text(text=""), {"type": "image"})
    assert both is not None
    assert both.headline == "The request body has 3 error(s)"
    bad = part(type="text", text="ก", color="red")
    inside = answer(text(), bad, bad)
    assert inside is not None
    assert inside.headline == "A message (messages[1]) in the request body is invalid"
    assert len(inside.details or []) == 1


@pytest.mark.parametrize("count", [0, 6])
def test_one_to_five_messages_are_sent(count: int) -> None:
    error = answer(*[text()] * count)
    assert error == MessageError(BODY, [{"message": "Size must be between 1 and 5", "property": "messages"}])


def test_a_bubble_weighs_what_its_sender_spelt() -> None:
    message = flex(bubble({"type": "text", "text": "ก" * 6000}))
    assert answer(message) is None
    error = answer(message, size=escaped)
    assert error is not None
    assert error.headline == INSIDE

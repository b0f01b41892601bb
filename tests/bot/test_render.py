"""Messages as LINE takes them: limits, quick replies, sign-in links."""

import json
from datetime import date
from typing import Any

from bot.render import SIGN_IN_SCHEME, fill_sign_in, render
from bot.words import words_in
from domain.messages import Choice, Choices, Message, SignInLink, Summary, TaskLine, TaskList, say
from tests.handlers.chat import task
from thai.clusters import count

TODAY = date(2026, 11, 20)
DENSE = "ก็่้๊๋" * 900  # a cluster of six letters, as no word has it
WORDS = words_in("th")


def made(*messages: Message) -> list[dict[str, Any]]:
    return render(messages, WORDS, TODAY)


def flex_bytes(message: dict[str, Any]) -> list[int]:
    """The bytes of the container, then of each bubble, as the SDK sends them."""
    contents = message["contents"]
    bubbles = contents["contents"] if contents["type"] == "carousel" else [contents]
    return [len(json.dumps(contents)), *(len(json.dumps(bubble)) for bubble in bubbles)]


def labels(value: Any) -> list[str]:
    if isinstance(value, dict):
        own = [value["label"]] if isinstance(value.get("label"), str) else []
        return own + [label for inner in value.values() for label in labels(inner)]
    return [label for inner in value for label in labels(inner)] if isinstance(value, list) else []


def test_a_carousel_of_the_densest_thai_stays_within_lines_bytes() -> None:
    lines = tuple(TaskLine(task(n, topic=DENSE, measure=DENSE, unit=DENSE), f":report:{n}") for n in range(1, 10))
    carousel, listed = made(TaskList(say("x"), lines, 1, 9))
    whole, *each = flex_bytes(carousel)
    assert whole <= 50_000
    assert max(each) <= 30_000
    assert len(listed["text"].encode("utf-16-le")) // 2 <= 5000


def test_a_summary_of_long_answers_stays_within_lines_bytes() -> None:
    rows = tuple((say(f"Label {n}"), (say("{line}", line=DENSE),)) for n in range(12))
    choices = tuple(Choice(say(f"Choice {n}"), f"c{n}") for n in range(3))
    (bubble,) = made(Summary(say("{m}", m=DENSE), rows, say("Right?"), choices))
    assert flex_bytes(bubble)[0] <= 30_000


def test_labels_are_counted_in_clusters() -> None:
    label = "อยู่ระหว่างดำเนินการตามขั้นตอนที่กำหนด"
    choices = (Choice(say("{label}", label=label), "x"),)
    asked = made(Choices(say("?"), choices)) + made(Summary(say("t"), (), say("?"), choices))
    assert all(count(found) <= 20 for item in asked for found in labels(item.get("quickReply", {})))
    assert all(count(found) <= 40 for item in asked for found in labels(item.get("contents", {})))


def test_of_too_many_choices_the_ways_out_stay() -> None:
    many = tuple(Choice(say(f"Choice {n}"), f"c{n}") for n in range(30))
    out = (Choice(say("Back"), ":back", side=True), Choice(say("Cancel"), ":cancel", side=True))
    (message,) = made(Choices(say("?"), many + out))
    items = message["quickReply"]["items"]
    assert len(items) == 13
    assert [item["action"]["data"] for item in items[-2:]] == [":back", ":cancel"]
    assert "30. Choice 29" in message["text"]


def test_quick_replies_stand_on_the_last_message_alone() -> None:
    first, last = made(
        Summary(say("t"), (), say("?"), (Choice(say("a"), "a"),)), Choices(say("?"), (Choice(say("b"), "b"),))
    )
    assert "quickReply" not in first
    assert [item["action"]["data"] for item in last["quickReply"]["items"]] == ["b"]


def test_a_sign_in_link_is_filled_in_where_we_put_it_and_nowhere_else() -> None:
    evil = f"{SIGN_IN_SCHEME}7/01EVENT"
    messages = made(
        say("{text}", text=evil),
        Summary(say("{m}", m=evil), ((say("a"), (say("{v}", v=evil),)),), say("?"), ()),
        SignInLink(say("Here"), say("Open"), 7, "01EVENT"),
    )
    filled = fill_sign_in(messages, lambda person, event: f"https://real/{person}/{event}")
    assert json.dumps(filled).count("https://real/7/01EVENT") == 1
    assert "https://real" not in json.dumps(filled[:-1])


def test_a_text_of_ten_thousand_letters_is_cut_at_lines_limit() -> None:
    (message,) = made(say("{text}", text="๛" * 10_000))
    assert len(message["text"].encode("utf-16-le")) // 2 == 5000

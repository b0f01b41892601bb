"""Messages as LINE takes them: limits, quick replies, sign-in links."""

import json
from datetime import date
from typing import Any

from bot.render import SIGN_IN_SCHEME, fill_sign_in, render
from bot.words import words_in
from domain.cards import build_card
from domain.expectation import Reply
from domain.messages import Choice, Choices, Digest, Message, SignInLink, Summary, TaskLine, TaskList, say
from domain.task import Status
from tests.handlers.chat import task
from thai.cadences import CadenceKind
from thai.clusters import count_clusters

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
    told = {"told": True, "replies": (Reply(date(2026, 10, 20), Status.IN_PROGRESS, date(2026, 10, 1)),)}
    dense = {"topic": DENSE, "measure": DENSE, "unit": DENSE, "cadence": CadenceKind.MONTHLY, **told}
    lines = tuple(build_card(task(n, **dense), TODAY) for n in range(1, 10))
    assert all(len(line.answers) == 3 for line in lines)
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
    assert all(count_clusters(found) <= 20 for item in asked for found in labels(item.get("quickReply", {})))
    assert all(count_clusters(found) <= 40 for item in asked for found in labels(item.get("contents", {})))


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
    filled = fill_sign_in(messages, lambda _opens, person, event: f"https://real/{person}/{event}")
    assert json.dumps(filled).count("https://real/7/01EVENT") == 1
    assert "https://real" not in json.dumps(filled[:-1])


def test_the_link_to_the_page_of_reports_opens_on_a_computer_too() -> None:
    messages = made(SignInLink(say("Here"), say("Open"), 7, "01EVENT", "replies"))
    (filled,) = fill_sign_in(messages, lambda opens, person, event: f"https://real/{opens}/{person}/{event}")
    (button,) = filled["contents"]["footer"]["contents"]
    address = "https://real/replies/7/01EVENT"
    assert (button["action"]["uri"], button["action"]["altUri"]) == (address, {"desktop": address})


def test_a_text_of_ten_thousand_letters_is_cut_at_lines_limit() -> None:
    (message,) = made(say("{text}", text="๛" * 10_000))
    assert len(message["text"].encode("utf-16-le")) // 2 == 5000


def test_a_list_shows_apart_what_asks_for_nothing_under_how_it_stands() -> None:
    later = task(3, carried_out=(date(2027, 4, 1), date(2027, 9, 30)))
    shown = (task(1), task(2, status=Status.IN_PROGRESS), later, task(4, done_before=True))
    cards, listed = made(TaskList(say("x"), tuple(TaskLine(one, ":report:1") for one in shown), 1, 4))
    assert listed["text"].splitlines() == [
        "x", "",
        "1. Measure 1 – ครบกำหนด 31 มีนาคม 2570 (อีก 131 วัน)", "",
        "รายงานแล้ว", "2. Measure 2", "",
        "ยังไม่ถึงกำหนด", "3. Measure 3", "",
        "ดำเนินการในรอบก่อนแล้ว", "4. Measure 4",
    ]  # fmt: skip
    told = [[line["text"] for line in bubble["body"]["contents"]][3:] for bubble in cards["contents"]["contents"]]
    assert told == [
        ["ครบกำหนด 31 มีนาคม 2570 (อีก 131 วัน)", "ยังไม่รายงาน"],
        ["รายงานแล้ว", "อยู่ระหว่างดำเนินการ"],
        ["ยังไม่ถึงกำหนด"],
        ["ดำเนินการในรอบก่อนแล้ว"],
    ]


def test_two_tasks_of_one_measure_are_told_apart_by_their_units() -> None:
    shown = (task(1, measure="M", unit="สำนักปลัด"), task(2, measure="M", unit="กองคลัง"), task(3))
    _, listed = made(TaskList(say("x"), tuple(TaskLine(one, ":report:1") for one in shown), 1, 3))
    lines = [line.partition(" – ")[0] for line in listed["text"].splitlines()]
    assert lines[2:] == ["1. M (สำนักปลัด)", "2. M (กองคลัง)", "3. Measure 3"]


def test_a_card_of_a_monthly_measure_names_the_month_that_is_missing() -> None:
    monthly = task(1, cadence=CadenceKind.MONTHLY)
    cards, _ = made(TaskList(say("x"), (TaskLine(monthly, ":report:1"),), 1, 1))
    assert "รอรายงานของเดือนตุลาคมและพฤศจิกายน 2569" in json.dumps(cards, ensure_ascii=False)


def test_a_digest_names_each_task_once() -> None:
    text, cards = made(Digest(say("x"), (TaskLine(task(1), ":report:1"),)))
    assert "Measure 1" not in text["text"] and "Measure 1" not in cards["altText"]
    assert json.dumps(cards).count("1. Measure 1") == 1


def test_a_choice_that_opens_a_page_is_a_button_above_the_question_and_cannot_be_typed() -> None:
    look = Choice(say("Look at the evidence"), uri="https://example.org/look/1", side=True)
    card, question = made(Choices(say("Is it in order?"), (look, Choice(say("Approve"), "yes"))))
    assert "https://example.org/look/1" in str(card) and labels(card)
    assert "https://" not in str(question) and WORDS(look.label) not in question["text"]

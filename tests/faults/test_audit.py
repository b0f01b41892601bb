"""The auditor must be able to fail: made-up logs, each with one thing wrong."""

from dataclasses import replace

import pytest

from tests.e2e.demo import REPO
from tests.faults.audit import (
    ADDED,
    COUNTED,
    LABELS,
    MISSING,
    SAVED,
    Evidence,
    Meant,
    Pressed,
    Recorded,
    Seen,
    Sending,
    Unfinished,
    audit,
    count_faults,
    read_summary,
)
from tests.faults.officer import QUESTIONS_ASKED, STOPPED

WHO, FIRST, SECOND = "สมชาย", "จัดทำประกาศเรื่องที่ 01-001", "จัดทำประกาศเรื่องที่ 01-002"
DONE, RESULT, LINK, PHOTO = "ดำเนินการแล้วเสร็จ", "ติดประกาศแล้ว ร่างที่ 1", "https://example.go.th/1", "a" * 64
SHOWN = {"status": DONE, "result": RESULT, "evidence": f"รูปภาพ 1 รูป\n{LINK}"}
LOOK_OVER = (
    f"{FIRST}\nสถานะ\n{DONE}\nผลการดำเนินการ\n{RESULT}\nข้อเสนอแนะ\nไม่มี\nหลักฐาน\nรูปภาพ 1 รูป\n{LINK}\n"
    "ข้อมูลถูกต้องหรือไม่\n1. บันทึก"
)
MEANT = tuple(
    Meant(WHO, FIRST, 1, question, text)
    for question, text in (("status", DONE), ("result", RESULT), ("evidence", LINK), ("evidence", PHOTO))
)
RECORD = Recorded(7, "e7", WHO, FIRST, {"status": DONE, "result": RESULT, "suggestion": ""}, frozenset({LINK, PHOTO}))
PUSHED = Seen(WHO, 3, "push", f"บันทึกแล้ว: {FIRST} – {DONE}\nยังมีงานอีก", "{saved}")
ROW = Sending(1, "e7", WHO, "sent", "push", ("{saved}",))
WHOLE = Evidence(
    meant=MEANT,
    pressed=(Pressed(WHO, 1, FIRST, SHOWN),),
    seen=(Seen(WHO, 2, "reply", LOOK_OVER, "{look over}"), PUSHED),
    recorded=(RECORD,),
    sendings=(Sending(2, "e6", WHO, "sent", "reply", ("{look over}",)), ROW),
)


def with_record(**changes: object) -> Evidence:
    return replace(WHOLE, recorded=(replace(RECORD, **changes),))  # type: ignore[arg-type]


def answers(**changes: str) -> dict[str, str]:
    return {**RECORD.answers, **changes}


def counts(given: Evidence) -> dict[str, int]:
    return {kind: count for kind, count in count_faults(audit(given)).items() if count}


ANOTHER = "b" * 64
ADDED_LATER = replace(
    with_record(evidence=frozenset({LINK, PHOTO, ANOTHER})), meant=(*MEANT, Meant(WHO, FIRST, 1, "evidence", ANOTHER))
)
TOLD = Seen(WHO, 4, "reply", f"รูปนี้{ADDED} ระบบเพิ่มในรายงานเรื่อง “{FIRST}” แล้ว", "{told}")
TOLD_ROW = Sending(3, "e8", WHO, "sent", "reply", ("{told}",))


def test_a_whole_run_has_no_fault() -> None:
    assert audit(WHOLE) == []
    assert set(count_faults([])) == set(COUNTED)


def test_a_look_over_is_read_as_it_is_shown() -> None:
    assert read_summary(LOOK_OVER) == (FIRST, SHOWN)
    assert read_summary("มีข้อเสนอแนะหรือไม่") is None


@pytest.mark.parametrize(("come", "faults"), [(1, []), (2, []), (3, ["unsaved"])])
def test_a_photo_that_the_look_over_calls_missing_may_come_later(come: int, faults: list[str]) -> None:
    missing = "รูปที่ส่งมาพร้อมกันยังมาไม่ถึงอีก 1 รูป รอได้\nข้อมูลอื่นถูกต้องหรือไม่"
    summary = read_summary(LOOK_OVER.replace("ข้อมูลถูกต้องหรือไม่", missing))
    assert summary is not None
    photos = [letter * 64 for letter in "abc"[:come]]
    meant = tuple(Meant(WHO, FIRST, 1, "evidence", photo) for photo in photos)
    given = replace(with_record(evidence=frozenset({LINK, *photos})), meant=(*MEANT, *meant))
    given = replace(given, pressed=(Pressed(WHO, 1, FIRST, summary[1]),))
    assert [fault.kind for fault in audit(given)] == faults


@pytest.mark.parametrize(
    ("given", "found"),
    [
        (with_record(answers=answers(result="1")), {"wrong": 1, "unsaved": 1}),
        (with_record(answers=answers(suggestion=RESULT)), {"wrong": 1, "unsaved": 1}),
        (with_record(answers=answers(status="ไม่ดำเนินการ")), {"wrong": 1, "unsaved": 1}),
        (with_record(measure=SECOND), {"wrong": 4, "unsaved": 1, "lost": 1}),
        (with_record(officer="มานี"), {"wrong": 4, "unsaved": 1, "lost": 1}),
        (with_record(evidence=frozenset({LINK, "b" * 64})), {"wrong": 1}),
        (with_record(evidence=frozenset({LINK})), {"unsaved": 1}),
        (ADDED_LATER, {"unsaved": 1}),
        (replace(ADDED_LATER, seen=(*WHOLE.seen, TOLD), sendings=(*WHOLE.sendings, TOLD_ROW)), {}),
        (replace(WHOLE, pressed=()), {"unsaved": 1}),
        (replace(WHOLE, recorded=()), {"lost": 1}),
        (replace(WHOLE, recorded=(RECORD, replace(RECORD, id=8))), {"doubled record": 1}),
        (replace(WHOLE, seen=WHOLE.seen[:1]), {"never delivered": 1}),
        (replace(WHOLE, sendings=(*WHOLE.sendings, replace(ROW, id=3))), {"never delivered": 1}),
        (replace(WHOLE, sendings=(*WHOLE.sendings, replace(ROW, id=3, state="dead"))), {"never delivered": 1}),
        (replace(WHOLE, sendings=(*WHOLE.sendings, replace(ROW, id=3, state="dropped"))), {}),
        (
            replace(WHOLE, seen=(*WHOLE.seen, PUSHED), sendings=(*WHOLE.sendings, replace(ROW, id=3, state="dropped"))),
            {},
        ),
        (replace(WHOLE, seen=(*WHOLE.seen, PUSHED)), {"doubled push": 1, "doubled message": 1}),
        (replace(WHOLE, seen=(*WHOLE.seen, replace(PUSHED, via="reply"))), {"doubled message": 1}),
        (replace(WHOLE, sendings=(WHOLE.sendings[0], replace(ROW, via="reply", attempts=2))), {}),
        (replace(WHOLE, sendings=(WHOLE.sendings[0], replace(ROW, messages=("{all}",), statements=("{saved}",)))), {}),
        (
            replace(
                WHOLE,
                seen=(*WHOLE.seen, replace(TOLD, via="reply", message="{all}")),
                sendings=(WHOLE.sendings[0], replace(ROW, messages=("{all}",), statements=("{saved}",), attempts=2)),
            ),
            {"doubled message": 1},
        ),
        (
            replace(WHOLE, sendings=(WHOLE.sendings[0], replace(ROW, messages=("{all}",), statements=("{other}",)))),
            {"never delivered": 1, "doubled message": 1, "doubled push": 1},
        ),
        (replace(WHOLE, left=((WHO, "> 1"),)), {"unanswered": 1}),
        (replace(WHOLE, unfinished=(Unfinished("inbox", "9", "failed", "KeyError"),)), {"stuck": 1}),
    ],
)
def test_each_fault_is_found_and_no_other(given: Evidence, found: dict[str, int]) -> None:
    assert counts(given) == found


def test_a_wrong_answer_is_found_in_a_look_over_that_was_corrected_afterwards() -> None:
    wrong = LOOK_OVER.replace(RESULT, "1")
    assert counts(replace(WHOLE, seen=(*WHOLE.seen, Seen(WHO, 1, "reply", wrong, "{look over}")))) == {
        "wrong": 1,
        "doubled message": 1,
    }


def test_answers_of_a_cancelled_report_are_wrong_in_the_next_one() -> None:
    again = replace(MEANT[1], report=2, text="ติดประกาศแล้ว ร่างที่ 2")
    mixed = with_record(answers=answers(result=again.text))
    pressed = (Pressed(WHO, 2, FIRST, {**SHOWN, "result": again.text}),)
    assert counts(replace(mixed, meant=(*MEANT, again), pressed=pressed)) == {"wrong": 1}
    anew = tuple(replace(one, report=2) for one in MEANT if one.question != "result")
    assert counts(replace(mixed, meant=(*MEANT, again, *anew), pressed=pressed)) == {}


def test_a_fault_names_the_event_and_what_was_meant() -> None:
    (fault, _) = audit(with_record(answers=answers(suggestion=RESULT)))
    assert "e7" in fault.told
    assert f"result of {FIRST}" in fault.told


def test_the_officers_know_the_words_of_the_chat() -> None:
    """Where a sentence is worded anew, the officers have to learn it: else they stand before it and say nothing."""
    sentences = (REPO / "locale/th/LC_MESSAGES/handlers.po").read_text("utf-8")
    known = (*QUESTIONS_ASKED.values(), *STOPPED, SAVED.strip(), ADDED, MISSING, *LABELS.values())
    assert [words for words in known if words.partition("\n")[0] not in sentences] == []

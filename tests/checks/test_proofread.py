"""One proofreader: what it says of a text is said of a plan and of a report alike."""

from dataclasses import replace

import pytest
import regex

from checks.proofread import proofread, remove_other_scripts
from checks.sentences import render_message, render_proposal, render_words
from domain.finding import Finding
from intake.word_slips import word_slips
from reports.check.places import Printed
from reports.check.texts import check_texts
from reports.compile.report import compile_report
from tests.reports.sample import sample

KINDS = {"script", "keyboard", "spelling"}


@pytest.mark.parametrize(
    ("text", "kind", "word", "meant"),
    [
        ("เผยแพร่mk'Facebook ของหน่วยงาน", "keyboard", "mk'Facebook", "ทางFacebook"),
        ("รongรับการให้บริการ", "keyboard", "รongรับ", "รองรับ"),
        ("ณ จังหวัดอุดรราชธานี", "spelling", "จังหวัดอุดรราชธานี", "อุบลราชธานี"),
        ("จังหวัดหนองบัวลำพู", "spelling", "จังหวัดหนองบัวลำพู", "หนองบัวลำภู"),
        ("เสนอผู้บริหรทราบ", "spelling", "ผู้บริหรทราบ", "ผู้บริหารทราบ"),
        ("ผ่านเว็บไซต์และป้องกันกรทุจริตแล้ว", "spelling", "กรทุจริตแล้ว", "การทุจริตแล้ว"),
        ("ทางเว็ไซต์", "spelling", "เว็ไซต์", "เว็บไซต์"),
        ("นายจันทรசாล เข้าร่วม", "script", "นายจันทรசாล", ""),
    ],
)
def test_a_plan_and_a_report_are_told_the_same(text: str, kind: str, word: str, meant: str) -> None:
    (slip,) = proofread([("here", text)])
    assert (slip.kind, slip.parts["word"], slip.parts.get("meant", "")) == (kind, word, meant)
    (in_plan,) = word_slips([("here", text)])
    report = replace(compile_report(sample()), agency="")
    (in_report,) = [one for one in check_texts(report, [Printed("here", text)]) if one.kind in KINDS]
    assert in_report == slip
    assert in_plan == replace(slip, parts={**slip.parts, "times": 1})
    assert render_message(in_plan) == render_message(in_report)
    assert render_proposal(in_plan) == render_proposal(in_report)


@pytest.mark.parametrize(
    "text",
    [
        "เผยแพร่ทางFacebookและLineของหน่วยงาน",
        "จังหวัดน่าอยู่ จังหวัดใกล้เคียง จังหวัดเคลื่อนที่ จังหวัดต่างๆ",
        "ประชุม ณ จังหวัดอุบลราชธานี และจังหวัดเลย",
        "it's ok; see a/b, e.g. https://example.org/a?b='c'",
        "คำว่า 漢字 เป็นอักษรจีน",
        "ผู้รับบริการและผู้บริหาร",
    ],
)
def test_what_is_right_is_left_alone(text: str) -> None:
    assert list(proofread([("here", text)])) == []


def test_the_words_of_a_document_are_parts_and_change_no_sentence() -> None:
    braces = Finding("spelling", "here", {"word": "{x}", "meant": "{0}"})
    assert (braces.words, braces.meant) == (("{x}",), "{0}")
    assert render_message(braces) == "A word that is nearly a known one: “{x}”"
    assert render_proposal(braces) == "Correct the word, if it is a slip. Suggested: {0}"


def test_the_same_slip_in_many_places_is_told_once_in_a_plan() -> None:
    (slip,) = word_slips([(f"line {number}", "ทางเว็ไซต์") for number in (1, 2, 3)])
    assert (slip.place, slip.meant, slip.times) == ("line 1", "เว็บไซต์", 3)
    assert render_words(slip) == "“เว็ไซต์” (และอีก 2 แห่ง)"


def test_every_letter_of_another_script_is_found_beside_thai_letters() -> None:
    others = regex.findall(r"(?!\p{Thai}|\p{Latin}|\p{Common}|\p{Inherited})\p{L}", "".join(map(chr, range(0x30000))))
    assert len(others) > 40_000
    assert [letter for letter in others if remove_other_scripts(f"กข{letter}") == f"กข{letter}"] == []

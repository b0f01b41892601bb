"""Talk to us and accounts of work, told apart by the weights of their words."""

import tomllib
from pathlib import Path

import pytest

from thai import talk
from thai.talk import may_be_talk

TALK = (
    "รูปอยู่ในเครื่องที่บ้าน",
    "เดี๋ยวไปถามหัวหน้าก่อนว่าทำอะไรไปบ้าง",
    "เมื่อวานเน็ตหลุดเลยไม่ได้ส่ง",
    "พี่คนเก่าเขาย้ายไปแล้ว หนูเพิ่งมารับงาน",
    "ง่วง",
)
WORK = (
    "หนูติดป้ายหน้าเคาน์เตอร์แล้ว",
    "เดี๋ยวนี้จองคิวทางไลน์ได้ 3 เรื่อง",
    "ทำแบบสอบถามแล้ว มีคนตอบ 63 คนค่ะ",
    "ผมสรุปข้อร้องเรียนส่งหัวหน้าทุกเดือน",
    "พี่เลี้ยงเด็กเข้าอบรม",
    "3 ครั้ง",
    "No budget",
)


@pytest.mark.parametrize("text", TALK)
def test_what_is_said_of_oneself_and_of_sending_may_be_talk(text: str) -> None:
    assert may_be_talk(text)


@pytest.mark.parametrize("text", WORK)
def test_the_same_words_beside_words_of_work_are_an_account(text: str) -> None:
    assert not may_be_talk(text)


def test_a_long_text_is_never_talk() -> None:
    assert not may_be_talk("รูปอยู่ในเครื่องที่บ้าน " * 4)


def test_no_word_has_two_weights() -> None:
    lists = tomllib.loads(Path(talk.__file__).with_suffix(".toml").read_text(encoding="utf-8"))["weights"].values()
    words = [word for listed in lists for word in listed]
    assert sorted(words) == sorted(set(words))


def test_a_syllable_alone_tells_nothing_of_work() -> None:
    assert may_be_talk("รับ") and may_be_talk("ทำค่ะ")

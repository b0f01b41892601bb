"""The demo stopped and started again: what was said is kept, the clock does not go back, nothing is left behind."""

import signal
import socket
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from simulator import Person
from tests.e2e.demo import STAFF, SUPERVISOR, Demo, answers
from tests.patience import PATIENCE

pytestmark = pytest.mark.slow


@pytest.fixture
def idle_demo(tmp_path: Path) -> Iterator[Demo]:
    """A demo that is not started yet."""
    demo = Demo(tmp_path)
    yield demo
    demo.stop()


def test_a_second_demo_in_the_same_folder_leaves_the_first_alone(demo: Demo) -> None:
    failed = Demo(demo.folder).fails("--reset")
    assert failed.returncode == 1
    (line,) = failed.stderr.splitlines()
    assert "already" in line
    assert demo.json("tasks", "demo")
    with demo.simulator() as phones:
        head = phones.person(SUPERVISOR)
        head.types("สวัสดี")
        head.sees("ต้องการทำอะไรต่อ")


def test_what_was_said_is_kept_and_the_clock_does_not_go_back(demo: Demo) -> None:
    assert demo.code
    first_code = demo.code
    with demo.simulator() as phones:
        officer = phones.person(STAFF)
        officer.types(demo.code)
        officer.sees("ยอมรับหรือไม่")
        officer.taps("ยอมรับ")
        officer.sees("ลงทะเบียนเรียบร้อยแล้ว")
        officer.types("งาน")
        officer.sees("ต้องการรายงานรายการใด")
        answers(officer, "1")
        officer.sees("1. ดำเนินการแล้วเสร็จ")
        moved = phones.move_clock(days=3)
    demo.stop(signal.SIGINT)

    demo.start()
    assert demo.code is None, "the officer is enrolled"
    with demo.simulator() as phones:
        assert moved <= phones.now() < moved + timedelta(minutes=5)
        officer = phones.person(STAFF)
        officer.types("2")
        officer.sees("ค้างไว้")
        has_menu(officer)
        answers(officer, "อยู่ระหว่างดำเนินการ")  # "2" may be of a reminder that came meanwhile
        officer.sees("ดำเนินการอะไรไปแล้วบ้าง")
        answers(officer, "จัดทำร่างประกาศแล้ว")
        officer.sees("มีข้อเสนอแนะหรือไม่")
    demo.stop(signal.SIGHUP)

    demo.start("--reset")
    assert demo.code not in (None, first_code)
    assert demo.json("people", "list", "demo")[1]["enrolled"] is False
    with demo.simulator() as phones:
        assert phones.now() < moved
        officer = phones.person(STAFF)
        officer.types("จัดทำร่างประกาศแล้ว")
        officer.sees("ยอมรับหรือไม่")


def has_menu(person: Person, within: float = PATIENCE) -> None:
    """Wait for the person's rich menu with the number of waiting tasks."""
    until = time.monotonic() + within
    while person.menu() is None:
        assert time.monotonic() < until, "no rich menu"
        time.sleep(0.2)


@pytest.mark.parametrize(("which", "option"), [("port", "--port"), ("simulator_port", "--simulator-port")])
def test_a_taken_port_is_said_in_one_line(idle_demo: Demo, which: str, option: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", getattr(idle_demo, which)))
        taken.listen()
        failed = idle_demo.fails()
    assert failed.returncode == 1
    assert failed.stdout == ""
    (line,) = failed.stderr.splitlines()
    assert str(getattr(idle_demo, which)) in line
    assert option in line

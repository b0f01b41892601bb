"""Signing in as it goes between a page and the chat: by a code, and what is told after a sign-in by link."""

import re

from werkzeug.test import TestResponse

from tests.bot.edge import Edge, tap, text
from tests.web.site import form_token

HERE = "https://tidtam.example"
ADMIN = "วิชัย ดูแล"
CODE_PAGE = "/admin/sign-in/code"


class Computer:
    """A browser of the installation, over https as its cookies want it."""

    def __init__(self, edge: Edge) -> None:
        self._client = edge.app.test_client()

    def opens(self, path: str) -> TestResponse:
        return self._client.get(path, base_url=HERE)

    def presses(self, path: str, page: str | None = None) -> TestResponse:
        data = {"csrf_token": form_token(self.opens(page or path))}
        return self._client.post(path, data=data, base_url=HERE, headers={"User-Agent": "(Windows NT 10.0) Chrome/129"})


def find_tap(heard: str, command: str) -> str:
    """What the button of this command sends."""
    found = re.search(rf":{command}:[\w:]+", heard)
    assert found, heard
    return found[0]


def test_a_computer_is_signed_in_by_the_code_that_it_shows(edge: Edge) -> None:
    edge.enrol(ADMIN, "Uadmin")
    computer = Computer(edge)
    computer.presses(CODE_PAGE)
    shown = re.search(r"เว็บ \d{3} \d{3}", computer.opens(CODE_PAGE).text)
    assert shown
    asked = edge.hear(text("Uadmin", shown[0]))
    for words in ("ใช่ท่านหรือไม่", "Chrome · Windows", "127.0.0.1", "09.00 น."):
        assert words in asked, words
    assert computer.presses(f"{CODE_PAGE}/finish", CODE_PAGE).headers["Location"] == CODE_PAGE
    assert "เข้าสู่ระบบแล้ว" in edge.hear(tap("Uadmin", find_tap(asked, "browser:yes")))
    assert computer.presses(f"{CODE_PAGE}/finish", CODE_PAGE).headers["Location"] == "/admin/demo/"
    assert computer.opens("/admin/demo/").status_code == 200
    assert "ใช้ไม่ได้แล้ว" in edge.hear(tap("Uadmin", find_tap(asked, "browser:yes")))
    assert {via for via, _, _ in edge.line.sent} == {"reply"}


def test_a_sign_in_by_link_is_told_with_the_next_answer_and_ended_by_one_tap(edge: Edge) -> None:
    edge.enrol(ADMIN, "Uadmin")
    computer = Computer(edge)
    link = re.search(r"/admin/sign-in/demo/[\w-]+", edge.hear(text("Uadmin", "เว็บ")))
    assert link
    assert computer.presses(link[0]).status_code == 303
    assert computer.opens("/admin/demo/").status_code == 200
    told = edge.hear(text("Uadmin", "งาน"))
    assert "มีการเข้าหน้าผู้ดูแลด้วยลิงก์ของท่าน: Chrome · Windows" in told
    assert "ให้อุปกรณ์นั้นออกจากระบบแล้ว" in edge.hear(tap("Uadmin", find_tap(told, "signout")))
    assert computer.opens("/admin/demo/").status_code == 401
    assert "มีการเข้าหน้าผู้ดูแล" not in edge.hear(text("Uadmin", "งาน"))
    assert {via for via, _, _ in edge.line.sent} == {"reply"}

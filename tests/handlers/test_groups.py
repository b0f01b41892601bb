"""The account in a LINE group: linked by an administrator's code, it answers what it is asked, and is silent else."""

import random
from dataclasses import replace
from datetime import timedelta

import pytest

from domain.agency import Person, Role
from domain.conversation import Invite
from domain.expectation import Reply
from domain.groups import Group, GroupCode, find_group_codes, new_group_code
from domain.task import Status
from domain.writes import IssueGroupCode, LeaveGroup, LinkGroup, NoteGroup, VoidGroupCode, VoidInvite
from handlers.codes import looks_like_code
from handlers.outcome import Outcome
from tests.handlers.chat import START, Chat, english, task
from thai.dates import day_in_bangkok

GROUP = "C" + "0" * 32
ADMIN = Person(7, "Malee Dee", "Clerk", (1,), frozenset({Role.ADMIN}), line_user="Umalee")
STRANGER = "Ustranger"
NOT_LINKED, IS_LINKED, STATE = "not linked with this group", "is linked with Sample", "how far the measures are"


class GroupChat(Chat):
    """What is said in one group, by an administrator unless it is told otherwise."""

    def __init__(self) -> None:
        super().__init__()
        self.facts.person = ADMIN
        self.facts.group_codes["ABCDE23456"] = GroupCode(5, 7, None, START + timedelta(days=1), used=False)

    def hears(self, kind: str = "text", text: str = "", **fields: object) -> str:
        """What the bot says in answer, "" for nothing; what it writes of the group is kept."""
        given = {"kind": kind, "text": text, "in_group": True, "group": GROUP, **fields}
        event = self.event(**given)
        self.facts.person = ADMIN if event.line_user == "Umalee" else None
        self.outcome: Outcome = self.give(event)
        for write in self.outcome.writes:
            if isinstance(write, NoteGroup):
                self.facts.groups[GROUP] = Group(1, GROUP, write.at)
            if isinstance(write, LinkGroup):
                known = self.facts.groups.get(GROUP) or Group(1, GROUP, write.at)
                self.facts.groups[GROUP] = replace(known, linked_at=write.at, linked_by=write.person_id)
            if isinstance(write, LinkGroup | VoidGroupCode):
                code = self.facts.group_codes["ABCDE23456"]
                self.facts.group_codes["ABCDE23456"] = replace(code, used=True)
            if isinstance(write, LeaveGroup):
                self.facts.groups.pop(GROUP, None)
        return self.heard

    def link(self) -> "GroupChat":
        assert NOT_LINKED in self.hears("join", line_user=None)
        assert IS_LINKED in self.hears(text="ABCDE-23456")
        return self


@pytest.fixture
def group() -> GroupChat:
    return GroupChat()


@pytest.fixture
def linked() -> GroupChat:
    return GroupChat().link()


def test_it_greets_once_on_joining_and_is_silent_until_it_is_linked(group: GroupChat) -> None:
    assert NOT_LINKED in group.hears("join", line_user=None)
    for said in ("สวัสดีค่ะ", "ภาพรวม", "งาน", "1", "เสร็จแล้วครับ", "ABCD2345", "ZZZZZ-99999"):
        assert group.hears(text=said) == "", said
    assert group.hears(text="ภาพรวม", mentions_us=True) == ""
    assert group.hears("join", line_user=None, at=START - timedelta(days=1)) == "", "news of long ago"


def test_a_group_that_was_never_heard_of_is_told_once_when_it_mentions_the_account(group: GroupChat) -> None:
    assert group.hears(text="ภาพรวม") == ""
    assert NOT_LINKED in group.hears(text="อยู่ไหม", mentions_us=True, line_user=STRANGER)
    assert group.hears(text="อยู่ไหม", mentions_us=True, line_user=STRANGER) == ""


@pytest.mark.parametrize("typed", ["ABCDE-23456", "abcde-23456", "ABCDE23456", " ABCDE 23456 ", "รหัส ABCDE-23456 ครับ"])
def test_an_administrator_links_the_group_by_the_code(group: GroupChat, typed: str) -> None:
    assert IS_LINKED in group.hears(text=typed)
    (link,) = group.outcome.writes
    assert isinstance(link, LinkGroup)
    assert (link.line_group, link.code_id, link.person_id) == (GROUP, 5, 7)


# What is said in a linked group, and what is answered: "" is silence.
SAID = (
    ("ภาพรวม", STATE),
    ("ภาพรวมครับ", STATE),
    ("ขอดูภาพรวมของกองเรา", ""),
    ("สวัสดีค่ะ", ""),
    ("เสร็จแล้วครับ", ""),
    ("1", ""),
    ("งาน", ""),
    ("เว็บ", ""),
    ("ยกเลิก", ""),
    ("ใครยังไม่ส่งบ้าง", ""),
    ("พรุ่งนี้ประชุมภาพรวมงบประมาณ 9 โมง", ""),
    ("@", STATE),
    ("@ถึงไหนแล้ว", STATE),
    ("@ใครยังไม่ส่งบ้าง", STATE),
    ("@ช่วยเหลือ", STATE),
    ("@ขอบคุณค่ะ", ""),
    ("@👍", ""),
    ("@เว็บ", "write to the account alone"),
    ("@รายงาน", "write to the account alone"),
    ("@เตือน", "write to the account alone"),
    ("@เชื่อมกลุ่ม", "write to the account alone"),
)


@pytest.mark.parametrize(("said", "expected"), SAID)
def test_a_linked_group_hears_what_it_asks_for_and_nothing_else(linked: GroupChat, said: str, expected: str) -> None:
    heard = linked.hears(text=said.removeprefix("@"), mentions_us=said.startswith("@"))
    assert heard == expected == "" or (expected and expected in heard), heard
    assert linked.outcome.writes == ()


def test_whoever_mentions_the_account_is_answered_also_who_never_enrolled(linked: GroupChat) -> None:
    for who in (STRANGER, None):
        assert STATE in linked.hears(mentions_us=True, line_user=who)
    assert linked.outcome.state.line_user == "Umalee", "nothing is kept of who asks"


def test_the_state_names_units_and_measures_but_nobody_and_not_who_is_late(linked: GroupChat) -> None:
    late = day_in_bangkok(START) - timedelta(days=3)
    linked.facts.people = (Person(9, "สมชาย ใจดี", "Officer"),)
    linked.facts.tasks = (
        replace(task(1), unit="กองคลัง", due=late, measure="ให้นายสมชาย ใจดี เผยแพร่แผน"),
        replace(task(2), unit="กองช่าง"),
        replace(task(3), unit="กองคลัง", measure="ให้นายสมชาย ใจดี เผยแพร่แผน"),
        replace(task(4, status=Status.DONE), unit="กองช่าง", replies=(Reply(late, Status.DONE),)),
    )
    heard = linked.hears(text="ภาพรวม")
    assert "กองคลัง: wait for a report" in heard
    assert "1. ให้นาย… เผยแพร่แผน" in heard
    assert "Not reported yet" in heard
    assert "สมชาย" not in heard
    assert "late" not in heard.casefold()
    assert "Measure 4" not in heard


def test_a_long_list_stays_short(linked: GroupChat) -> None:
    linked.facts.tasks = tuple(replace(task(n), unit=f"กองที่ {n}", measure=f"มาตรการ {n} " * 40) for n in range(1, 60))
    heard = linked.hears(text="ภาพรวม")
    assert len(heard) < 3000
    assert "more units" in heard
    assert "more measures" in heard


def test_a_group_of_one_unit_is_told_of_that_unit(group: GroupChat) -> None:
    group.facts.groups[GROUP] = Group(1, GROUP, START, START, 7, unit_id=2)
    group.facts.tasks = (replace(task(1), unit="กองคลัง"), replace(task(2), unit="กองช่าง", unit_id=2))
    heard = group.hears(text="ภาพรวม")
    assert "กองช่าง" in heard
    assert "กองคลัง" not in heard


def test_a_code_that_somebody_else_types_links_nothing_and_is_void(group: GroupChat) -> None:
    assert group.hears(text="ABCDE-23456", line_user=STRANGER) == ""
    assert isinstance(group.outcome.writes[0], VoidGroupCode)
    assert "not an administrator" in english(group.outcome.to_admins[0])  # type: ignore[arg-type]
    assert "links no group any more" in group.hears(text="ABCDE-23456"), "the administrator hears why"
    assert group.outcome.writes == ()


def test_an_officer_who_is_no_administrator_links_nothing(group: GroupChat) -> None:
    event = group.event(text="ABCDE-23456", in_group=True, group=GROUP)
    group.facts.person = replace(ADMIN, roles=frozenset({Role.SUPERVISOR}))
    outcome = group.give(event)
    assert [type(write) for write in outcome.writes] == [VoidGroupCode]


def test_a_code_is_used_once(linked: GroupChat) -> None:
    linked.facts.groups.clear()  # another group
    assert "links no group any more" in linked.hears(text="ABCDE-23456")
    assert linked.hears(text="ABCDE-23456", line_user=STRANGER) == ""
    assert linked.outcome.writes == ()
    assert linked.outcome.to_admins == ()


def test_a_code_of_two_days_ago_links_nothing(group: GroupChat) -> None:
    assert "links no group any more" in group.hears(text="ABCDE-23456", at=START + timedelta(days=2))


def test_where_line_does_not_say_who_typed_the_code_stays_good(group: GroupChat) -> None:
    assert "does not say who" in group.hears(text="ABCDE-23456", line_user=None)
    assert group.outcome.writes == ()


def test_an_invite_code_is_void_in_a_linked_group_too_and_nothing_is_said_there(linked: GroupChat) -> None:
    linked.facts.invites = {"WXYZ2345": Invite(3, 9, "Somsri", START + timedelta(days=9), used=False)}
    for said in ("WXYZ2345", "ภาพรวม WXYZ2345"):
        assert linked.hears(text=said, mentions_us=True) == ""
        assert [type(write) for write in linked.outcome.writes] == [VoidInvite]
    assert "typed in a LINE group" in english(linked.outcome.to_admins[0])  # type: ignore[arg-type]
    assert linked.hears("other", text="WXYZ2345") == "", "written into a message afterwards"
    assert [type(write) for write in linked.outcome.writes] == [VoidInvite]


def test_members_come_and_go_and_send_photos_in_silence(linked: GroupChat) -> None:
    for kind in ("other", "media", "tap", "unsend", "follow", "unfollow"):
        assert linked.hears(kind, line_user=STRANGER, data=":web") == "", kind
        assert linked.outcome.writes == (), kind


def test_a_removed_account_forgets_the_group_and_greets_when_it_comes_back(linked: GroupChat) -> None:
    assert linked.hears("leave", line_user=None) == ""
    assert linked.hears(text="ภาพรวม") == ""
    assert NOT_LINKED in linked.hears("join", line_user=None)
    assert linked.hears(text="ภาพรวม") == ""


def test_an_account_that_comes_back_without_word_of_its_leaving_is_linked_no_more(linked: GroupChat) -> None:
    assert NOT_LINKED in linked.hears("join", line_user=None)
    assert linked.hears(text="ภาพรวม") == ""


def test_a_chat_of_several_people_that_is_no_group_is_only_guarded(group: GroupChat) -> None:
    for kind, said in (("join", ""), ("text", "ภาพรวม"), ("text", "ABCDE-23456")):
        assert group.hears(kind, text=said, group=None, mentions_us=True) == ""
        assert group.outcome.writes == ()


def test_an_administrator_gets_a_code_in_the_chat_alone() -> None:
    chat = Chat()
    assert "by the agency's administrators" in chat.says("เชื่อมกลุ่ม")
    chat.facts.person = ADMIN
    chat.play(("เชื่อมกลุ่มครับ", "ABCDE-23456"))
    (issued,) = [write for write in chat.written if isinstance(write, IssueGroupCode)]
    assert (issued.person_id, issued.unit_id) == (7, None)
    chat.facts.group_codes["ABCDE23456"] = GroupCode(5, 7, None, START + timedelta(days=1), used=False)
    chat.play(("ABCDE-23456", "Please type it in the group"))


def test_a_groups_code_is_taken_for_no_invite_code_and_no_word_for_a_code() -> None:
    code = new_group_code(random.Random(1).choice)
    assert find_group_codes(f"รหัส {code}") == (code.replace("-", ""),)
    assert looks_like_code(code) == ""
    for said in ("hello world", "ABCD2345", "12345-67890", "รหัส ABCDE", "A-ABCDE-23456-B", "081 2345678"):
        assert find_group_codes(said) == (), said

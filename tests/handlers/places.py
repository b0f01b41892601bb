"""The places of a conversation at which something is typed, each as a chat that has come there."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta

from domain.agency import Person, Role
from domain.conversation import Invite
from domain.expectation import Reply
from domain.messages import Say
from domain.task import Status, Update
from tests.handlers.chat import START, Chat, FakeFacts, english
from tests.handlers.test_cards import chat_going_on
from tests.handlers.test_review import reviewing, waiting
from thai.catalogue import translator
from thai.normalise import fold_text


class ThaiFacts(FakeFacts):
    """The port for somebody who reads Thai: buttons are typed as they are read."""

    def same_words(self, typed: str, label: Say) -> bool:
        translate = translator()
        parts = {name: english(part) if isinstance(part, Say) else str(part) for name, part in label.parts.items()}
        return fold_text(typed) == fold_text(translate(label.msgid).format_map(parts))


def in_thai(chat: Chat) -> Chat:
    facts = chat.facts
    chat.facts = ThaiFacts(**{name: getattr(facts, name) for name in facts.__dataclass_fields__})
    return chat


def at_report(*steps: str) -> Callable[[], Chat]:
    """A report on the first task, taken so far."""

    def begin() -> Chat:
        chat = Chat(("result", "suggestion", "dates"), tasks=3)
        chat.tap_data(":report:1")
        for said in steps:
            chat.taps(said[1:-1]) if said[0] == "[" else chat.says(said)
        return in_thai(chat)

    return begin


def at_menu(*roles: Role) -> Callable[[], Chat]:
    def begin() -> Chat:
        chat = Chat()
        person = replace(chat.facts.person or Person(7, "Malee", "Officer"), roles=frozenset({Role.STAFF, *roles}))
        chat.facts.person, chat.facts.people = person, (person,)
        chat.facts.agency = replace(chat.facts.agency, review_from=START if roles else None)
        return in_thai(chat)

    return begin


def at_list() -> Chat:
    chat = Chat()
    chat.tap_data(":tasks")
    return in_thai(chat)


def at_earlier() -> Chat:
    chat = Chat()
    earlier = Update(5, 1, 7, START, Status.DONE, result="ติดป้าย")
    chat.facts.updates = {1: earlier}
    chat.tap_data(":report:1")
    chat.taps("Done")
    assert str(chat.state.step).startswith("earlier_")
    return in_thai(chat)


def at_verdict() -> Chat:
    chat = reviewing(waiting(1))
    chat.says("ตรวจ")
    return in_thai(chat)


def at_words() -> Chat:
    chat = at_verdict()
    chat.taps("Send back")
    return chat


def at_notice() -> Chat:
    chat = Chat(enrolled=False)
    chat.says("xyz")
    assert chat.state.flow == "notice"
    return in_thai(chat)


def at_card() -> Chat:
    """The only task of somebody, on its card: it goes on as before at one tap."""
    chat = chat_going_on()
    chat.facts.tasks = chat.facts.tasks[:1]
    chat.says("งาน")
    return in_thai(chat)


def at_saved() -> Chat:
    """A report was saved just now; the card of the next task is shown."""
    chat = at_report("[Done]", TOLD, "[Skip]", "[Skip]", "[Skip]", "[No evidence]", "[Save]")()
    (saved,) = chat.saved
    said = Update(901, 1, 7, saved.at, saved.status, saved.result)
    told = replace(chat.facts.tasks[0], last_update=saved.at, replies=(Reply(START.date(), saved.status),))
    chat.facts.tasks, chat.facts.updates[1] = (told, *chat.facts.tasks[1:]), said
    return chat


def at_code() -> Chat:
    chat = at_notice()
    chat.facts.invites = {CODE: Invite(1, 7, "Malee", START + timedelta(days=7), used=False)}
    chat.says("ยอมรับ")
    assert chat.state.flow == "code"
    return chat


CODE = "ABCD2345"
TOLD = "ติดตั้งป้ายประชาสัมพันธ์"
PLACES: Mapping[str, Callable[[], Chat]] = {
    "menu": at_menu(),
    "supervisor": at_menu(Role.SUPERVISOR, Role.ADMIN),
    "list": at_list,
    "status": at_report(),
    "result": at_report("[Done]"),
    "suggestion": at_report("[Done]", TOLD),
    "reason": at_report("[Not carried out]"),
    "date": at_report("[Done]", TOLD, "[Skip]"),
    "evidence": at_report("[Done]", TOLD, "[Skip]", "[Skip]", "[Skip]"),
    "summary": at_report("[Done]", TOLD, "[Skip]", "[Skip]", "[Skip]", "[No evidence]"),
    "earlier": at_earlier,
    "verdict": at_verdict,
    "words": at_words,
    "notice": at_notice,
    "code": at_code,
    "card": at_card,
    "saved": at_saved,
}

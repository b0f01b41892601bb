"""What people type, at each place of the conversation: counted as meant, asked back, or recorded wrongly."""

import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from domain.agency import Person, Role
from domain.conversation import State
from domain.messages import Say
from domain.task import Status, Update
from tests.handlers.chat import START, Chat, FakeFacts, english
from tests.handlers.test_review import reviewing, verdicts, waiting
from thai.catalogue import translator
from thai.normalise import fold_text

LISTS = ("utterances.toml", *(f"utterances_{name}.toml" for name in ("later", "third", "fourth", "fifth")))
VERDICTS = ("meant", "asked", "wrong")
AS_MEANT = 0.95


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
}
# What is heard where nothing was recorded, and what was understood then.
HEARD: tuple[tuple[str, str], ...] = (
    ("Please choose a task by", "asked"),
    ("No more replies wait", "review"),
    ("Here you report what was done", "help"),
    ("Hello, ", "greeting"),
    ("At your service.", "thanks"),
    ("There is no hurry", "wait"),
    ("Thank you.\n", "ok"),
    ("There is nothing to cancel", "cancel"),
    ("Stopped", "cancel"),
    ("cancelled", "cancel"),
    ("To change what you reported", "edit"),
    ("Nothing has been saved yet. To change", "edit"),
    ("Which one goes on as before", "same"),
    ("Of which task?", "which"),
    ("You have not reported on any task", "sent"),
    ("Kept of you", "data"),
    ("Who reports on a task", "not_mine"),
    ("administrator helps you", "admin"),
    ("From when to when will you be away", "away"),
    ("Who stands in for you", "away"),
    ("not noted as away", "returned"),
    ("of your 3 tasks wait for a report", "status"),
    ("Which one would you like to report on", "tasks"),
    ("Not recorded yet", "asked"),
    ("You are reporting on", "asked"),
    ("Overview of 3", "overview"),
    ("people will be reminded", "remind"),
    ("has nobody to answer it", "remind"),
    ("Nothing is waiting in your units", "remind"),
    ("Here is your link", "web"),
)
# Two meanings that lead to the same.
KIND = ("greeting", "thanks", "ok", "wait")  # a kind word, and the question asked again
LIKE = {"report": "tasks", "download": "web"}


@dataclass(frozen=True)
class Outcome:
    """What came of an utterance: what was understood, and whether it left something behind."""

    understood: str
    recorded: bool


def outcome_at(place: str, text: str) -> Outcome:
    chat = PLACES[place]()
    before, written = chat.state, len(chat.written)
    heard = chat.says(text)
    if place in ("result", "suggestion", "reason", "words"):
        found = _at_text(place, text, chat, before)
    else:
        found = _at_choice(place, chat, before)
    if found is None:
        found = Outcome(next((name for words, name in HEARD if words in heard), "asked"), False)
    writes = [type(write).__name__ for write in chat.written[written:]]
    harmless = ("AskReminders", "OfferSignIn")
    return replace(found, recorded=found.recorded or any(name not in harmless for name in writes))


def _at_text(place: str, text: str, chat: Chat, before: State) -> Outcome | None:
    if place == "words":
        made = verdicts(chat)
        return Outcome("answer" if made == [(101, "returned", text)] else f"recorded {made}", True) if made else None
    entry = chat.state.answers.get(place)
    if entry is not None and chat.state.flow == "report":
        kept = entry["value"]
        return Outcome("answer" if kept == text else "skip" if kept == "" else f"recorded {kept}", True)
    return _moved_back(chat, before)


def _moved_back(chat: Chat, before: State) -> Outcome | None:
    """Whether an answer was taken back and its question is asked again."""
    fewer = chat.state.flow == before.flow and len(chat.state.answers) < len(before.answers)
    return Outcome("back", False) if fewer else None


def _at_choice(place: str, chat: Chat, before: State) -> Outcome | None:
    value = next((entry["value"] for name, entry in chat.state.answers.items() if name.split("_")[0] == place), None)
    if place == "status" and value:
        offered = chat.state.notes.get("doubt") or chat.state.notes.get("offered")
        return Outcome(f"{value} + {offered['value']}" if offered else str(value), True)
    if place == "list" and (chosen := chat.state.answers.get("task")):
        return Outcome(f"task:{chosen['value']}", True)
    if place == "date" and (day := chat.state.answers.get("date_1")) is not None:
        return Outcome(day["value"] or "skip", True)
    if place == "evidence":
        if chat.state.notes.get("files"):
            return Outcome("link", True)
        return Outcome("done", True) if value else _moved_back(chat, before)
    if place == "summary":
        return _at_summary(chat, before)
    if place == "earlier" and value:
        return Outcome(value, True)
    if place == "verdict":
        return _at_verdict(chat)
    if place == "notice":
        return _at_notice(chat)
    return _moved_back(chat, before) if place in ("date", "status") else None


def _at_summary(chat: Chat, before: State) -> Outcome | None:
    if chat.saved:
        return Outcome("save", True)
    if chat.state.step == "change":
        return Outcome("change", True)
    return _moved_back(chat, before)


def _at_verdict(chat: Chat) -> Outcome | None:
    if made := verdicts(chat):
        return Outcome("approve" if made[0][1] == "approved" else f"recorded {made}", True)
    if chat.state.step == "words":
        offered = chat.state.notes.get("doubt")
        return Outcome(f"return + {offered['value']}" if offered else "return", True)
    return Outcome("skip", True) if "left for later" in chat.heard else None


def _at_notice(chat: Chat) -> Outcome | None:
    if chat.state.flow == "code":
        return Outcome("accept", True)
    return Outcome("decline", False) if "Nothing about you has been stored" in chat.heard else None


def utterances(name: str) -> Iterator[tuple[str, str, str]]:
    """Place, meaning and text."""
    path = Path(__file__).with_name(name)
    for place, meanings in tomllib.loads(path.read_text(encoding="utf-8")).items():
        for meaning, texts in meanings.items():
            yield from ((place, meaning, text) for text in texts)


def judge(place: str, meaning: str, text: str) -> tuple[str, str]:
    """`meant`, `asked` or `wrong`, and what was understood."""
    found = outcome_at(place, text)
    if meaning == "asked" and found.understood in KIND and place != "menu":
        return "meant", found.understood
    if LIKE.get(meaning, meaning) == LIKE.get(found.understood, found.understood):
        return "meant", found.understood
    return "wrong" if found.recorded else "asked", found.understood


@pytest.mark.parametrize("name", LISTS)
def test_nearly_all_is_taken_as_meant_and_nothing_wrongly(name: str) -> None:
    judged = [(*spoken, *judge(*spoken)) for spoken in utterances(name)]
    counts = Counter((place, verdict) for place, _, _, verdict, _ in judged)
    places = list(dict.fromkeys(place for place, *_ in judged))
    for place in places:
        print(f"{place:12}", *(f"{verdict} {counts[place, verdict]:4} " for verdict in VERDICTS))
    others = [one for one in judged if one[3] != "meant"]
    for place, meaning, text, verdict, understood in others:
        print(f"{verdict} at {place}: {text!r} means {meaning}, understood as {understood}")
    total = Counter(verdict for *_, verdict, _ in judged)
    print(dict(total))
    assert not total["wrong"]
    assert total["meant"] >= AS_MEANT * len(judged)

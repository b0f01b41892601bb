"""What people type, at each place of the conversation: counted as meant, asked back, or recorded wrongly."""

import tomllib
from collections import Counter
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass, replace
from functools import cache
from itertools import count
from pathlib import Path

import pytest

from domain.conversation import State
from handlers.mending import MENDS
from tests.handlers.chat import Chat
from tests.handlers.places import PLACES
from tests.handlers.test_review import verdicts

LISTS = sorted(path.name for path in Path(__file__).parent.glob("utterances*.toml"))
VERDICTS = ("meant", "asked", "other", "wrong")
AS_MEANT = 0.95


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
    ("keeps of you:", "data"),
    ("If a colleague of your division is to report", "not_mine"),
    ("like to hand to a colleague", "hand"),
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
LIKE = {"report": "tasks", "download": "web", "which": "asked"}


@dataclass(frozen=True)
class Outcome:
    """What came of an utterance: what was understood, and whether it left something behind."""

    understood: str
    recorded: bool


def chat_at(place: str) -> Chat:
    """A chat that has come there: one is led there, the others are copies of it."""
    first = _come_to(place)
    chat, facts = copy(first), first.facts
    chat.facts = type(facts)(**{name: copy(getattr(facts, name)) for name in facts.__dataclass_fields__})
    chat.written = list(first.written)
    chat._ids = (f"01COPY{number:020d}" for number in count(1))
    return chat


@cache
def _come_to(place: str) -> Chat:
    return PLACES[place]()


def outcome_at(place: str, text: str) -> Outcome:
    chat = chat_at(place)
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
    if place == "code":
        return Outcome("code", True) if chat.facts.person else None
    if place in ("card", "saved"):
        return _after_a_card(chat, before)
    return _moved_back(chat, before) if place in ("date", "status") else None


def _at_summary(chat: Chat, before: State) -> Outcome | None:
    if chat.saved:
        return Outcome("save", True)
    if chat.state.step == "change":
        return Outcome("change", False)
    return _moved_back(chat, before)


def _after_a_card(chat: Chat, before: State) -> Outcome | None:
    if any(one.repeats for one in chat.saved):
        return Outcome("same", True)
    if chat.state.flow != "report" or "Of which task?" in chat.heard:
        return None
    if MENDS in chat.state.notes:
        return Outcome("edit", False)
    status = chat.state.answers.get("status")
    if status:
        return Outcome(str(status["value"]), True)
    return Outcome("tasks", False) if before.flow != "report" else None


def _at_verdict(chat: Chat) -> Outcome | None:
    if made := verdicts(chat):
        return Outcome("approve" if made[0][1] == "approved" else f"recorded {made}", True)
    if chat.state.step == "words":
        offered = chat.state.notes.get("doubt")
        return Outcome(f"return + {offered['value']}" if offered else "return", False)
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
    """`meant`, `asked` back, taken for some `other` thing or recorded `wrong`; and what was understood."""
    found = outcome_at(place, text)
    if place == "card" and found == Outcome("same", False):
        return ("meant" if meaning == "asked" else "asked"), "asked whether it goes on"
    if meaning == "asked" and found.understood in KIND and place != "menu":
        return "meant", found.understood
    if found.understood.startswith(meaning.removesuffix("+")) and meaning.endswith("+"):
        return "meant", found.understood
    if LIKE.get(meaning, meaning) == LIKE.get(found.understood, found.understood):
        return "meant", found.understood
    if found.recorded:
        return "wrong", found.understood
    return "asked" if LIKE.get(found.understood, found.understood) == "asked" else "other", found.understood


@pytest.mark.slow
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

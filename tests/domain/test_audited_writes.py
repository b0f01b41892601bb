"""Every write either stands in the record of who did what, or it is said why it does not."""

import ast
from pathlib import Path
from typing import get_args

from domain.audited_writes import DESCRIBED, NOT_DESCRIBED
from domain.writes import Write
from web.record_words import SENTENCES

REPO = Path(__file__).parents[2]


def test_every_write_is_recorded_or_it_is_said_why_not() -> None:
    every = set(get_args(Write))
    assert set(DESCRIBED) | set(NOT_DESCRIBED) == every
    assert not set(DESCRIBED) & set(NOT_DESCRIBED)


def test_whoever_applies_writes_says_who_acts() -> None:
    """Reminders are history of their own, and a rehearsal leaves nothing."""
    silent = []
    for path in sorted(
        one for room in ("bot", "web", "reports", "reminders", "intake") for one in (REPO / room).rglob("*.py")
    ):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "apply":
                named = any(one.arg == "by" for one in call.keywords)
                if len(call.args) < 4 and not named:
                    silent.append(str(path.relative_to(REPO)))
    assert silent == ["reminders/tick.py"]


def test_every_subject_that_writes_and_pages_record_has_a_sentence() -> None:
    """Each pair of kind and subject that stands in the code as `Noted("kind", "subject"`, or as `_of("subject"`."""
    unsaid = set()
    for path in sorted(
        one for room in ("bot", "web", "store", "domain", "handlers") for one in (REPO / room).rglob("*.py")
    ):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name) or not call.args:
                continue
            told = [one.value for one in call.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
            if call.func.id == "Noted" and len(told) == 2 and tuple(told) not in SENTENCES:
                unsaid.add(tuple(told))
            if call.func.id == "_of" and path.name == "audited_writes.py" and ("changed", told[0]) not in SENTENCES:
                unsaid.add(("changed", told[0]))
    assert unsaid == set()

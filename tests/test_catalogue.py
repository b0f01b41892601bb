"""Every sentence of the rooms has its Thai, with the same named parts."""

import ast
import string
from pathlib import Path

import pytest
from jinja2 import Environment
from jinja2.ext import extract_from_ast

from thai.catalogue import translator

ROOT = Path(__file__).parent.parent
ROOMS = ("domain", "handlers", "bot", "reminders", "reports", "web", "intake", "checks")


def sentences(room: str) -> dict[str, str]:
    """The msgids marked with N_ or _ in a room, each with the place of its first use."""
    found: dict[str, str] = {}
    for path in sorted((ROOT / room).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("N_", "_"):
                argument = node.args[0]
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    found.setdefault(argument.value, f"{path.relative_to(ROOT)}:{node.lineno}")
    for path in sorted((ROOT / room).rglob("*.html")):
        for line, msgid in sentences_of_template(path.read_text("utf-8")):
            found.setdefault(msgid, f"{path.relative_to(ROOT)}:{line}")
    return found


def sentences_of_template(source: str) -> list[tuple[int, str]]:
    """Line and text of every `_("…")` of a template; `_(name)` translates what stands in the code."""
    calls = extract_from_ast(Environment(autoescape=True).parse(source), ("_",))
    return [(line, text) for line, _, text in calls if isinstance(text, str)]


def parts(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


@pytest.mark.parametrize("room", ROOMS)
def test_every_sentence_is_translated_with_the_same_parts(room: str) -> None:
    thai = translator("th")
    for msgid, place in sentences(room).items():
        assert thai(msgid) != msgid, f"{place}: no Thai for {msgid!r}"
        assert parts(thai(msgid)) <= parts(msgid), f"{place}: other parts in the Thai of {msgid!r}"


def test_the_catalogue_has_no_polite_particles() -> None:
    for path in (ROOT / "locale" / "th" / "LC_MESSAGES").glob("*.po"):
        for particle in ("ค่ะ", "ครับ", "นะคะ"):
            assert particle not in path.read_text("utf-8"), path


def test_a_sentence_of_a_template_is_found_with_its_line() -> None:
    source = "<p>\n{{ _('One') }} {{ _(\"Two {x}\").format(x=1) }} {{ _(name) }}</p>\n<a title=\"{{ _('Three') }}\">"
    assert sentences_of_template(source) == [(2, "One"), (2, "Two {x}"), (3, "Three")]

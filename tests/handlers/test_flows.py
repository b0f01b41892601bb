"""What becomes of a conversation stands in its flow: the turns around it know none by its name."""

import ast
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from handlers.flows import FLOWS
from tests.handlers.chat import Chat

HANDLERS = Path(__file__).resolve().parents[2] / "handlers"
# The menu stands open where nothing runs; whoever enrolls is shown the notice once.
NAME_THEIR_OWN = {("menu.py", "menu"), ("enrol.py", "notice")}


def compared_flows(path: Path) -> Iterator[str]:
    """The flows that a file asks for by name: `state.flow == "report"`, `… in ("report", "review")`."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Compare) and isinstance(node.left, ast.Attribute) and node.left.attr == "flow":
            found = (one.value for one in ast.walk(node) if isinstance(one, ast.Constant))
            yield from (name for name in found if name in FLOWS)


def test_no_decision_asks_for_a_flow_by_its_name() -> None:
    asked = {(path.name, name) for path in HANDLERS.rglob("*.py") for name in compared_flows(path)}
    assert asked == NAME_THEIR_OWN


def test_the_names_would_be_found(tmp_path: Path) -> None:
    source = tmp_path / "some.py"
    source.write_text('if state.flow == "report" or turn.state.flow in ("review", None):\n    pass\n', "utf-8")
    assert set(compared_flows(source)) == {"report", "review"}


def test_a_flow_is_registered_under_its_own_name() -> None:
    facts = Chat().facts
    assert {name: flow(facts).name for name, flow in FLOWS.items()} == {name: name for name in FLOWS}


def test_a_conversation_of_an_earlier_version_ends_at_the_menu_and_says_what_became_of_its_photos() -> None:
    chat = Chat()
    chat.photo(message_id="p1")
    chat.state = replace(chat.state, flow="survey", step="mood")
    assert "were put away" in chat.says("สวัสดี") and "What would you like to do?" in chat.heard
    assert chat.state.flow == "menu" and [write.message_ids for write in chat.written[1:]] == [("p1",)]  # type: ignore[union-attr]

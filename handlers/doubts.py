"""Whether a text may be meant otherwise than as the answer to the question for it; it is asked back then."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from domain.conversation import State
from domain.messages import Choice
from handlers.choices import find_choices, find_typed_choice
from handlers.codes import is_code_alone
from handlers.facts import Facts
from handlers.flow import DOUBT, Flow, get_answer, walk_steps
from handlers.reading import find_meant_choice
from thai.no_answer import why_no_answer
from thai.talk import may_be_talk
from thai.typed.meaning import read_beginning

# What answers no question of a report, and is said to a colleague all the same: `ติดครบหรือยังคะ`, `แนบรูปแล้วครับ`.
_SAID_TO_A_COLLEAGUE: Final = frozenset({"question", "elsewhere"})


def is_doubtful(text: str, flow: Flow, state: State, facts: Facts) -> bool:
    """True where the text is no answer, a code, a command or the words of a choice offered on the way here."""
    why = why_no_answer(text)
    if (
        (why and not (flow.to_a_colleague and why in _SAID_TO_A_COLLEAGUE))
        or is_code_alone(text)
        or read_beginning(text)
    ):
        return True
    if may_be_talk(text) and not flow.to_a_colleague:
        return True
    steps = flow.steps(state)
    shown = {name: find_choices(steps[name].ask(state, facts)) for name in walk_steps(flow, state)}
    if any(find_typed_choice(text, choices, facts) for choices in shown.values()):
        return True
    return any(_contradicts(text, name, choices, state, facts) for name, choices in shown.items())


def _contradicts(text: str, name: str, choices: Sequence[Choice], state: State, facts: Facts) -> bool:
    """True where the text begins with another choice than the one given, or ends with what means one: `เปลี่ยนใจ ผ่าน`."""
    given, said = get_answer(state, name), text.split()
    offered = tuple(one for one in choices if not one.side and not one.data.startswith(":"))
    if given is None or len(said) < 2 or not any(one.data == given for one in offered):
        return False
    meant = [find_typed_choice(part, offered, facts) for part in (said[0], said[-1]) if not _has_digit(part)]
    if last := find_meant_choice(name, said[-1], offered):
        meant.append(last[0])
    return any(one is not None and one.data != given for one in meant)


def _has_digit(part: str) -> bool:
    return any(letter.isdigit() for letter in part)


def may_answer_colleague(state: State, facts: Facts) -> bool:
    """True where a comment or a request of a colleague came after the present question: it may be answered."""
    if state.moved_at is None:
        return False
    again = (state.notes.get(DOUBT) or {}).get("at")  # the question was asked again since
    shown = max(state.moved_at, datetime.fromisoformat(again)) if again else state.moved_at
    came = [*(one.at for one in facts.unanswered_comments()), *(one.at for one in facts.offers_to_me())]
    return any(at > shown for at in came)

"""Which colleague is meant by a name that was typed: whole names alone, a part of one is asked back."""

import re
from collections.abc import Sequence
from typing import Final

from domain.agency import Person
from domain.messages import N_, say
from handlers.flow import BadAnswer
from thai.no_answer import why_no_answer
from thai.normalise import fold_text, fold_typed
from thai.typed.lexicon import strip_polite_end

# Before a name: a title in the list of people, what one is called by colleagues.
_TITLE: Final = re.compile(r"^(?:นางสาว|นาง|นาย|น\.?\s?ส\.?|ว่าที่\s*(?:ร้อย|พัน)(?:ตรี|โท|เอก)(?:หญิง)?|ดร\.?)\s*")
_CALLED: Final = re.compile(r"^(?:ให้|ขอ|เป็น)?\s*(?:คุณ|พี่|น้อง|ท่าน|ป้า|ลุง)?\s*")
_SHORTEST: Final = 3  # letters: what is shorter begins many a name
_DID_YOU_MEAN = N_("“{typed}” is no whole name of a colleague. Did you mean {names}? Please choose the number.")


def find_named(people: Sequence[Person], text: str) -> Person | None:
    """The only one whose name, given name or surname is what was typed; raises BadAnswer where a part of one is."""
    spelled = {_fold_name(text), _fold_name(_CALLED.sub("", text.strip())), fold_text(text)}
    found = [one for one in people if spelled & _list_names(one)]
    if len(found) == 1 and (fold_text(text) == fold_text(found[0].name) or why_no_answer(text) is None):
        return found[0]
    parts = [one for one in people if any(len(part) >= _SHORTEST and part in fold_text(one.name) for part in spelled)]
    if parts and why_no_answer(text) is None:
        names = ", ".join(one.name for one in parts[:3])
        raise BadAnswer(say(_DID_YOU_MEAN, typed=text.strip()[:40], names=names))
    return None


def _list_names(person: Person) -> set[str]:
    """The name as a whole, with its title and without, and each of its words."""
    bare = _TITLE.sub("", person.name.strip())
    return {fold_text(person.name), fold_text(bare), *(fold_text(word) for word in bare.split())}


def _fold_name(text: str) -> str:
    return strip_polite_end(fold_typed(_TITLE.sub("", text.strip())))

"""The sentences people read: English in the code, Thai in `locale/<language>/LC_MESSAGES/<room>.po`.

`locale/` is a plain data directory beside the rooms, never a package: it would hide the standard library's module.
"""

from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path

from babel.messages.pofile import read_po

_LOCALE = Path(__file__).resolve().parent.parent / "locale"


def translator(language: str = "th") -> Callable[[str], str]:
    """A function from an English msgid to its sentence; what has no translation comes back as it is."""
    if language == "en" or not language.isalpha():
        return lambda msgid: msgid
    sentences = _sentences(_LOCALE / language / "LC_MESSAGES")
    return lambda msgid: sentences.get(msgid, msgid)


def sentences_of(language: str, room: str) -> tuple[str, ...]:
    """Every sentence of the room in the language."""
    return tuple(sentence for _, sentence in _translated(_LOCALE / language / "LC_MESSAGES" / f"{room}.po"))


@lru_cache(maxsize=8)
def _sentences(folder: Path) -> dict[str, str]:
    """Every room's translations; where two rooms translate a sentence, the first by file name wins."""
    merged: dict[str, str] = {}
    for path in sorted(folder.glob("*.po")):
        for msgid, sentence in _translated(path):
            merged.setdefault(msgid, sentence)
    return merged


def _translated(path: Path) -> Iterator[tuple[str, str]]:
    with path.open("rb") as file:
        catalogue = read_po(file, abort_invalid=True)
    for message in catalogue:
        msgid, sentence = message.id, message.string
        if isinstance(msgid, str) and isinstance(sentence, str) and msgid and sentence and not message.fuzzy:
            yield msgid, sentence

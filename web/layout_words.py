"""Why a layout cannot be used, in the admin's words: the line, the part, what is wrong, what may stand there."""

import re
from dataclasses import dataclass
from typing import Final

from domain.messages import N_
from thai.catalogue import translator

_LINE: Final = re.compile(r"(?:^layout\.toml line |\(at line )(\d+)")
_PART: Final = re.compile(r"\b(column|front|back) (\d+): ")
_PARTS: Final = {
    "column": N_("column {number}"),
    "front": N_("front part {number}"),
    "back": N_("back part {number}"),
}
_NAME: Final = r"(?P<name>\w+):? "
# What the check of a layout says, and how the admin is told.
_SENTENCES: Final = tuple(
    (re.compile(pattern), msgid)
    for pattern, msgid in (
        (r"unknown key '(?P<name>[^']*)'", N_("“{name}” is not known here; perhaps it is misspelt")),
        (r"'(?P<name>\w+)' is missing", N_("“{name}” is missing")),
        (
            r"unknown placeholder \{(?P<name>[^}]*)\}; known are (?P<known>.*)",
            N_("“{name}” in braces is not known; may be used: {known}"),
        ),
        (r"key '(?P<name>[^']*)' stands twice", N_("“{name}” stands twice")),
        (rf"{_NAME}'?(?P<value>[^']*)'? is none of (?P<known>.*)", N_("“{value}” cannot stand there; choose: {known}")),
        (r"a brace is not closed: (?P<text>.*)", N_("A brace is not closed: “{text}”")),
        (
            rf"{_NAME}.* is not filled in there",
            N_("“{name}” is printed as it stands; nothing is filled in for braces there"),
        ),
        (rf"{_NAME}.* is neither true nor false", N_("“{name}” must be true or false")),
        (rf"{_NAME}.* is neither plan nor reply", N_("“{name}” must be plan or reply")),
        (rf"{_NAME}.* is neither 2 nor 4", N_("“{name}” must be 2 or 4")),
        (rf"{_NAME}.* is not a whole number from 1 to 100", N_("“{name}” must be a whole number from 1 to 100")),
        (rf"{_NAME}must be a list of lines", N_("“{name}” must be a list of lines in square brackets")),
        (rf"{_NAME}(?:must be a (?:list of tables|table)|is not a table)", N_("“{name}” is not written as a table")),
        (rf"{_NAME}(?:.* )?is not text", N_("“{name}” must be text between quotation marks")),
        (r"is not UTF-8 text", N_("The file is not kept as UTF-8 text")),
        (
            r"\(at (?:line|end)",
            N_("The line is not written as a layout file wants: key = value, text in quotation marks"),
        ),
    )
)
_OTHER: Final = N_("Please look at the layout again")


@dataclass(frozen=True, slots=True)
class ToldLayout:
    """What is wrong, and in which line, where that is known."""

    text: str
    line: int | None


def told(problem: str) -> ToldLayout:
    """The English reason of the check as the page says it."""
    line, part = _LINE.search(problem), _PART.search(problem)
    where = f"{_say(_PARTS[part[1]]).format(number=part[2])}: " if part else ""
    reason = problem[part.end() :] if part else re.sub(r"^layout\.toml(?: line \d+)?: ", "", problem)
    return ToldLayout(where + _sentence(reason), int(line[1]) if line else None)


def _sentence(reason: str) -> str:
    for pattern, msgid in _SENTENCES:
        if found := pattern.search(reason):
            return _say(msgid).format(**found.groupdict())
    return _say(_OTHER)


def _say(msgid: str) -> str:
    return translator("th")(msgid)

"""Codes of ITA questions: i๑, e๖, O27, and the O written as a Thai zero."""

import re

from domain.finding import Finding
from domain.plan import Question
from thai.digits import to_arabic

_BEFORE = r"(?:ตัวชี้วัด(?:ที่)?\s*)?(?:ข้อ\s*(?:ที่)?)?\s*"
CODE = r"(?:[ieIE]\s?[0-9๐-๙]{1,2}|[Oo]\s?[0-9๐-๙]{1,2}|[๐0]\s?[0-9๐-๙]{1,2})(?![0-9๐-๙.,/])"
_HEAD = re.compile(rf"^{_BEFORE}({CODE})[.)]?\s*")
_GARBLED = re.compile(r"^[๑1lI|]([0-9๐-๙]{1,2})\s+(?=[ก-ฮเ-ไ])")
_INNER = re.compile(rf"(?<=\s)(?={CODE}\s*[ก-๙A-Z])")
_MENTION = re.compile(rf"\(\s*{_BEFORE}({CODE})\s*\)")


def read_question(text: str) -> Question | None:
    """The question that the text begins with, or None where it begins with no code."""
    match = _HEAD.match(text)
    return Question(_code(match[1]), text[match.end() :].strip()) if match else None


def read_questions(lines: tuple[str, ...]) -> tuple[Question, ...]:
    """The questions that a cell lists; a line without a code goes on in the question above it."""
    found: list[Question] = []
    for piece in (piece.strip() for line in lines for piece in _INNER.split(line)):
        question = read_question(piece)
        if question:
            found.append(question)
        elif garbled_code(piece):
            found.append(Question("", piece))
        elif found and piece:
            found[-1] = Question(found[-1].code, f"{found[-1].text} {piece}".strip())
        elif piece:
            found.append(Question("", piece))
    return tuple(found)


def mentioned_questions(text: str) -> tuple[Question, ...]:
    """The question that a measure's wording begins with or names in brackets."""
    question = read_question(text)
    named = _MENTION.search(text)
    return (question,) if question else (Question(_code(named[1]), ""),) if named else ()


def garbled_code(text: str) -> str | None:
    """The code that a scanner may have garbled at the text's head (`e6` of `๑๖`), or None where none is like that."""
    match = _GARBLED.match(text)
    return f"e{int(to_arabic(match[1]))}" if match else None


def question_doubts(questions: tuple[Question, ...], place: str) -> tuple[Finding, ...]:
    """A warning for each question without a code, with the code that it may have had."""
    return tuple(_doubt(question.text, place) for question in questions if not question.code)


def _doubt(text: str, place: str) -> Finding:
    code = garbled_code(text)
    return Finding("question-code", place, {"text": text[:40], **({"meant": code} if code else {})})


def _code(text: str) -> str:
    """The code as it is written here: `i1`, `e6`, `O27`."""
    letter, digits = text[0], to_arabic(text[1:]).strip()
    return (letter.lower() if letter in "ieIE" else "O") + str(int(digits))


def zero_codes(text: str) -> tuple[tuple[str, str], ...]:
    """Each code in the text whose O was typed as a zero: as it is written, and as it was read."""
    heads = (_HEAD.match(piece.strip()) for piece in _INNER.split(text))
    codes = [match for match in heads if match and match[1][0] in "๐0" and match.end() < len(match.string)]
    return tuple((match[1], _code(match[1])) for match in codes)

"""A small language for saying what a JSON value must be; checks add problems, they never raise."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import regex

Path = tuple[str | int, ...]
Size = Callable[[Any], int]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong at a place; the rule chooses the words."""

    path: Path
    rule: str
    given: tuple[Any, ...] = ()


@dataclass(slots=True)
class Found:
    """The problems found so far, and how to measure JSON in the sender's bytes."""

    size: Size
    problems: list[Problem] = field(default_factory=list)

    def add_problem(self, path: Path, rule: str, *given: Any) -> None:
        """Note a problem."""
        self.problems.append(Problem(path, rule, given))


Check = Callable[[Any, Path, Found], None]


def utf16(text: str) -> int:
    """UTF-16 code units: an emoji counts two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def clusters(text: str) -> int:
    """Grapheme clusters: what a reader calls a letter, its vowels and tone marks included."""
    return len(regex.findall(r"\X", text))


def text_within(most: int, count: Callable[[str], int] = utf16, least: int = 1) -> Check:
    """A string of at most so many characters by that counter."""

    def check_text(value: Any, path: Path, found: Found) -> None:
        if not isinstance(value, str):
            found.add_problem(path, "kind")
        elif least and not value.strip():
            found.add_problem(path, "empty")
        elif count(value) > most:
            found.add_problem(path, "length", 0, most)

    return check_text


def matching(pattern: str, rule: str = "value") -> Check:
    """A string of that pattern."""
    shape = re.compile(pattern)

    def check_pattern(value: Any, path: Path, found: Found) -> None:
        if not isinstance(value, str):
            found.add_problem(path, "kind")
        elif not shape.fullmatch(value):
            found.add_problem(path, rule)

    return check_pattern


def one_of(*values: str) -> Check:
    """One of these strings."""

    def check_choice(value: Any, path: Path, found: Found) -> None:
        if value not in values:
            found.add_problem(path, "enum", values)

    return check_choice


def boolean(value: Any, path: Path, found: Found) -> None:
    """true or false."""
    if not isinstance(value, bool):
        found.add_problem(path, "kind")


def number(least: float, most: float, *, whole: bool = False) -> Check:
    """A number between the two."""

    def check_number(value: Any, path: Path, found: Found) -> None:
        if isinstance(value, bool) or not isinstance(value, int if whole else (int, float)):
            found.add_problem(path, "kind")
        elif not least <= value <= most:
            found.add_problem(path, "range", least, most)

    return check_number


def url(most: int, *schemes: str) -> Check:
    """An address of one of these schemes."""

    def check_address(value: Any, path: Path, found: Found) -> None:
        if not isinstance(value, str):
            found.add_problem(path, "kind")
        elif not value:
            found.add_problem(path, "empty")
        elif utf16(value) > most:
            found.add_problem(path, "length", 0, most)
        elif not _is_address(value, schemes):
            found.add_problem(path, "https" if schemes == ("https",) else "uri")

    return check_address


def _is_address(value: str, schemes: tuple[str, ...]) -> bool:
    scheme, _, rest = value.partition(":")
    if scheme.lower() not in schemes or re.search(r"[\s\x00-\x1f]", value):
        return False
    return bool(re.match(r"//[^/?#]+", rest)) if scheme.lower() in ("http", "https") else bool(rest)


def many(item: Check, least: int, most: int) -> Check:
    """A list of so many."""

    def check_list(value: Any, path: Path, found: Found) -> None:
        if not isinstance(value, list):
            found.add_problem(path, "kind")
            return
        if not least <= len(value) <= most:
            found.add_problem(path, "size", least, most)
        for index, one in enumerate(value[: most + 1]):
            item(one, (*path, index), found)

    return check_list


@dataclass(frozen=True, slots=True)
class Shape:
    """An object: what it must have, what it may have, and rules over the whole. Null counts as absent."""

    required: Mapping[str, Check]
    optional: Mapping[str, Check] = field(default_factory=dict)
    rules: tuple[Check, ...] = ()

    def __call__(self, value: Any, path: Path, found: Found) -> None:
        if not isinstance(value, dict):
            found.add_problem(path, "kind")
            return
        known = {**self.required, **self.optional}
        for key in value:
            if key not in known:
                found.add_problem((*path, key), "unknown")
        before = len(found.problems)
        for key, check in known.items():
            if value.get(key) is not None:
                check(value[key], (*path, key), found)
            elif key in self.required:
                found.add_problem((*path, key), "missing")
        if len(found.problems) == before:
            for rule in self.rules:
                rule(value, path, found)


def by_type(shapes: Mapping[str, Check], key: str = "type") -> Check:
    """An object whose `type` says which shape it has."""

    def check_shape(value: Any, path: Path, found: Found) -> None:
        if not isinstance(value, dict):
            found.add_problem(path, "kind")
        elif value.get(key) is None:
            found.add_problem((*path, key), "missing")
        elif not isinstance(value[key], str) or value[key] not in shapes:
            found.add_problem((*path, key), "enum", tuple(shapes))
        else:
            shapes[value[key]](value, path, found)

    return check_shape


def constant(value: Any, path: Path, found: Found) -> None:
    """A `type` that by_type has already looked at."""

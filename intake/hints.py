"""What the words of a heading hint at: a known key, or what the agency's own column is called."""

import re
import tomllib
import zlib
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from thai.normalise import fold_text, remove_spaces, unify_spelling


@dataclass(frozen=True, slots=True)
class OwnName:
    """What an own column of these words is called, what stands in it, and who fills it in ("" where not known)."""

    name: str
    kind: str = ""
    filled_by: str = ""


@cache
def _load() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("column_hints.toml").read_text(encoding="utf-8"))


@cache
def _hints() -> tuple[tuple[str, re.Pattern[str], re.Pattern[str] | None, float], ...]:
    return tuple(
        (one["key"], re.compile(one["pattern"]), re.compile(one["not"]) if "not" in one else None, one["sure"])
        for one in _load()["hint"]
    )


def _unify_heading(heading: str) -> str:
    return remove_spaces(unify_spelling(heading))


@lru_cache(maxsize=4096)
def hints_of(heading: str) -> tuple[tuple[str, float, int], ...]:
    """Each key that the heading hints at, how sure, and which hint it was, counted from the first."""
    text = _unify_heading(heading)
    return tuple(
        (key, sure, rank)
        for rank, (key, pattern, against, sure) in enumerate(_hints())
        if pattern.search(text) and not (against and against.search(text))
    )


def hint_of(heading: str) -> tuple[str, float] | None:
    """The first key that the heading hints at, and how sure."""
    found = hints_of(heading)
    return (found[0][0], found[0][1]) if found else None


@lru_cache(maxsize=4096)
def own_name(path: tuple[str, ...]) -> OwnName:
    """What the agency's own column is called, by its headings; by their letters where no word is known."""
    text, over = _unify_heading(path[-1] if path else ""), _unify_heading(" ".join(path[:-1]))
    named = (one for each in (text, over) for one in _load()["own"] if each and re.search(one["pattern"], each))
    if one := next(named, None):
        return OwnName(one["name"], one.get("kind", ""), filler_of(text, over) or one["by"])
    return OwnName(f"column_{zlib.crc32(fold_text(text).encode()):08x}", "", filler_of(text, over))


def filler_of(text: str, over: str) -> str:
    """Who fills a column of these headings, without spaces, in, "" where they do not say."""
    said = _load()["filled"]
    whole = over + text
    return next((by for by in ("plan", "reply") if any(re.search(said[by], each) for each in (over, text, whole))), "")


def is_named_own(path: tuple[str, ...]) -> bool:
    """Whether the heading has words by which an own column is known, and none that hint at another."""
    return not hints_of(path[-1]) and not own_name(path).name.startswith("column_")

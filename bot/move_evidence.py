"""The files of evidence brought from one place to another, each of them read back and checked."""

from collections import Counter
from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from store.files import DamagedFile, EvidenceFiles

_AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class Moved:
    """How many files were copied, and lay there already; the names of those that are at neither place whole."""

    copied: int
    there: int
    missing: tuple[str, ...]
    damaged: tuple[str, ...]


def copy_evidence(needed: frozenset[str], source: EvidenceFiles, target: EvidenceFiles) -> Moved:
    """Copies what is needed and not whole at the target; begun again, it goes on where it was broken off.

    Raises FilesUnavailable. Every file that is counted is on the target's disk, or was read back from its storage.
    """
    names, there = sorted(needed), needed.intersection(target.names())
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        try:
            outcomes = dict(zip(names, pool.map(partial(_bring, source, target, there), names), strict=True))
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    count = Counter(outcomes.values())
    listed = {outcome: tuple(name for name in names if outcomes[name] == outcome) for outcome in ("missing", "damaged")}
    return Moved(count["copied"], count["there"], listed["missing"], listed["damaged"])


def _bring(source: EvidenceFiles, target: EvidenceFiles, there: Collection[str], name: str) -> str:
    """What came of one file: there, copied, missing or damaged."""
    if name in there and _is_whole(target, name):
        return "there"
    try:
        with source.open(name) as stream:
            target.save(stream)
    except FileNotFoundError:
        return "missing"
    except DamagedFile:
        return "damaged"
    return "copied"


def _is_whole(files: EvidenceFiles, name: str) -> bool:
    try:
        files.open(name).close()
    except (FileNotFoundError, DamagedFile):
        return False
    return True


def delete_moved(moved: Moved, needed: Collection[str], source: EvidenceFiles, before: datetime) -> int:
    """Deletes from the source what was read back whole at the target, and what nobody needs since then; how many."""
    lost = {*moved.missing, *moved.damaged}
    whole = [name for name in source.names() if name in needed and name not in lost]
    for name in whole:
        source.delete_file(name)
    return len(whole) + source.delete_unneeded(needed, before)

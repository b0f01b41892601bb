"""What the check found, as the certify page shows it: by kind, each with its place and the words it is about."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from flask import request, url_for

from checks.kinds import KINDS
from checks.sentences import render_words
from domain.finding import Finding
from domain.messages import N_
from web.language import translator
from web.plans import find_layout_plan

_PART = re.compile(r"(front|back) (\d+) \(\w+\)")
_SIDES = {"front": N_("Front part {number} of the layout"), "back": N_("Back part {number} of the layout")}
_PLACES = {
    "heading": N_("The report's heading"),
    "introduction": N_("The paragraphs before the table"),
    "signatories": N_("The signatories"),
    "place": N_("The agency's district and province"),
    "note": N_("The note under the table"),
    "scores": N_("The ITA scores in the plan"),
    "questions": N_("The questions in the plan"),
}
_OF_PLAN = ("scores", "questions")


@dataclass(frozen=True, slots=True)
class Told:
    """A finding as the page shows it: sentences of the catalogue, the words it is about, what to write instead.

    `address` is that of the page where it can be looked at or mended; "" where none is.
    """

    what: str
    mend: str
    place: str
    words: str
    instead: str
    blocks: bool
    address: str = ""


@dataclass(frozen=True, slots=True)
class ToldGroup:
    """Findings of one kind together: what they are, what to do, and each with its place."""

    what: str
    mend: str
    blocks: bool
    each: tuple[Told, ...]


def group_findings(findings: Iterable[Finding]) -> tuple[ToldGroup, ...]:
    """The findings by kind, in the order in which each kind comes first."""
    groups: dict[tuple[str, str, bool], list[Told]] = {}
    for one in map(describe_finding, findings):
        groups.setdefault((one.what, one.mend, one.blocks), []).append(one)
    return tuple(ToldGroup(*kind, tuple(each)) for kind, each in groups.items())


def _write_place(place: str) -> str:
    """Where it stands, for a person: the report's own parts in Thai, topics and measures in their own words."""
    say = translator()
    if match := _PART.fullmatch(place):
        return say(_SIDES[match[1]]).format(number=match[2])
    return say(_PLACES[place]) if place in _PLACES else place


def describe_finding(finding: Finding) -> Told:
    """The finding in the admin's words."""
    what, mend = KINDS[finding.kind]
    words = render_words(finding)
    return Told(what, mend, _write_place(finding.place), words, finding.meant, finding.blocks, _find_address(finding))


def _find_address(finding: Finding) -> str:
    """The task's page; the layout's for what the layout words; the plan's for scores and questions."""
    if finding.task is not None:
        return url_for("task.show_task", task_id=finding.task)
    if finding.place in _OF_PLAN:
        return url_for("plan.show_plans")
    if finding.place not in _PLACES and not _PART.fullmatch(finding.place):
        return ""
    return url_for("layout.show_layout", of=find_layout_plan((request.view_args or {}).get("year", 0)))

"""What the check found, in the admin's words: a sentence for each kind, with the words it is about."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from flask import url_for

from domain.finding import Finding
from domain.messages import N_
from thai.catalogue import translator

# A day, a score, a year, a count, a question's code.
_FIGURE = re.compile(r"\d{4}-\d{2}-\d{2}|[\d,]+(?:\.\d+)?|[ieO]\d{1,3}")

# What each kind says, and what to do about it.
SENTENCES = {
    "unanswered": (N_("No reply yet"), N_("Ask the unit for its reply before certifying.")),
    "unapproved": (
        N_("The newest reply is not approved yet, and not printed"),
        N_("Have the supervisor check it, or check it on the task's page."),
    ),
    "reason-missing": (N_("Not carried out, and no reason is given"), N_("Ask the unit for the reason.")),
    "no-answer": (N_("A reply that answers nothing"), N_("Ask the person who wrote it again.")),
    "evidence-missing": (N_("Done, but without evidence"), N_("Ask for a photo, file or link.")),
    "evidence-unreadable": (N_("Evidence that cannot be read"), N_("Ask for it to be sent again.")),
    "date-future": (N_("A date that is still to come"), N_("Ask for the right date.")),
    "date-outside": (N_("A date outside the round"), N_("Ask for the right date.")),
    "date-late": (N_("A date after the round, within the deadline"), N_("Look whether it belongs to this report.")),
    "text-pasted": (N_("The same text stands in many measures"), N_("Say of each measure what was done for it.")),
    "agency-name": (N_("The agency's name is spelled another way"), N_("Correct the name.")),
    "year": (N_("Another fiscal year is named"), N_("Correct the year, or leave it if it is meant.")),
    "script": (N_("Letters of another script in a Thai word"), N_("Type the word anew in Thai.")),
    "keyboard": (N_("Typed with the wrong keyboard"), N_("Type the word anew in Thai.")),
    "spelling": (N_("A misspelt word"), N_("Correct the word.")),
    "title-twice": (N_("Two measures have the same title"), N_("Give each measure a title of its own.")),
    "question-code": (N_("This is no question code"), N_("Correct the code.")),
    "question-missing": (N_("A question is missing in the series"), N_("Look whether it was left out.")),
    "timeframe-year": (N_("The timeframe lies in another fiscal year"), N_("Correct the timeframe in the plan.")),
    "row-torn": (N_("A row seems torn in two"), N_("Join it to the measure before it.")),
    "unprintable": (N_("Letters that cannot be printed"), N_("Write it in Thai, or leave it out.")),
    "personal": (N_("A private number seems to stand there"), N_("Leave it out: the report is published.")),
    "signatories-missing": (
        N_("Nobody is named to sign: the report has no place for signatures"),
        N_("Name who signs on the layout's page."),
    ),
    "place-missing": (
        N_("District and province are not set: the report leaves them out"),
        N_("Set them on the layout's page."),
    ),
    "score": (N_("Scores contradict each other"), N_("Correct the score.")),
}
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
_OTHER = (N_("Please look at this"), N_("Correct it where it is wrong."))


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


def told_together(findings: Iterable[Finding]) -> tuple[ToldGroup, ...]:
    """The findings by kind, in the order in which each kind comes first."""
    groups: dict[tuple[str, str, bool], list[Told]] = {}
    for one in map(told, findings):
        groups.setdefault((one.what, one.mend, one.blocks), []).append(one)
    return tuple(ToldGroup(*kind, tuple(each)) for kind, each in groups.items())


def _place(place: str) -> str:
    """Where it stands, for a person: the report's own parts in Thai, topics and measures in their own words."""
    say = translator("th")
    if match := _PART.fullmatch(place):
        return say(_SIDES[match[1]]).format(number=match[2])
    return say(_PLACES[place]) if place in _PLACES else place


def quoted(words: tuple[str, ...]) -> str:
    """What a finding is about: words between quotation marks, figures and days as they stand."""
    return ", ".join(word if _FIGURE.fullmatch(word) else f"“{' '.join(word.split())}”" for word in words if word)


def told(finding: Finding) -> Told:
    """The finding in the admin's words."""
    what, mend = SENTENCES.get(finding.kind, _OTHER)
    words, instead = quoted(finding.words), ", ".join(finding.instead)
    return Told(what, mend, _place(finding.place), words, instead, finding.blocks, _address(finding))


def _address(finding: Finding) -> str:
    """The task's page; the layout's for what the layout words; the plan's for scores and questions."""
    if finding.task is not None:
        return url_for("task.one_task", task_id=finding.task)
    if finding.place in _OF_PLAN:
        return url_for("plan.start")
    return url_for("layout.look") if finding.place in _PLACES or _PART.fullmatch(finding.place) else ""

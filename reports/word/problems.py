"""What is wrong with a Word template, said so that an officer can mend it: the words, the place, what was meant."""

from collections.abc import Callable
from dataclasses import dataclass

from domain.messages import N_

SENTENCES = {
    "not-word": N_("The file is no Word document (.docx) that can be opened. Please save it as .docx and try again."),
    "too-large": N_("The file is too large. At most 5 MB; photos in it can be made smaller."),
    "active": N_("The file holds macros or embedded objects. Please save it as a plain .docx without them."),
    "outside": N_("The file fetches something from elsewhere (“{word}”). Please put it into the file or take it out."),
    "syntax": N_("“{quoted}” is not closed, or is written in a way that is not understood"),
    "unclosed": N_("A for or an if has no endfor or endif"),
    "unknown": N_("“{word}” is not known, in “{quoted}”"),
    "no-column": N_("The agency's report layout has no column “{word}”, in “{quoted}”"),
    "not-allowed": N_("“{quoted}” does more than print the report's words and may not be used"),
    "no-list": N_("“{word}” is a single text and cannot be gone through row by row, in “{quoted}”"),
    "list": N_("“{word}” holds several: go through it with for, in “{quoted}”"),
    "names-nothing": N_(
        "The file names nothing that is filled in, so every report would be this text. Please put at least "
        "{{{{ row.measure }}}} between {{% for row in rows %}} and {{% endfor %}}, or begin from the sample."
    ),
    "loops-deep": N_(
        "“{quoted}” goes through a list inside another loop, over and over. Please put it after that loop, or use "
        "group.rows inside groups"
    ),
    "loops-many": N_("The file holds more than {word} loops (for). Please make it simpler."),
    "too-long": N_("Filling in the template takes too long. Please make it simpler."),
    "broken": N_("The document that comes of it cannot be opened. Please look whether each for ends in its place."),
}
PLACES = {
    "header": N_("In the header"),
    "footer": N_("In the footer"),
    "footnotes": N_("In the footnotes"),
    "properties": N_("In the file's properties"),
    "table": N_("In table {table}"),
}
_NEAR = N_("Perhaps “{near}” is meant.")


@dataclass(frozen=True, slots=True)
class TemplateProblem:
    """One thing to mend: `kind` of `SENTENCES`, `place` of `PLACES` or "", `near` the name that was perhaps meant."""

    kind: str
    quoted: str = ""
    word: str = ""
    near: str = ""
    place: str = ""
    table: int = 0


class BadTemplate(ValueError):
    """A template that cannot be used; it says what to mend."""

    def __init__(self, *problems: TemplateProblem) -> None:
        """`problems` in the order of the document."""
        super().__init__(*problems)
        self.problems = problems

    def __str__(self) -> str:
        return "; ".join(sentence(problem) for problem in self.problems)


def sentence(problem: TemplateProblem, say: Callable[[str], str] = str) -> str:
    """The problem in words, translated by `say`: where it stands, what it is, what was perhaps meant."""
    place = say(PLACES[problem.place]).format(table=problem.table) if problem.place else ""
    what = say(SENTENCES[problem.kind]).format(word=problem.word, quoted=problem.quoted)
    near = say(_NEAR).format(near=problem.near) if problem.near else ""
    return " ".join(part for part in (f"{place}:" if place else "", what, near) if part)

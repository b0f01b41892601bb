"""What a check can find, by kind: what it says, and what would mend it.

One table for plans, reports and lists of people; their Thai stands in the catalogue of `checks`.
"""

from typing import NamedTuple

from domain.messages import N_


class Kind(NamedTuple):
    """What a finding of the kind says, and what would mend it: sentences without parts."""

    what: str
    mend: str


SUGGESTED = N_("Suggested:")
MORE_PLACES = N_("(and in {more} more places)")
_LOOK = N_("Please look whether that is right.")

# What is looked for before a report is certified, and can be ticked as forbidding it; some of it in plans too.
OF_REPORTS = {
    "unanswered": Kind(N_("No reply yet"), N_("Ask the unit for its reply before certifying.")),
    "unapproved": Kind(
        N_("The newest reply is not approved yet, and not printed"),
        N_("Have the supervisor check it, or check it on the task's page."),
    ),
    "return-unclear": Kind(
        N_("A reply was sent back without saying what to mend"),
        N_("Ask the supervisor what is to be mended, and tell the officer."),
    ),
    "reason-missing": Kind(N_("Not carried out, and no reason is given"), N_("Ask the unit for the reason.")),
    "no-answer": Kind(N_("A reply that answers nothing"), N_("Ask the person who wrote it again.")),
    "column-empty": Kind(N_("A column that must be filled in is empty"), N_("Ask the unit for it.")),
    "number-outside": Kind(N_("A percent that is not between 0 and 100"), N_("Ask for the right number.")),
    "percent-status": Kind(
        N_("The percent does not agree with the status"), N_("Ask the unit which of the two is right.")
    ),
    "value-unread": Kind(
        N_("What stands in the column is not of its kind, and is printed as it stands"), N_("Ask for it anew.")
    ),
    "units-differ": Kind(
        N_("Units of one measure chose differently; the report lists each"), N_("Agree on one, if one is meant.")
    ),
    "evidence-missing": Kind(N_("Done, but without evidence"), N_("Ask for a photo, file or link.")),
    "evidence-unreadable": Kind(N_("Evidence that cannot be read"), N_("Ask for it to be sent again.")),
    "evidence-awaited": Kind(
        N_("Evidence that has not come from LINE yet, and is not printed"), N_("Wait a few minutes and look again.")
    ),
    "date-future": Kind(N_("A date that is still to come"), N_("Ask for the right date.")),
    "date-outside": Kind(
        N_("A date outside the round"), N_("Look whether the date is right, or belongs to another round.")
    ),
    "date-late": Kind(N_("A date after the round, within the deadline"), N_("Look whether it belongs to this report.")),
    "text-pasted": Kind(N_("The same text stands in many measures"), N_("Say of each measure what was done for it.")),
    "agency-name": Kind(N_("The agency's name is spelled another way"), N_("Use one spelling throughout.")),
    "year": Kind(N_("Another fiscal year is named"), N_("Correct the year, or leave it if it is meant.")),
    "script": Kind(N_("Letters of another script in a Thai word"), N_("Type the word anew in Thai.")),
    "keyboard": Kind(N_("Typed with the wrong keyboard"), N_("Type the word anew in Thai.")),
    "spelling": Kind(N_("A word that is nearly a known one"), N_("Correct the word, if it is a slip.")),
    "title-twice": Kind(N_("Two measures have the same title"), N_("Give each measure a title of its own.")),
    "question-code": Kind(N_("A question has no code, or a garbled one"), N_("Write the code: i1, e6 or O27.")),
    "question-missing": Kind(N_("A question is missing in the series"), N_("Look whether it was left out.")),
    "timeframe-year": Kind(
        N_("The timeframe lies in another fiscal year"), N_("Correct the timeframe, if it is a slip.")
    ),
    "row-torn": Kind(N_("A row seems torn in two"), N_("Join it to the measure before it.")),
    "score": Kind(N_("Scores contradict each other"), N_("Correct the score.")),
    "unprintable": Kind(N_("Letters that cannot be printed"), N_("Write it in Thai, or leave it out.")),
    "personal": Kind(N_("A private number seems to stand there"), N_("Leave it out: the report is published.")),
    "signatories-missing": Kind(
        N_("Nobody is named to sign: the report has no place for signatures"),
        N_("Name who signs on the layout's page."),
    ),
    "place-missing": Kind(
        N_("District and province are not set: the report leaves them out"), N_("Set them on the layout's page.")
    ),
}
# What reading a plan's document alone can leave open.
OF_PLANS = {
    "cadence-unread": Kind(N_("How often to follow up is not understood"), N_("Choose the rhythm.")),
    "cadence-elsewhere": Kind(N_("How often to follow up was taken from another column"), N_("Choose the rhythm.")),
    "cells-shifted": Kind(N_("Texts stand one column too far right"), _LOOK),
    "code-twice": Kind(N_("Two questions have the same code"), N_("Correct the code.")),
    "code-zero": Kind(N_("Codes are written with a zero instead of the letter O"), _LOOK),
    "column-guessed": Kind(N_("A column's heading was only nearly understood"), _LOOK),
    "column-asked": Kind(N_("What stands in this column?"), N_("Choose what the column is.")),
    "column-filler": Kind(N_("Who fills this column in?"), N_("Choose the plan or the replies.")),
    "column-unprinted": Kind(
        N_("A column is not in the layout of the report: it is kept, but not printed"),
        N_("Add it to the layout, or learn the layout from this document."),
    ),
    "column-unread": Kind(N_("A column was not understood and was kept as text"), N_("Do nothing unless it matters.")),
    "column-names-two": Kind(
        N_("A column names two things at once and was kept as text"), N_("Split it into two columns, if it matters.")
    ),
    "counts-differ": Kind(
        N_("The lines beside several measures could not be paired"), N_("Look which text belongs to which measure.")
    ),
    "example-left": Kind(
        N_("This is still the form's own example"), N_("Delete the row, or write your measure over it.")
    ),
    "number-twice": Kind(N_("A number was given twice"), N_("Number the measures one after the other.")),
    "responsible-missing": Kind(N_("Nobody is named as responsible"), N_("Write who is responsible.")),
    "responsible-unread": Kind(N_("Who is responsible is not understood"), N_("Write the units that are responsible.")),
    "responsible-both": Kind(
        N_("Units and everyone are named as responsible together"), N_("Write the units that are responsible.")
    ),
    "row-joined": Kind(N_("A row was torn by a page break and joined again"), _LOOK),
    "row-nameless": Kind(N_("A row names no measure and was put to the one above"), _LOOK),
    "row-unread": Kind(
        N_("A text stands beside no measure and was left out"), N_("Write which measure it belongs to.")
    ),
    "sheet-hidden": Kind(N_("A hidden sheet was left out"), N_("Show it and read the file again, if it belongs here.")),
    "sheets-several": Kind(
        N_("Measures stand on several sheets; all were read"),
        N_("Hide the sheets that are no part of this plan, or save it as a file of its own."),
    ),
    "status-both": Kind(N_("A measure is told as done and as not done"), N_("Say which it is.")),
    "status-unread": Kind(N_("Whether a measure was done is not clear"), N_("Say which it is.")),
    "table-headless": Kind(N_("A table without headings was read as the plan's table above goes on"), _LOOK),
    "table-unread": Kind(
        N_("A table was not understood; its text was kept"),
        N_("Give it the plan's heading row, if measures stand in it."),
    ),
    "form-twice": Kind(
        N_("The form stands in the document twice; only the first was read"), N_("Put all measures into one form.")
    ),
    "timeframe-unread": Kind(N_("When it is done is not understood"), N_("Choose its first and last day.")),
    "timeframe-unticked": Kind(N_("No month or quarter is ticked"), N_("Choose its first and last day.")),
    "topic-missing": Kind(N_("The first measures stand under no heading"), N_("Write the topic that they belong to.")),
    "topic-spelling": Kind(N_("A heading is not quite spelled as usual"), N_("Correct the heading in the document.")),
    "year-unread": Kind(N_("The fiscal year is not named"), N_("Choose the year before importing.")),
}
# What a list of people can lack.
OF_PEOPLE = {
    "people-missing": Kind(N_("No person is listed"), N_("List the people.")),
    "column-missing": Kind(N_("A column is missing"), N_("Add a column of this name.")),
    "cell-empty": Kind(N_("Something that every person needs is not written"), N_("Write it.")),
    "role-unknown": Kind(N_("This is no role"), N_("Write staff, supervisor, admin or head.")),
    "name-twice": Kind(N_("A name is listed twice"), N_("Keep one row, or tell the two apart by their names.")),
    "deputy-unknown": Kind(
        N_("The deputy is nobody else in the file"), N_("Write the name of another person in the file.")
    ),
}
KINDS = {**OF_REPORTS, **OF_PLANS, **OF_PEOPLE}

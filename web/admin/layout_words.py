"""Why a layout cannot be used, in the admin's words: the part, what is wrong, what may stand there."""

from typing import Final

from domain.layout_errors import LayoutError
from domain.messages import N_
from web.language import translator

# What each layout that comes with us prints of a measure, in its columns' words.
NAMES: Final = {
    "anticorruption": N_("The anti-corruption plan: money, status and reason"),
    "bs4": N_("Risks followed up (form บส.4)"),
    "dates": N_("Steps with the days they were done"),
    "did": N_("Done, not done, remark"),
    "outcomes": N_("Results and outcomes by issue"),
    "pk5": N_("Internal control followed up (form ปค.5)"),
    "plan": N_("Measures, steps and follow-up"),
    "results": N_("Results and suggestions"),
}

_PARTS: Final = {
    "columns": N_("column {number}"),
    "front": N_("front part {number}"),
    "back": N_("back part {number}"),
}
_NOT_TOML: Final = N_("The line is not written as a layout file wants: key = value, text in quotation marks")
_TABLE: Final = N_("“{key}” is not written as a table")
# What the admin is told of each kind of error.
SENTENCES: Final = {
    "unknown-key": N_("“{key}” is not known here; perhaps it is misspelt"),
    "missing": N_("“{key}” is missing"),
    "placeholder": N_("“{value}” in braces is not known; may be used: {known}"),
    "brace": N_("A brace is not closed: “{value}”"),
    "not-filled-in": N_("“{key}” is printed as it stands; nothing is filled in for braces there"),
    "choice": N_("“{value}” cannot stand there; choose: {known}"),
    "twice": N_("“{value}” stands twice"),
    "own-filler": N_('“{value}” is a column of your own: add filled_by = "plan" or "reply". Known columns: {known}'),
    "own-key": N_("“{value}” cannot name a column: small letters a to z, digits and _, at most 40, a letter first"),
    "switch": N_("“{key}” must be true or false"),
    "width": N_("“{key}” must be a whole number from 1 to 100"),
    "text": N_("“{key}” must be text between quotation marks"),
    "lines": N_("“{key}” must be a list of lines in square brackets"),
    "tables": _TABLE,
    "table": _TABLE,
    "not-utf-8": N_("The file is not kept as UTF-8 text"),
    "not-toml": _NOT_TOML,
    "not-a-layout": _NOT_TOML,
    "not-read": N_("Please look at the layout again"),
    "no-such-layout": N_("“{value}” cannot stand there; choose: {known}"),
}


def describe_layout_error(error: LayoutError) -> str:
    """What is wrong, and in which column or part."""
    say = translator()
    within = f"{say(_PARTS[error.within[0]]).format(number=error.within[1])}: " if error.within else ""
    key = error.key or (error.within[0] if error.within else "")
    value = error.value if isinstance(error.value, str) else str(error.value)[:60]
    return within + say(SENTENCES[error.kind]).format(key=key, value=value, known=", ".join(error.known))

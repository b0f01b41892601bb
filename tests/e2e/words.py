"""What the chat says and offers, out of the catalogue: a test that waits for it cannot lag behind a new wording."""

import re

from thai.catalogue import translator

_GAP = re.compile(r"\{\w+\}|\n")


def words_of(msgid: str) -> str:
    """The longest unbroken piece of a sentence's Thai; KeyError for one that the catalogue does not have."""
    sentence = translator("th")(msgid)
    if sentence == msgid:
        raise KeyError(msgid)
    return max(_GAP.split(sentence), key=len).strip()


HOW_FAR = words_of("{topic}\n“{measure}”\n\nHow far is it?")
HOW_FAR_IN_MONTH = words_of("{topic}\n“{measure}”\n\nHow far is it in {period}?")
WHAT_IS_DONE = words_of(
    "What is done: the part of {period}, or the whole measure, so that nothing more is to be reported?"
)
WHAT_IS_NOT_DONE = words_of("What is not carried out: the part of {period} alone, or the whole measure from now on?")
WHOLE = words_of("The whole measure")
NO_TASKS = words_of("You have no tasks in an open round just now. You will be told when there are.")

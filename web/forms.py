"""Forms: fields declared once, read into values, and shown again with what was typed and what is wrong beside each.

A form changes what it shows and nothing else: a field that was not sent is in no value. `templates/forms.html` is the
one place that prints them.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from flask import abort, flash, request
from markupsafe import Markup, escape

from domain.messages import N_, Say
from thai.normalise import fold_text
from web.language import translator
from web.said import said

# No text of a database holds it, and no keyboard types it.
_NUL: Final = "\0"
# Longer ones are no id and no place; of thousands of digits Python makes no number at all.
_MOST_DIGITS: Final = 15
UNREADABLE: Final = N_("The form holds a character that cannot be stored. Nothing was changed.")
INCOMPLETE: Final = N_("The form did not arrive whole. Nothing was changed.")
SAVED: Final = N_("Saved.")
_NO_WORDS: Final = N_("Please write words.")
_NEEDED: Final = N_("Please fill in this field.")


class Wrong(Exception):
    """A field that cannot be read; its sentence of the catalogue says what may stand there."""

    def __init__(self, sentence: str, **values: object) -> None:
        """`values` fill the sentence's braces."""
        super().__init__(sentence)
        self.sentence, self.values = sentence, values

    def __str__(self) -> str:
        return translator()(self.sentence).format(**self.values)


def make_text_reader(most: int) -> Callable[[str], str]:
    """What reads a text of at most so many letters, its spaces put in order."""
    return lambda typed: " ".join(typed.split())[:most]


def read_line(typed: str) -> str:
    """The text, its spaces put in order, of at most 300 letters."""
    return " ".join(typed.split())[:300]


def read_some_words(typed: str) -> str:
    """The text of at most 200 letters; raises Wrong where no letter is seen in it."""
    read = make_text_reader(200)(typed)
    if not fold_text(read):
        raise Wrong(_NO_WORDS)
    return read


@dataclass(frozen=True, slots=True)
class Field:
    """One field: `read` makes its value of what was typed or raises Wrong; `value` stands there to begin with.

    `kind` is an input's type, or textarea, select or checkbox. `label` and `hint` are sentences of the catalogue;
    `about` is what else names the field, in Thai. `choices` pairs what is sent with what is shown.
    """

    name: str
    label: str
    read: Callable[[str], Any] = read_line
    value: str = ""
    hint: str = ""
    kind: str = "text"
    about: str = ""
    required: bool = False
    choices: Sequence[tuple[str, str]] = ()
    attributes: Mapping[str, Any] = field(default_factory=dict)
    problem: str = ""

    @property
    def title(self) -> str:
        """The label as the page says it."""
        return translator()(self.label).format(about=self.about)


@dataclass(frozen=True, slots=True)
class Form:
    """A form of a page: its name is the page's own, and begins the id of each field.

    `hidden` goes along unseen. A form that `adds` makes something new of all its fields: one that was not sent counts
    as empty there, while elsewhere what was not sent stays as it is.
    """

    name: str
    action: str
    fields: tuple[Field, ...]
    button: str = N_("Save")
    hidden: Mapping[str, object] = field(default_factory=dict)
    adds: bool = False

    @property
    def wrong(self) -> tuple[Field, ...]:
        """The fields that have to be mended."""
        return tuple(each for each in self.fields if each.problem)

    def with_prefix(self, prefix: str) -> tuple[Field, ...]:
        """The fields whose name begins so."""
        return tuple(one for one in self.fields if one.name.startswith(prefix))

    def with_value(self, name: str, value: str) -> "Form":
        """The form with this standing in the field."""
        return replace(
            self, fields=tuple(replace(one, value=value) if one.name == name else one for one in self.fields)
        )

    def with_problem(self, name: str, told: str) -> "Form":
        """The form with this said of the field, in Thai."""
        marked = (replace(one, problem=told) if one.name == name else one for one in self.fields)
        return replace(self, fields=tuple(marked))


def read_form(form: Form) -> tuple[Form, dict[str, Any]]:
    """The form as it was sent, with what is wrong said of each field, and the values of the fields that are right."""
    return fill_form(form, {name: request.form.getlist(name)[-1] for name in request.form})


def fill_form(form: Form, typed: Mapping[str, str]) -> tuple[Form, dict[str, Any]]:
    """The same of what was typed earlier, by the fields' names."""
    read = [_read_field(one, typed, form.adds) for one in form.fields]
    values = {one.name: value for one, sent, value in read if sent and not one.problem}
    return replace(form, fields=tuple(one for one, _, _ in read)), values


def _read_field(one: Field, typed: Mapping[str, str], adds: bool) -> tuple[Field, bool, Any]:
    """The field as it was typed, whether it was, and its value. A tick box sends an empty text before its own."""
    text = typed.get(one.name, "" if adds else None)
    if text is None:
        return one, False, None
    filled = replace(one, value=text)
    if one.kind == "checkbox":
        return filled, True, bool(text)
    try:
        return filled, True, _parse_value(one, text)
    except Wrong as wrong:
        return replace(filled, problem=str(wrong)), True, None


def _parse_value(one: Field, typed: str) -> Any:
    """What was typed as a value; no choice and no day are None. Raises Wrong."""
    if typed.strip():
        return one.read(typed)
    if one.required:
        raise Wrong(_NEEDED)
    return None if one.kind in ("select", "date") else one.read("")


def say_saved(sentence: str = SAVED, /, **values: object) -> None:
    """Have the next page say so above everything else."""
    say = translator()
    bold = {name: Markup("<b>{}</b>").format(value) for name, value in values.items()}
    flash(escape(say(sentence)).format(**bold), "saved")


def say_lines(sentences: Sequence[Say]) -> None:
    """Have the next page say these sentences, together."""
    flash(" ".join(map(said, sentences)), "saved")


def read_whole_number(typed: str) -> int | None:
    """The whole number in the digits, None where anything else stands there or more digits than an id has."""
    bare = typed.strip()
    return int(bare) if bare.isdecimal() and len(bare) <= _MOST_DIGITS else None


def read_known_id(typed: str, known: Collection[int], problem: str) -> int:
    """The id, one of those known; raises Wrong with the problem, a sentence of the catalogue."""
    found = read_whole_number(typed)
    if found is None or found not in known:
        raise Wrong(problem)
    return found


def refuse_nul() -> None:
    """Refuses a form in which a text or a file's name holds the character NUL: 400."""
    texts = [text for _, text in request.form.items(multi=True)]
    names = [file.filename or "" for _, file in request.files.items(multi=True)]
    if any(_NUL in text for text in (*request.form, *texts, *names)):
        abort(400, UNREADABLE)

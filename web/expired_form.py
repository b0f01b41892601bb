"""A form whose token has grown old, shown again with what was typed in it: sent once more, nothing is lost."""

import re
from dataclasses import dataclass
from typing import Final

from flask import Response, make_response, render_template, request

# What is typed as a secret is not shown again in a page.
SECRETS: Final = frozenset({"secret", "token"})
_TOKEN: Final = "csrf_token"  # noqa: S105  (the name of a field)
_WORDS: Final = re.compile("[ก-ฮ]|[^\\W\\d_]{2}")
_NUL: Final = "\0"


@dataclass(frozen=True, slots=True)
class KeptForm:
    """What a form held: `values` as they are sent again, `files` and `secrets` the names of what is asked for anew."""

    action: str
    values: tuple[tuple[str, str], ...]
    files: tuple[str, ...]
    secrets: tuple[str, ...]

    @property
    def typed(self) -> tuple[str, ...]:
        """Of the values those that are words, as somebody typed them."""
        return tuple(value for _, value in self.values if _WORDS.search(value))


def show_again(status: int, title: str) -> Response | None:
    """The form that was sent, to be sent again with a fresh token; None where it may not have come from our own page.

    A browser says where a form comes from (`Sec-Fetch-Site`): what another site has made up is never offered.
    """
    told = request.headers
    if told.get("Sec-Fetch-Site") != "same-origin" or told.get("Sec-Fetch-Mode") != "navigate":
        return None
    form = _keep_form()
    if any(_NUL in text for pair in form.values for text in pair):
        return None
    return make_response(render_template("expired_form.html", form=form, title=title), status)


def _keep_form() -> KeptForm:
    sent = [(name, value) for name, value in request.form.items(multi=True) if name != _TOKEN]
    secrets = tuple(dict.fromkeys(name for name, value in sent if name in SECRETS and value))
    values = tuple((name, value) for name, value in sent if name not in SECRETS)
    files = tuple(dict.fromkeys(name for name, file in request.files.items(multi=True) if file.filename))
    action = request.full_path if request.query_string else request.path
    return KeptForm(action, values, files, secrets)

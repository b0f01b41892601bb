"""The page behind a one-time link: previews open links too, so a GET spends nothing and the button does."""

from flask import render_template
from flask.typing import ResponseReturnValue

from store.agencies import load_agency
from web.messages import message_page
from web.port import port
from web.visit import books_at


def show_one_button(slug: str, token: str, template: str, gone: tuple[str, str]) -> ResponseReturnValue:
    """The template's page, whatever the link is worth; `gone` (title, text) and 410 where no agency has the address."""
    name = port().database.read(lambda conn: load_agency(books).name if (books := books_at(conn, slug)) else None)
    if name is None:
        return message_page(410, *gone)
    return render_template(template, agency=name, slug=slug, token=token)

"""Which of LINE's rich menus show which number, and what each person's own menu shows."""

from sqlalchemy import select

from store import tables
from store.books import Books, composed

_M, _B = tables.badge_menus, tables.badges
_MENUS = composed(select(_M.c.number, _M.c.menu_id))
_SHOWN = composed(select(_B.c.line_user, _B.c.number))


def badge_menus(books: Books) -> dict[int, str]:
    """LINE's id of the menu for each number that was made."""
    return {row.number: row.menu_id for row in books.fetch_prepared(_MENUS)}


def badges(books: Books) -> dict[str, int]:
    """The number that each LINE user's own menu shows; 0 where it was taken away."""
    return {row.line_user: row.number for row in books.fetch_prepared(_SHOWN)}


def set_badge_menu(books: Books, number: int, menu_id: str) -> None:
    """This menu shows the number from now on."""
    books.delete(_M, (_M.c.number == number,))
    books.insert_all(_M, ({"number": number, "menu_id": menu_id},))


def drop_badge_menu(books: Books, number: int) -> None:
    """There is no such menu any more."""
    books.delete(_M, (_M.c.number == number,))


def set_badge(books: Books, line_user: str, number: int) -> None:
    """The LINE user's menu shows this number."""
    if not books.update(_B, (_B.c.line_user == line_user,), {"number": number}):
        books.insert_all(_B, ({"line_user": line_user, "number": number},))

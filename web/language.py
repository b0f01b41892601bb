"""The language that the reader of a page has chosen: Thai, or English, whose sentences stand in the code."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Final
from urllib.parse import urlencode

from flask import Response, g, has_request_context, request

from thai import catalogue
from thai.dates import BANGKOK, day_in_bangkok, write_date, write_time
from thai.months import ENGLISH_NAMES
from thai.years import ERA
from web.port import port

# What the link to a language is called, in that language.
LANGUAGES: Final = {"th": "ไทย", "en": "English"}
_USUAL: Final = "th"
_COOKIE: Final = "tidtam_language"
_YEAR: Final = 365 * 24 * 3600


def language() -> str:
    """The language of the page that is being answered: what its address asks for (`?language=en`), else the cookie."""
    if not has_request_context():
        return _USUAL
    if "language" not in g:
        asked = (request.args.get("language"), request.cookies.get(_COOKIE))
        g.language = next((one for one in asked if one in LANGUAGES), _USUAL)
    return str(g.language)


def translator() -> Callable[[str], str]:
    """What writes a sentence in the reader's language, also later in a thread that has no request."""
    return catalogue.translator(language())


def translate(msgid: str) -> str:
    """The sentence in the reader's language."""
    return translator()(msgid)


def write_day(day: date) -> str:
    """`31 มี.ค. 70`; in English `31 Mar 2570`: the year stays Buddhist, as everywhere in the plan and the report."""
    if language() == "en":
        return f"{day.day} {ENGLISH_NAMES[day.month - 1][:3].capitalize()} {day.year + ERA}"
    return write_date(day, "short", thai_digits=False)


def write_moment(moment: datetime) -> str:
    """`20 พ.ย. 69 เวลา 09.00 น.`; in English `20 Nov 2569, 09:00`, by Bangkok's clock."""
    if language() == "en":
        return f"{write_day(day_in_bangkok(moment))}, {moment.astimezone(BANGKOK):%H:%M}"
    return write_time(moment, thai_digits=False)


def other_languages() -> list[tuple[str, str, str]]:
    """For each other language its code, its name and the address of this page in it; none for the answer to a form."""
    if request.method != "GET" or request.endpoint is None:
        return []
    return [(code, name, _address_in(code)) for code, name in LANGUAGES.items() if code != language()]


def _address_in(code: str) -> str:
    asked = {**request.args.to_dict(flat=False), "language": [code]}
    return f"{request.path}?{urlencode(asked, doseq=True)}"


def keep_language(response: Response) -> Response:
    """The page with the chosen language kept for a year, where its address asked for one; other answers as they are."""
    if response.mimetype != "text/html":
        return response
    if request.args.get("language") in LANGUAGES:
        secure = port().secure_cookies
        response.set_cookie(_COOKIE, language(), max_age=_YEAR, secure=secure, httponly=True, samesite="Lax")
    response.vary.add("Cookie")
    return response

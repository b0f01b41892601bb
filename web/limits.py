"""Who tries too often waits: one table of what is limited, and how often a network may.

What LINE signs is never limited: it sends thousands of events in a minute after an outage. Whoever is over the limit is
remembered by the process, so that going on costs no statement.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import IPv6Address, ip_address, ip_network
from math import ceil
from typing import Final

from flask import Response, request

from domain.messages import N_
from store.attempts import Limit, count_attempt
from web.messages import message_page
from web.port import port

MANY: Final = (
    N_("That was tried too often"),
    N_("Please wait some minutes and try again. Nothing was changed."),
)
_MANY_CODES: Final = (
    N_("Too many codes are shown just now"),
    N_("Please wait five minutes and try again, or sign in by a link: type “เว็บ” in the agency's LINE chat."),
)


@dataclass(frozen=True, slots=True)
class Rule:
    """What is limited: every try, refused before it is looked at; or the tries that are answered by this status.

    A whole office, or half a province on its telephones, may stand behind one address: whoever has the right link is
    never refused.
    """

    limit: Limit
    said: tuple[str, str] = MANY
    only: int | None = None


_WRONG_LINK: Final = Rule(Limit("wrong-link", 60, timedelta(minutes=10)), only=410)
_WRONG_CODE: Final = Rule(Limit("wrong-verify-code", 120, timedelta(minutes=10)), only=404)
# By the method and the endpoint.
LIMITED: Final[Mapping[tuple[str, str], Rule]] = {
    ("POST", "entrance.sign_in"): _WRONG_LINK,
    ("POST", "setup_entrance.sign_in_to_setup"): _WRONG_LINK,
    ("POST", "replies_link.open_page"): _WRONG_LINK,
    ("POST", "my_data.send_data"): _WRONG_LINK,
    ("GET", "public.show_version"): _WRONG_CODE,
    ("POST", "public.compare_file"): Rule(Limit("compared-file", 240, timedelta(minutes=10))),
    ("POST", "code_entrance.make_code"): Rule(Limit("sign-in-code", 20, timedelta(minutes=5)), _MANY_CODES),
}
UNSIGNED: Final = Limit("unsigned-call", 60, timedelta(minutes=1))


def check_limits() -> Response | None:
    """Nothing where the request may go on; a page that asks to wait where its network has tried too often."""
    rule = LIMITED.get((request.method, request.endpoint or ""))
    return None if rule is None or rule.only is not None else _refuse_over(rule)


def count_wrong(response: Response) -> Response:
    """The answer, or the page that asks to wait in place of one that says no too often."""
    rule = LIMITED.get((request.method, request.endpoint or ""))
    if rule is None or rule.only is None or response.status_code != rule.only:
        return response
    return _refuse_over(rule) or response


def _refuse_over(rule: Rule) -> Response | None:
    wait = try_once(rule.limit, find_network())
    return None if wait is None else ask_to_wait(message_page(429, *rule.said), wait)


def try_once(limit: Limit, who: str) -> int | None:
    """Count one more try; how many seconds to wait, None where it may go on."""
    here = port()
    now, key = here.machine_now(), (limit.name, here.keys.sign("attempts", limit.name, who))
    waiting = here.waiting
    until = waiting.find_end(key, now)
    if until is None:
        until = here.database.run(lambda conn: count_attempt(conn, limit, key[1], now))
        if until is not None:
            waiting.keep(key, until, now)
    return None if until is None else max(1, ceil((until - now).total_seconds()))


def ask_to_wait(answer: Response, seconds: int) -> Response:
    """The answer with when to try again."""
    answer.headers["Retry-After"] = str(seconds)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def find_place() -> str:
    """The network address that was asked from; behind a proxy on this machine the one that the proxy names."""
    direct = request.remote_addr or ""
    try:
        is_proxy = ip_address(direct).is_loopback
    except ValueError:
        is_proxy = not direct  # a socket of the machine
    named = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    try:
        return str(ip_address(named)) if is_proxy and named else direct[:60]
    except ValueError:
        return direct[:60]


def find_network() -> str:
    """The address that was asked from, of IPv6 the network that one customer of a provider has: it is all theirs."""
    place = find_place()
    try:
        address = ip_address(place)
    except ValueError:
        return place
    if not isinstance(address, IPv6Address):
        return place
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(ip_network((address, 48), strict=False))

"""Each night: do the agencies' links for the national assessment still answer? Nothing is sent of it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, time
from threading import Event

from sqlalchemy import Connection

from bot.link_request import find_link_fault
from bot.shell import Shell
from domain.agency import Agency
from domain.audit import Act
from domain.bug import set_aside
from domain.links import Link
from domain.writes import KeepLinkChecks
from reports.ita.links import find_links
from store.agencies import load_agencies
from store.apply import apply
from store.books import Books
from thai.dates import BANGKOK
from thai.fiscal import fiscal_year

_BEGINS = time(1)  # in Bangkok, while few need the servers; later where the worker was down
_AT_ONCE = 8


def look_at_link(link: Link) -> str:
    """The link's fault; our own pages may stand inside the network, wherever BASE_URL leads, and lead nowhere else."""
    if link.own:
        return find_link_fault(link.address, may_reach=lambda _: True, ports=False, hops=0)
    return find_link_fault(link.address)


class LinkChecks:
    """The nightly job; two workers that both look find the same, as what is kept goes by the night."""

    def __init__(self, shell: Shell, look: Callable[[Link], str] = look_at_link) -> None:
        self._shell, self._look = shell, look
        self._done: dict[int, date] = {}
        self._stopped = Event()

    def stop_looking(self) -> None:
        """Look at no further link: nobody is sent anything while a worker that ends waits for strangers' servers."""
        self._stopped.set()

    def check_night(self) -> int:
        """Look at the links of each agency whose turn has come since one o'clock; how many links."""
        local = self._shell.clock.now().astimezone(BANGKOK)
        if local.time() < _BEGINS:
            return 0
        looked, failures = 0, list[Exception]()
        for agency in self._shell.database.read(load_agencies):
            if self._done.get(agency.id) != local.date() and not self._stopped.is_set():
                with set_aside(failures):
                    looked += self._check_agency(agency, local.date())
        if failures:
            raise ExceptionGroup("links that could not be looked at are tried again", failures)
        return looked

    def _check_agency(self, agency: Agency, night: date) -> int:
        shell = self._shell

        def find_in_books(conn: Connection) -> tuple[Link, ...]:
            books = Books(conn, agency.id)
            return find_links(books, shell.files, agency.slug, shell.settings.base_url, fiscal_year(night))

        links = shell.database.read(find_in_books)
        with ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="tidtam-links") as pool:
            faults = dict(zip((link.address for link in links), pool.map(self._look_on, links), strict=True))
        if self._stopped.is_set():
            return 0
        write = KeepLinkChecks(night, faults)
        by = Act("worker", None, shell.clock.now())
        shell.database.run(lambda conn: apply(Books(conn, agency.id), (write,), shell.keys, by))
        self._done[agency.id] = night
        return len(links)

    def _look_on(self, link: Link) -> str:
        return "" if self._stopped.is_set() else self._look(link)

"""Asking a web address whether it answers: a stranger's address, so never one inside our own network.

Each host's addresses are looked up here and the connection goes to the one that was looked at, so that a name which
means something else a moment later leads nowhere. No body is read.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Final
from urllib.parse import urljoin

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.util import Url, parse_url
from urllib3.util.ssl_match_hostname import CertificateError

from domain.links import is_web_address

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
MayReach = Callable[[Address], bool]

PORTS: Final = {"http": (80, 8080), "https": (443, 8443)}
_HOPS: Final = 5
_SECONDS: Final = (
    15.0  # for each step to an answer: connecting, the handshake, and from the question to its last header
)
_MOVED: Final = (301, 302, 303, 307, 308)
_NAT64: Final = ipaddress.ip_network("64:ff9b::/96")
_LOCAL_NAT64: Final = ipaddress.ip_network("64:ff9b:1::/48")


class _Fault(Exception):
    """Why the address does not answer."""


def is_public_address(address: Address) -> bool:
    """True for an address on the internet; what wraps another one is judged by that."""
    if isinstance(address, ipaddress.IPv6Address):
        if address in _NAT64:
            return is_public_address(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
        wrapped = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
        if address in _LOCAL_NAT64 or (wrapped is not None and not is_public_address(wrapped)):
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def find_link_fault(
    address: str, may_reach: MayReach = is_public_address, ports: bool = True, hops: int = _HOPS
) -> str:
    """Why the address does not answer as a web page does, "" where it does.

    `address`, `inside` (our own network), `unknown_host`, `no_answer`, `certificate`, `redirects`, or the status. With
    `ports` only the usual ones are asked.
    """
    try:
        for _ in range(hops + 1):
            status, moved_to = _ask_server(address, may_reach, ports)
            if status not in _MOVED or not moved_to:
                return "" if status < 400 else str(status)
            address = _join_address(address, moved_to)
    except _Fault as fault:
        return str(fault)
    return "redirects"


def _join_address(address: str, moved_to: str) -> str:
    try:
        return urljoin(address, moved_to)
    except ValueError as error:  # what a server says of where it has moved may be anything
        raise _Fault("address") from error


def _ask_server(address: str, may_reach: MayReach, ports: bool) -> tuple[int, str | None]:
    """The status, and where it leads on; many servers answer HEAD with an error, so GET has the last word."""
    if not is_web_address(address):
        raise _Fault("address")
    try:
        url = parse_url(address)
    except urllib3.exceptions.LocationParseError as error:
        raise _Fault("address") from error
    scheme, host = url.scheme or "", (url.host or "").strip("[]")
    port = url.port or PORTS[scheme][0]
    if ports and port not in PORTS[scheme]:
        raise _Fault("address")
    ip = _look_up(host, port, may_reach)
    answer = _ask_by("HEAD", url, host, ip, port)
    return answer if answer[0] < 400 else _ask_by("GET", url, host, ip, port)


def _look_up(host: str, port: int, may_reach: MayReach) -> str:
    """The host's address; one that may not be reached among several is enough to refuse all."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise _Fault("unknown_host") from error
    addresses = [str(each[4][0]).partition("%")[0] for each in found]
    if not addresses or not all(may_reach(ipaddress.ip_address(each)) for each in addresses):
        raise _Fault("inside")
    return addresses[0]


def _ask_by(method: str, url: Url, host: str, ip: str, port: int) -> tuple[int, str | None]:
    connection = _connection(url.scheme or "", host, ip, port)
    # A server that sends a byte now and then would hold us for hours.
    alarm = threading.Timer(_SECONDS, _cut_off, (connection,))
    alarm.daemon = True
    try:
        connection.connect()  # has its own end; what the alarm cuts off is there only then
        alarm.start()
        headers = {"Host": url.netloc or host, "User-Agent": "Tidtam link check", "Accept": "*/*"}
        connection.request(method, url.request_uri, headers=headers, preload_content=False, decode_content=False)
        answer = connection.getresponse()
        return answer.status, answer.headers.get("Location")
    except (ssl.SSLCertVerificationError, CertificateError) as error:
        raise _Fault("certificate") from error
    except (OSError, http.client.HTTPException, urllib3.exceptions.HTTPError, ValueError) as error:
        raise _Fault("no_answer") from error
    finally:
        alarm.cancel()
        connection.close()


def _connection(scheme: str, host: str, ip: str, port: int) -> HTTPConnection:
    """To that one address, asking it for the host's certificate."""
    if scheme == "https":
        return HTTPSConnection(ip, port, timeout=_SECONDS, server_hostname=host, assert_hostname=host)
    return HTTPConnection(ip, port, timeout=_SECONDS)


def _cut_off(connection: HTTPConnection) -> None:
    sock = connection.sock
    if sock is not None:
        with suppress(OSError):
            sock.shutdown(socket.SHUT_RDWR)

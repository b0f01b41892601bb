"""As much of a browser as signing in needs, without one."""

import re
from html import unescape
from urllib.parse import urlencode, urljoin

import urllib3

FORM = "application/x-www-form-urlencoded"


def form_token(page: str) -> str:
    """The token in a page's form, by which the server knows it again."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found, page
    return found[1]


class Visitor:
    """As much of a browser as signing in needs: cookies, redirects, forms."""

    def __init__(self) -> None:
        self._http = urllib3.PoolManager(retries=False)
        self._cookies: dict[str, str] = {}
        self.at = ""

    def asks(self, method: str, url: str, fields: dict[str, str] | None = None) -> urllib3.BaseHTTPResponse:
        """The answer, after redirects."""
        cookie = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        body = None if fields is None else urlencode(fields)
        headers = {"Cookie": cookie, **({} if body is None else {"Content-Type": FORM})}
        answer = self._http.request(method, url, body=body, headers=headers, redirect=False)
        self.at = url
        for line in answer.headers.getlist("Set-Cookie"):
            name, _, rest = line.partition("=")
            self._cookies[name] = rest.partition(";")[0]
        if answer.status in (302, 303):
            return self.asks("GET", urljoin(url, answer.headers["Location"]))
        return answer

    def opens(self, url: str) -> str:
        """The page at the address; an assertion where it is not there."""
        answer = self.asks("GET", url)
        assert answer.status == 200, (url, answer.status)
        return answer.data.decode()

    def presses(self, page: str) -> str:
        """The page that the only form of a page leads to."""
        action, token = re.search(r'<form method="post" action="([^"]+)"', page), form_token(page)
        assert action
        answer = self.asks("POST", urljoin(self.at, unescape(action[1])), {"csrf_token": token})
        assert answer.status == 200, answer.status
        return answer.data.decode()

    def close(self) -> None:
        """Give the connections back."""
        self._http.clear()

"""The one page of all reports, filled in over HTTP as a browser would, by somebody who presses again where it fails."""

import re
from html import unescape
from urllib.parse import urljoin, urlsplit

import urllib3

from tests.e2e.officer import Told
from tests.e2e.visitor import Visitor, form_token

STATUSES = {
    "ดำเนินการแล้วเสร็จ": "done", "อยู่ระหว่างดำเนินการ": "in_progress", "ยังไม่ได้ดำเนินการ": "not_started",
    "ไม่ดำเนินการ": "not_done",
}  # fmt: skip
TRIES = 40


class ReplyPage:
    """A browser on the page: `address` is where Tidtam answers, whatever host the link names."""

    def __init__(self, address: str) -> None:
        self.address, self.visitor, self.shown = address, Visitor(), ""

    def opens(self, link: str) -> bool:
        """Spend the link; False where it is spent, or where its answer got lost."""
        path = urlsplit(unescape(link)).path
        page = self._asks("GET", path)
        pressed = self.visitor.asks("POST", f"{self.address}{path}", {"csrf_token": form_token(page)})
        if pressed.status != 200:
            return False
        self.shown = pressed.data.decode()
        return True

    def reports(self, told: Told) -> None:
        """Type the report, which is kept as a draft, and press its button until it is saved."""
        fields = self._fields(told.measure)
        task = next(name for name in fields if name.endswith("-mark")).partition("-")[0]
        typed = {
            "status": STATUSES[told.status],
            "result": told.result,
            "suggestion": told.suggestion,
            "links": told.link,
        }
        if f'id="{task}-whole"' in self.shown:
            typed["whole"] = "for_good"
        fields |= {f"{task}-{name}": value for name, value in typed.items()}
        self._asks("POST", f"{self._path}/{task[1:]}/draft", fields)
        self.shown = self._asks("POST", self._path, {**fields, "save": task[1:]})
        assert 'class="card same saved"' in self.shown, re.findall(r'class="problem"[^>]*>[^<]*', self.shown)

    def ticks_unchanged(self, measure: str) -> None:
        """Tick that nothing has changed, and save."""
        fields = self._fields(measure)
        task = next(name for name in fields if name.endswith("-mark")).partition("-")[0]
        self.shown = self._asks("POST", self._path, {**fields, f"{task}-same": "on", "save": task[1:]})
        assert 'class="card same saved"' in self.shown, re.findall(r'class="problem"[^>]*>[^<]*', self.shown)

    @property
    def _path(self) -> str:
        found = re.search(r'action="([^"]+/tasks)"', self.shown)
        assert found, self.shown
        return found[1]

    def _fields(self, measure: str) -> dict[str, str]:
        """The hidden fields of the measure's form."""
        section = next(one for one in self.shown.split("<section")[1:] if measure in unescape(one))
        hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', section)
        chosen = re.findall(r'<select id="[^"]+" name="([^"]+)">.*?<option value="([^"]+)" selected', section, re.S)
        return {"csrf_token": form_token(self.shown), **dict(hidden), **dict(chosen)}

    def _asks(self, method: str, path: str, fields: dict[str, str] | None = None) -> str:
        """The answer; asked again while the server is out of order."""
        for _ in range(TRIES):
            answer: urllib3.BaseHTTPResponse = self.visitor.asks(method, urljoin(self.address, path), fields)
            if answer.status < 500:
                return answer.data.decode()
        raise AssertionError(f"{path} does not answer")

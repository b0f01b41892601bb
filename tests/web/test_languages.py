"""Every page in Thai, or in English for who chooses it."""

import re
from html import unescape

import pytest

from tests.web.full_site import FullSite, full_site
from tests.web.shown_pages import all_pages
from tests.web.site import Site
from thai.catalogue import sentences_of

__all__ = ["full_site"]

_TAG = re.compile(r"<(script|style)\b.*?</\1>|<[^>]+>", re.S)
# A Thai sentence of the catalogue that is this long is no name that a plan or a person could have too.
_LONG = 16
# What the sample's plan and its list of days off are called, as it happens, in words of the catalogue.
_OF_THE_SAMPLE = {"มาตรการส่งเสริมคุณธรรมและความโปร่งใส", "วันหยุดของหน่วยงาน"}


def _text(html: str) -> str:
    return " ".join(unescape(_TAG.sub(" ", html)).split())


def test_a_page_is_thai_until_english_is_chosen_and_stays_so(site: Site) -> None:
    browser = site.browser()
    first = browser.get("/").text
    assert '<html lang="th">' in first
    assert '<a href="/?language=en" lang="en" hreflang="en">English</a>' in first
    assert '<html lang="en">' in browser.get("/?language=en").text
    again = browser.get("/")
    assert '<html lang="en">' in again.text
    assert "Cookie" in again.headers["Vary"]
    browser.get("/?language=th")
    assert '<html lang="th">' in browser.get("/").text


def test_what_is_no_page_is_the_same_in_every_language(site: Site) -> None:
    browser = site.browser()
    for path in ("/assets/admin.css", "/healthz"):
        answer = browser.get(path, query_string={"language": "en"})
        assert answer.status_code == 200
        assert "Cookie" not in answer.headers.get("Vary", "") and "Set-Cookie" not in answer.headers
        answer.close()


@pytest.mark.parametrize("odd", ["fr", "", "../th", "EN", "en\n"])
def test_another_language_than_these_changes_nothing(site: Site, odd: str) -> None:
    answer = site.browser().get("/", query_string={"language": odd})
    assert '<html lang="th">' in answer.text
    assert "Set-Cookie" not in answer.headers


def test_the_link_keeps_what_the_address_asks_for(site: Site) -> None:
    page = site.signed_in(1).get("/admin/demo/tasks?status=late&view=list").text
    assert "/admin/demo/tasks?status=late&amp;view=list&amp;language=en" in page


@pytest.mark.slow
def test_no_sentence_of_ours_is_thai_on_an_english_page(full_site: FullSite) -> None:
    for visitor in (full_site.admin, full_site.anyone, full_site.reporter):
        visitor.get("/?language=en")
    ours = set(sentences_of("th", "web")) - _OF_THE_SAMPLE
    long = [sentence for sentence in ours if len(sentence) >= _LONG and "{" not in sentence]
    found = {f"{page.name}: {sentence}" for page in all_pages(full_site) for sentence in _thai_of(page.html, long)}
    assert found == set()


def _thai_of(html: str, sentences: list[str]) -> list[str]:
    """Those of the sentences that stand on an English page."""
    text = _text(html) if '<html lang="en">' in html else ""
    return [sentence for sentence in sentences if sentence in text]

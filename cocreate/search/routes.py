"""The page of the search: over everything, or within one process."""

from typing import Any

from flask import Blueprint, g, render_template, url_for
from flask_babel import lazy_gettext as _l

from cocreate.search.finding import find, wanted_here
from cocreate.search.rules import LONGEST_QUESTION, MOST_FOUND, PAGE, Kind, Wanted
from cocreate.web.access import requires
from cocreate.web.language import NAMES
from cocreate.web.paging import page_number
from cocreate.web.security import limiter

# One of them, and the line of the filter.
ONE = {
    Kind.PROCESS: _l("Process"),
    Kind.CHALLENGE: _l("Challenge"),
    Kind.EVIDENCE: _l("Evidence"),
    Kind.CONSULTATION: _l("Consultation"),
    Kind.THEME: _l("Theme"),
    Kind.ANSWER: _l("Answer"),
    Kind.ACTOR: _l("Actor"),
    Kind.PROJECT: _l("Proposed project"),
    Kind.SHEET: _l("Information sheet"),
    Kind.CARD: _l("Card"),
    Kind.CANDIDATE: _l("Candidate"),
    Kind.DECISION: _l("Decision"),
    Kind.ACTION: _l("Action"),
    Kind.NEWS: _l("News"),
    Kind.DOCUMENT: _l("Document"),
    Kind.PERSON: _l("Person"),
}
MANY = {
    Kind.PROCESS: _l("Processes"),
    Kind.CHALLENGE: _l("Challenges"),
    Kind.EVIDENCE: _l("Evidence"),
    Kind.CONSULTATION: _l("Consultations"),
    Kind.THEME: _l("Themes"),
    Kind.ANSWER: _l("Answers"),
    Kind.ACTOR: _l("Actors"),
    Kind.PROJECT: _l("Proposed projects"),
    Kind.SHEET: _l("Information sheets"),
    Kind.CARD: _l("Cards"),
    Kind.CANDIDATE: _l("Candidates"),
    Kind.DECISION: _l("Decisions"),
    Kind.ACTION: _l("Actions"),
    Kind.NEWS: _l("News"),
    Kind.DOCUMENT: _l("Documents"),
    Kind.PERSON: _l("People"),
}


pages = Blueprint("search", __name__)
OFTEN = limiter.shared_limit("120 per minute", scope="search:pages")  # each takes a moment of the database


@pages.get("/search")
@requires("search:everything")
@OFTEN
def everywhere() -> str:
    """In everything that one may see."""
    return _page("search.everywhere")


@pages.get("/p/<process_id>/search")
@requires("search:process")
@OFTEN
def within() -> str:
    """In one process."""
    return _page("search.within")


def _page(endpoint: str) -> str:
    wanted = wanted_here()
    number = min(page_number(), MOST_FOUND // PAGE)
    found, shown = find(wanted, number)
    asked = address_of(wanted)
    return render_template(
        "search/page.html" if g.get("process") is None else "search/within.html",
        here=endpoint,
        wanted=wanted,
        asked=asked,
        found=found,
        shown=shown,
        page=number,
        page_count=max(1, -(-found.total // PAGE)),
        page_address=lambda at: url_for(endpoint, **asked, page=at),
        one=ONE,
        many={kind.value: name for kind, name in MANY.items()},
        languages=NAMES,
        longest=LONGEST_QUESTION,
    )


def address_of(wanted: Wanted) -> dict[str, Any]:
    """The same as parameters of an address; the process of the address is there already."""
    said = {"q": wanted.words, "kind": wanted.kind, "language": wanted.language}
    if g.get("process") is None:
        said["process"] = wanted.process
    return {name: value for name, value in said.items() if value}

"""What kinds of things are called."""

from flask_babel import lazy_gettext as _l

from cocreate.search.rules import Kind

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

"""Words of the interface for the closed lists of a consultation."""

from typing import Any

from flask_babel import lazy_gettext as _l

from cocreate.process.rules import HelixCategory
from cocreate.survey.protection.rules import DataKind, LegalBasis
from cocreate.survey.rules import (
    Access,
    ConsultationState,
    Flag,
    LeftOut,
    MailingKind,
    MailingState,
    ResultsRule,
    Source,
)
from cocreate.web.messages import say

# The families of the quadruple helix, as an answer about oneself; about others see `process.messages`.
MYSELF = {
    HelixCategory.CITIZEN: _l("As a citizen"),
    HelixCategory.BUSINESS: _l("For a company, or self-employed"),
    HelixCategory.RESEARCH: _l("For research or higher education"),
    HelixCategory.PUBLIC_SECTOR: _l("For a public service"),
    HelixCategory.CIVIL_SOCIETY: _l("For an association"),
    HelixCategory.OTHER: _l("Otherwise"),
}
STATES = {
    ConsultationState.DRAFT: _l("Draft"),
    ConsultationState.OPEN: _l("Open"),
    ConsultationState.CLOSED: _l("Closed"),
}
WORDS = {
    "no_opinion": _l("No opinion"),
    "actors": _l("Actors to involve"),
    "comment": _l("Comment"),
    "title": _l("Title"),
    "description": _l("Description"),
    "kind.page": _l("New page"),
    "kind.information": _l("Text, picture or file to read"),
    "kind.helix": _l("Group of the respondent"),
    "actor_types": _l("Actors: group"),
    "actor_roles": _l("Actors: role"),
    "actor_contacts": _l("Actors: contact"),
    "contact": _l("Contact"),
    "consent": _l("Agreed:"),
    "ids": _l("Numbers of the files"),
    "lat": _l("Latitude"),
    "lon": _l("Longitude"),
    "kind.single_choice": _l("One choice of a list"),
    "kind.multiple_choice": _l("Several choices of a list"),
    "kind.scale": _l("Place on a scale"),
    "kind.matrix": _l("Table of choices"),
    "kind.ranking": _l("Putting things in order"),
    "kind.rank_challenges": _l("Putting the challenges in order"),
    "kind.points": _l("Points to hand out"),
    "kind.short_text": _l("Short text"),
    "kind.short_texts": _l("Several short texts"),
    "kind.long_text": _l("Free text"),
    "kind.text_per_challenge": _l("Free text for each challenge"),
    "kind.complete_list": _l("A list to complete for each challenge"),
    "kind.project": _l("A project with actors"),
    "kind.number": _l("Number"),
    "kind.date": _l("Date"),
    "kind.files": _l("Files to hand in"),
    "kind.map_point": _l("Point on the map"),
    "kind.consent": _l("Consent"),
    "list.yes_no": _l("Yes and no"),
    "list.brussels_communes": _l("Communes of Brussels"),
    "list.nuts1": _l("Regions of Belgium (NUTS 1)"),
    "list.nuts2": _l("Provinces of Belgium (NUTS 2)"),
    "list.eu_countries": _l("Countries of the European Union"),
    "list.countries": _l("All countries"),
    "list.languages": _l("Languages"),
    "list.nace_sections": _l("Branches of the economy (NACE)"),
}
SOURCES = {
    Source.ONLINE: _l("Online"),
    Source.PAPER: _l("On paper, entered by a helper"),
    Source.TELEPHONE: _l("By telephone, entered by a helper"),
    Source.IMPORT: _l("Brought in from a file"),
    Source.DEMO: _l("Demonstration"),
}
FLAGS = {
    Flag.HONEYPOT: _l("A field that people do not see was filled in"),
    Flag.FAST: _l("Sent within seconds"),
    Flag.UNPROVEN: _l("Sent without the small computation that a browser makes"),
    Flag.AGAIN: _l("From a browser, or for an invited person, that had already answered"),
    Flag.DUPLICATE: _l("A long text is word for word as in another answer"),
    Flag.STRAIGHT: _l("The same choice in every row of long tables"),
}
GROUNDS = {
    LeftOut.DUPLICATE: _l("The same person, or the same text, more than once"),
    LeftOut.FAST: _l("Sent so fast that nobody can have read the questions"),
    LeftOut.STRAIGHT: _l("The same choice everywhere, whatever was asked"),
    LeftOut.PROGRAM: _l("Sent by a program"),
    LeftOut.TRIAL: _l("A trial, not meant as an answer"),
    LeftOut.OTHER: _l("For another reason"),
}
ACCESS = {
    Access.OPEN: _l("Everybody can answer."),
    Access.LINK: _l("People with a personal link can answer, once each."),
    Access.ACCOUNT: _l("People who are signed in can answer, once each."),
}
RESULTS = {
    ResultsRule.LIVE: _l("The results are public at any time, also while people are answering."),
    ResultsRule.AFTER_CLOSE: _l("The results become public when the consultation is closed."),
    ResultsRule.STAFF: _l("Only the team sees the results."),
}
SMALL_GROUPS = _l("The other groups together")


def helix_name(category: str) -> str:
    """The name of a helix category; of none: not said."""
    return say(f"helix.{category if category in set(HelixCategory) else ''}")


def word(code: str) -> Any:
    """The word behind a code of `kinds.Said`."""
    kind, dot, rest = code.partition(".")
    if kind == "helix" and dot:
        return MYSELF[HelixCategory(rest)] if rest in set(HelixCategory) else say("helix.")
    if kind == "actor" and dot:
        return say(f"helix.{rest if rest in set(HelixCategory) else ''}")
    return WORDS.get(code, code)


def state_name(state: str) -> Any:
    """The name of a consultation's state."""
    return STATES[ConsultationState(state)]


def source_name(source: str) -> Any:
    """Where a sheet comes from, in words."""
    return SOURCES[Source(source)]


def flag_name(flag: str) -> Any:
    """What was odd about a sheet, in words; nothing for nothing."""
    return FLAGS[Flag(flag)] if flag else ""


def ground_name(ground: str) -> Any:
    """Why a sheet is left out of the results, in words; nothing for one that counts."""
    return GROUNDS[LeftOut(ground)] if ground else ""


def who_can_answer(access: str) -> Any:
    """Who can answer, as a sentence."""
    return ACCESS[Access(access)]


def when_results(rule: str) -> Any:
    """When everybody sees the results, as a sentence."""
    return RESULTS[ResultsRule(rule)]


def for_templates() -> dict[str, Any]:
    """What the survey's templates call."""
    return {
        "helix_name": helix_name,
        "word": word,
        "state_name": state_name,
        "myself": MYSELF,
        "source_name": source_name,
        "flag_name": flag_name,
        "ground_name": ground_name,
        "grounds": GROUNDS,
        "flags": FLAGS,
        "who_can_answer": who_can_answer,
        "when_results": when_results,
    }


SHEET = {
    "sheet": _l("Sheet"),
    "day": _l("Day"),
    "language": _l("Language of the page"),
    "helix": _l("Group of the respondent"),
    "source": _l("Where the sheet comes from"),
    "flag": _l("What was odd about the sending"),
    "left_out": _l("Why it is left out of the results"),
    "unasked": _l("Questions that were not asked"),
    "revision": _l("Version of the questionnaire"),
    "person_name": _l("Name"),
    "person_email": _l("E-mail address"),
    "person_organisation": _l("Organisation"),
}
EXPORTED_SOURCES = {
    Source.ONLINE: _l("Online"),
    Source.PAPER: _l("On paper"),
    Source.TELEPHONE: _l("By telephone"),
    Source.IMPORT: _l("Brought in from elsewhere"),
    Source.DEMO: _l("Demonstration"),
}
COLUMN_PARTS = {
    "comment": _l("Comment"),
    "comment-text": _l("Comment"),
    "other": _l("Other, namely"),
    "other-text": _l("Other, namely"),
    "no_opinion": _l("No opinion"),
    "title": _l("Title"),
    "description": _l("Description"),
    "actors": _l("Actors to involve"),
    "actor_types": _l("Groups of the actors"),
    "actor_roles": _l("Roles of the actors"),
    "actor_contacts": _l("Contacts of the actors"),
    "ids": _l("Identifiers of the files"),
    "lat": _l("Latitude"),
    "lon": _l("Longitude"),
}
YES, NO = _l("Yes"), _l("No")


MAILING_KINDS = {MailingKind.INVITATION: _l("Invitation"), MailingKind.REMINDER: _l("Reminder")}

MAILING_STATES = {
    MailingState.DRAFT: _l("Draft"),
    MailingState.SENDING: _l("Being sent"),
    MailingState.SENT: _l("Sent"),
}

BRIEF_SOURCES = {
    Source.ONLINE: _l("Online"),
    Source.PAPER: _l("On paper"),
    Source.TELEPHONE: _l("By telephone"),
    Source.IMPORT: _l("From a file"),
    Source.DEMO: _l("Demonstration"),
}


TEXT_PARTS = {
    "title": _l("title"),
    "introduction": _l("introduction"),
    "thanks": _l("thanks"),
    "closing": _l("closing words"),
    "help": _l("help"),
    "choices": _l("choice"),
    "rows": _l("row"),
    "columns": _l("column"),
    "roles": _l("role"),
    "labels": _l("word at a number"),
    "statement": _l("what people agree to"),
    "unit": _l("unit"),
    "pattern_help": _l("about the pattern"),
    "alt": _l("what the picture shows"),
}
CHANGED = {
    "added": _l("added"),
    "removed": _l("taken away"),
    "moved": _l("moved"),
    "switched_on": _l("switched on"),
    "switched_off": _l("switched off"),
    "requirement": _l("whether it must be answered"),
    "condition": _l("its condition changed"),
    "words": _l("reworded"),
    "row_added": _l("added to its list"),
    "row_removed": _l("taken out of its list"),
    "row_off": _l("switched off in its list"),
    "row_condition": _l("another condition in its list"),
    "rows_moved": _l("its list has another order"),
    "option": _l("another setting"),
}
REQUIREMENTS = {
    "optional": _l("may be skipped"),
    "soft": _l("asked once more"),
    "required": _l("required"),
}
SEVERITIES = {"error": _l("Error"), "warning": _l("Warning"), "hint": _l("Hint")}


BASES = {
    LegalBasis.PUBLIC_TASK: _l("A task in the public interest (GDPR, article 6.1.e)"),
    LegalBasis.CONSENT: _l("Consent of whoever answers (GDPR, article 6.1.a)"),
    LegalBasis.LEGAL_OBLIGATION: _l("A legal obligation (GDPR, article 6.1.c)"),
    LegalBasis.LEGITIMATE_INTEREST: _l("A legitimate interest (GDPR, article 6.1.f)"),
}
DATA = {
    DataKind.OPINIONS: _l("Answers and opinions"),
    DataKind.GROUP: _l("Group of the respondent"),
    DataKind.CONTACTS: _l("Names or contacts, as far as people write them"),
    DataKind.FILES: _l("Files that people hand in"),
    DataKind.PLACE: _l("Points on a map"),
    DataKind.IDENTITY: _l("Who gave which answers"),
}


FLAG_KINDS: dict[str, Any] = {
    "mail": _l("e-mail address"),
    "phone": _l("telephone number"),
    "address": _l("address"),
    "name": _l("name"),
    "national_number": _l("national number"),
    "account": _l("bank account"),
    "profile": _l("link to a person’s page"),
}


def kind_name(kind: str) -> str:
    """What a passage seems to tell."""
    return str(FLAG_KINDS.get(kind, _l("personal data")))

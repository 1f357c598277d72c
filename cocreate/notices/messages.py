"""The sentences of notices: what each kind is called, how often mails come, what is refused, and a notice said."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask_babel import format_datetime
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from cocreate.core.telling import Kind
from cocreate.notices.models import Notice
from cocreate.notices.rules import Frequency, Item
from cocreate.web.language import current_language, language_of, translate
from cocreate.web.messages import register

KINDS = {
    Kind.ROLE: (_l("My roles"), _l("You get a role in a process, or a registration is decided.")),
    Kind.CHALLENGE: (
        _l("Challenges"),
        _l("A challenge lies before the committee, somebody remarks on it, or it is decided."),
    ),
    Kind.CONSULTATION: (_l("Consultations"), _l("One opens, closes soon, or is closed.")),
    Kind.CAMP: (_l("Innovation Camps"), _l("A camp that you are expected at is tomorrow.")),
    Kind.THEMES: (_l("Themes"), _l("Themes are ready to be looked through.")),
    Kind.SCORING: (_l("Ranking and scoring"), _l("Candidates can be ranked or scored from now on.")),
    Kind.MEETING: (_l("Meetings"), _l("The steering committee is called together.")),
    Kind.DECISION: (_l("Decisions"), _l("A decision is published.")),
    Kind.REPLY: (_l("Replies"), _l("Somebody answers what you wrote.")),
    Kind.SHEET: (_l("Information sheets"), _l("A version waits for approval, or is published.")),
    Kind.NEWS: (_l("News"), _l("Organisers publish news or a document.")),
    Kind.MODERATION: (_l("Moderation"), _l("It is decided about something that you wrote or reported.")),
    Kind.WAITING: (_l("What waits for you"), _l("Somebody registers, or asks for a change of an entry.")),
    Kind.TASK: (_l("Long tasks"), _l("Something that you started is finished, or stopped because of a fault.")),
    Kind.PROGRAM: (_l("Programs"), _l("A program that should be told of events does not answer.")),
}
FREQUENCIES = {
    Frequency.AT_ONCE: _l("At once"),
    Frequency.DAILY: _l("Once a day"),
    Frequency.WEEKLY: _l("Once a week"),
    Frequency.NEVER: _l("Never"),
}
WEEKDAYS = (
    _l("Monday"),
    _l("Tuesday"),
    _l("Wednesday"),
    _l("Thursday"),
    _l("Friday"),
    _l("Saturday"),
    _l("Sunday"),
)

ITEMS = {
    Item.PROCESS: _l("The whole process"),
    Item.CHALLENGE: _l("Challenge"),
    Item.THEME: _l("Theme"),
    Item.SID: _l("Candidate"),
    Item.SHEET: _l("Information sheet"),
}

register(
    notices__calendar__gone=_l("This address of a calendar does not work any more. Find the new one in your account."),
    notices__follow__bad_address=_l("This is no e-mail address. It looks like name@example.org."),
    notices__follow__unknown=_l("This link does not work any more: nothing is kept of this address, or it was left."),
    notices__link__unknown=_l("This link ends no mails. Please take it from the mail as it is."),
)


def plain(notice: Notice) -> str:
    """For a mail, in the language in force."""
    return _(notice.text) % {name: str(_word(value)) for name, value in notice.params.items()}


def on_a_page(notice: Notice) -> Markup:
    """For a page: words in another language than the page's say so."""
    said = {name: _marked(value) for name, value in notice.params.items()}
    return Markup.escape(_(notice.text)) % said


def _marked(value: Any) -> Any:
    if _are_peoples_words(value) and (language := language_of(value)) != current_language():
        return Markup('<span lang="{}">{}</span>').format(language, translate(value))
    return _word(value)


def _word(value: Any) -> Any:
    if not isinstance(value, Mapping):
        return value
    if "at" in value:
        return format_datetime(datetime.fromisoformat(str(value["at"])), "d MMMM y, HH:mm")
    if "say" in value:
        return _(value["say"])
    return translate(value)


def _are_peoples_words(value: Any) -> bool:
    return isinstance(value, Mapping) and not {"at", "say"} & set(value)

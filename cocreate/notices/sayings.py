"""A notice as its reader's language says it, as plain text and as words of a page."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask_babel import format_datetime
from flask_babel import gettext as _
from markupsafe import Markup

from cocreate.notices.models import Notice
from cocreate.web.language import current_language, language_of, translate


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

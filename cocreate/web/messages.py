"""The one place where a code raised in the domain becomes a sentence; each stage registers its own."""

from typing import Any

from flask_babel import lazy_gettext as _l

from cocreate.errors import DomainError

_sentences: dict[str, Any] = {}


def register(**sentences: Any) -> None:
    """`register(camp__board__locked=_l("…"))`: two underscores stand for the dots of the code."""
    for name, sentence in sentences.items():
        _sentences[name.replace("__", ".")] = sentence


def say(error: DomainError | str, **params: Any) -> str:
    """The sentence for an error or a code, with its parameters filled in."""
    code = error if isinstance(error, str) else error.code
    values = params if isinstance(error, str) else error.params
    sentence = _sentences.get(code)
    if sentence is None:
        return str(_sentences["unknown"])
    try:
        return str(sentence) % values if values else str(sentence)
    except (KeyError, TypeError, ValueError):
        return str(sentence)


def known_codes() -> frozenset[str]:
    """Every code that has a sentence."""
    return frozenset(_sentences)


register(
    unknown=_l("That did not work. Please try again."),
    not_allowed=_l("You are not allowed to do this here."),
    sign_in_first=_l("Please sign in first."),
    not_found=_l("There is nothing at this address."),
    phase_closed=_l("This part of the process is not open now."),
    job_failed=_l("The task stopped because of a fault. It can be tried again."),
    stale_secret=_l(
        "This page was open for a long time. For your safety we kept no password: please fill it in again."
    ),
    read_only=_l("The site is being maintained: nothing can be saved now. Send it again when it is over."),
    stale_form=_l("This page was open for a long time. Nothing is lost: please send it again."),
    changed_meanwhile=_l("Somebody else changed this in the meantime. Compare and save again."),
    too_long=_l("This text is too long: at most %(limit)s characters."),
    required=_l("Please fill this in."),
)

# Tables that people bring as files.
register(
    file__table__empty_file=_l("This file is empty."),
    file__table__only_headings=_l("This table has headings and no lines below them."),
    file__table__too_wide=_l("This table has more than %(limit)s columns."),
    file__table__long_line=_l("Line %(line)s has %(found)s cells, and the headings are %(expected)s."),
    file__table__broken_line=_l("Line %(line)s cannot be read: a quotation mark may be missing near it."),
    file__table__no_table=_l("This is no text and no workbook of a spreadsheet that can be read here."),
    file__table__bomb=_l("This workbook would become far too large when unpacked."),
    file__table__broken_workbook=_l("This workbook is damaged or locked with a password."),
)

"""In whose name documents and mails speak."""

from cocreate.accounts.organisations.models import Organisation
from cocreate.core.documents import Brand, Words
from cocreate.web.language import language_of, translate


def brand_of(organisation: Organisation, language: str | None = None) -> Brand:
    """Name, footer, contact and logo of an organisation, for a document in this language."""
    lines = [Words(translate(organisation.footer, language), language_of(organisation.footer, language))]
    if organisation.contact:
        lines.append(Words(organisation.contact))
    return Brand(
        name=Words(translate(organisation.title, language), language_of(organisation.title, language)),
        lines=tuple(line for line in lines if line.text),
        logo=organisation.logo.content if organisation.logo is not None else b"",
    )


def sender_of(organisation: Organisation, language: str) -> str:
    """The name from which its mails come."""
    return translate(organisation.title, language)


def signature_of(organisation: Organisation, language: str) -> str:
    """What stands below a mail in plain text: its name, contact and footer, after the line that mail programs know."""
    lines = (sender_of(organisation, language), organisation.contact, translate(organisation.footer, language))
    return "\n".join(("-- ", *filter(None, lines)))

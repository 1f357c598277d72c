"""Pure rules about contacts, the mails they get, and the words of files of contacts."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from cocreate.accounts.rules import normal_email
from cocreate.errors import Invalid
from cocreate.process.rules import HelixCategory
from cocreate.settings import LANGUAGES

LONGEST_NAME, LONGEST_ATTRIBUTE, MOST_ATTRIBUTES = 200, 200, 30  # characters, characters, per contact
PLACEHOLDERS = ("name", "title", "link", "closes", "opt_out")
NEEDED = ("link", "opt_out")  # a mail without them would be of no use, or not fair
_PLACEHOLDER = re.compile(r"\{([^{}\s]{1,40})\}")
_KEY = re.compile(r"[^\w.-]+")
_BETWEEN = re.compile(r"[\s<>()\[\],;:\"']+")  # what stands between addresses; a pattern of one would be slow
_RETURNED = re.compile(r"^(?:Final|Original)-Recipient:\s*[\w-]+\s*;\s*(\S+)", re.IGNORECASE | re.MULTILINE)
_FAILED = re.compile(r"^Action:\s*failed", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True)
class ContactDetails:
    """What is known of somebody whom a process may write to."""

    email: str
    name: str = ""
    language: str = "en"
    organisation: str = ""
    helix: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)

    def checked(self) -> "ContactDetails":
        """The same in the form in which it is stored, or Invalid."""
        if self.language not in LANGUAGES:
            raise Invalid("survey.contact.unknown_language")
        if self.helix and self.helix not in set(HelixCategory):
            raise Invalid("survey.contact.unknown_helix")
        if len(self.attributes) > MOST_ATTRIBUTES:
            raise Invalid("survey.contact.many_attributes", limit=MOST_ATTRIBUTES)
        texts = (self.name, self.organisation, *self.attributes.values())
        if any(len(text) > LONGEST_NAME for text in texts):
            raise Invalid("too_long", limit=LONGEST_NAME)
        try:
            email = normal_email(self.email[:320])
        except Invalid:
            raise Invalid("survey.contact.no_address") from None
        attributes = {attribute_key(key): text.strip() for key, text in self.attributes.items() if text.strip()}
        attributes.pop("", None)
        return ContactDetails(
            email, self.name.strip(), self.language, self.organisation.strip(), self.helix, attributes
        )


def attribute_key(text: str) -> str:
    """A name such as `year_of_birth` for an attribute, whatever the head of its column looks like."""
    return _KEY.sub("_", text.strip().lower()).strip("_")[:40]


def attributes_in(lines: str) -> dict[str, str]:
    """Attributes typed as `name: value`, one a line; a line without a colon is a name with the value "yes"."""
    found: dict[str, str] = {}
    for line in lines.splitlines():
        key, colon, text = line.partition(":")
        if attribute_key(key):
            found[attribute_key(key)] = text.strip() if colon else "yes"
    return found


def attributes_as_lines(attributes: Mapping[str, str]) -> str:
    """The same, to be changed by hand."""
    return "\n".join(f"{key}: {text}" for key, text in sorted(attributes.items()))


def check_mail(subject: Mapping[str, str], body: Mapping[str, str]) -> None:
    """Refuse a mail that lacks a language's half, a needed placeholder, or has one that we cannot fill."""
    if not body or set(subject) != set(body):
        raise Invalid("survey.mailing.halves")
    for text in (*subject.values(), *body.values()):
        for name in _PLACEHOLDER.findall(text):
            if name not in PLACEHOLDERS:
                raise Invalid("survey.mailing.unknown_placeholder", name=name)
    for text in body.values():
        for name in NEEDED:
            if f"{{{name}}}" not in text:
                raise Invalid("survey.mailing.missing_placeholder", name=name)


def fill(text: str, values: Mapping[str, str]) -> str:
    """A text with its placeholders filled; without a name the greeting loses the blank before it, too."""
    if not values.get("name"):
        text = text.replace(" {name}", "{name}")
    return _PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), text)


def addresses_in(text: str) -> set[str]:
    """The addresses that a text names: in a report of non-delivery those that failed, else all."""
    if _RETURNED.search(text):
        failed = [block for block in text.replace("\r", "").split("\n\n") if _FAILED.search(block)]
        return {address.strip("<>").lower() for block in failed for address in _RETURNED.findall(block)}
    words = (word.lower().rstrip(".") for word in _BETWEEN.split(text) if 5 < len(word) < 255)
    return {word for word in words if word.count("@") == 1 and word[0] != "@" and "." in word.partition("@")[2]}


def is_countable(part: int, whole: int, minimum: int) -> bool:
    """Whether a count may be told without telling who is in it: neither those in it nor the others are few."""
    return part >= minimum and whole - part >= minimum

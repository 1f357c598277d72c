"""Mail that came back: whom it could not reach for good, read from reports of non-delivery (RFC 3464)."""

import mailbox
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, field
from email import message_from_bytes, message_from_string
from email.errors import MessageError
from email.message import Message
from email.utils import getaddresses
from pathlib import Path
from typing import Any

from cocreate.survey.inviting.rules import addresses_in

MBOX = b"From "  # what every mail in a file of many begins with


@dataclass
class Returned:
    """What a reading found."""

    mails: int = 0
    reports: list[str] = field(default_factory=list)  # keys, in their box, of those that say who cannot be reached
    addresses: set[str] = field(default_factory=set)

    def take(self, key: str, mail: Message) -> None:
        """Count a mail in."""
        found = unreachable(mail)
        self.mails += 1
        self.addresses |= found
        if found:
            self.reports.append(key)


def unreachable(mail: Message) -> set[str]:
    """The addresses that a report says cannot be reached for good; what is only late is not among them."""
    found = {address for _name, address in getaddresses(map(str, mail.get_all("X-Failed-Recipients", [])))}
    for part in mail.walk():
        payload: Any = part.get_payload() if part.get_content_type() == "message/delivery-status" else ()
        for about in payload if isinstance(payload, list) else ():
            found |= _failed(about)
    return {address.lower() for address in found if "@" in address}


def _failed(about: Message) -> set[str]:
    """Of one recipient's lines: the address we wrote to, and the one it was sent on to."""
    action, status = str(about.get("Action", "")).strip().lower(), str(about.get("Status", "")).strip()
    if action != "failed" or status.startswith("4"):
        return set()
    named = (str(about.get(name, "")) for name in ("Original-Recipient", "Final-Recipient"))
    return {text.rpartition(";")[2].strip(" <>\t\r\n") for text in named}


def named_in(text: str) -> set[str]:
    """The addresses that an organiser means: a whole report's, or all that are listed."""
    try:
        found = unreachable(message_from_string(text))
    except (MessageError, ValueError, LookupError):  # no mail at all
        found = set()
    return found or addresses_in(text)


def read(path: Path) -> Returned:
    """Everything in a folder of mails (Maildir), a file of many (mbox) or one mail."""
    found = Returned()
    if (box := _box(path)) is None:
        found.take("", message_from_bytes(path.read_bytes()))
        return found
    with closing(box):
        for key in list(box.iterkeys()):
            found.take(key, box[key])
    return found


def remove(path: Path, reports: Iterable[str]) -> None:
    """Take reports that were read out of their folder or file; other mails, such as replies, stay. One mail stays."""
    if (box := _box(path)) is None:
        return
    with closing(box):
        box.lock()
        for key in reports:
            box.discard(key)
        box.flush()
        box.unlock()


def _box(path: Path) -> "mailbox.Mailbox[Any] | None":
    if path.is_dir():
        return mailbox.Maildir(path, create=False)
    with path.open("rb") as file:
        is_many = file.read(len(MBOX)) == MBOX
    return mailbox.mbox(path, create=False) if is_many else None

"""Closed lists and pure rules of tokens and webhooks: what they are for, what is told, signed how and tried again when.

Signatures are those of Standard Webhooks (https://www.standardwebhooks.com), for which there are libraries.
"""

import base64
import hashlib
import hmac
import ipaddress
from datetime import timedelta
from enum import StrEnum
from urllib.parse import urlsplit

from flask_babel import lazy_gettext as _l

from cocreate.errors import Invalid


class Scope(StrEnum):
    """What a token is for. It never allows more than its person may do."""

    READ = "read"
    PROCESSES = "processes"
    EVIDENCE = "evidence"
    CONTACTS = "contacts"
    CARDS = "cards"


SCOPE_NAMES = {
    Scope.READ: _l("Read all that I may see"),
    Scope.PROCESSES: _l("Create processes, change their texts, add and change challenges"),
    Scope.EVIDENCE: _l("Add documents, indicators and their values"),
    Scope.CONTACTS: _l("Add and update contacts"),
    Scope.CARDS: _l("Add cards to boards"),
}
LASTS = {"30": _l("30 days"), "90": _l("90 days"), "365": _l("One year")}
PREFIX = "cocreate_"  # so that scanners for secrets find one that was published by mistake
MOST_TOKENS = 20  # tokens of one person that are in force
NAME_MAX = 80
USE_NOTED_EVERY = timedelta(hours=1)
SHOWN_AGAIN_FOR = timedelta(minutes=10)


class Kind(StrEnum):
    """What can happen that is told."""

    PROCESS_PUBLISHED = "process.published"
    PROCESS_HIDDEN = "process.hidden"
    CONSULTATION_OPENED = "consultation.opened"
    CONSULTATION_CLOSED = "consultation.closed"
    CANDIDATE_ADDED = "candidate.added"
    RANKING_OPENED = "ranking.opened"
    RANKING_CLOSED = "ranking.closed"
    DECISION_PUBLISHED = "decision.published"


KIND_NAMES = {
    Kind.PROCESS_PUBLISHED: _l("The process was published"),
    Kind.PROCESS_HIDDEN: _l("The process was hidden"),
    Kind.CONSULTATION_OPENED: _l("A consultation was opened"),
    Kind.CONSULTATION_CLOSED: _l("A consultation was closed"),
    Kind.CANDIDATE_ADDED: _l("A candidate came on the long list"),
    Kind.RANKING_OPENED: _l("A ranking was opened"),
    Kind.RANKING_CLOSED: _l("A ranking was closed"),
    Kind.DECISION_PUBLISHED: _l("The committee’s decision was published"),
}
TEST = "test"  # a delivery of its own kind, sent on request


class State(StrEnum):
    """Where a delivery stands."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    FAILED = "failed"


STATE_NAMES = {
    State.WAITING: _l("on its way"),
    State.DELIVERED: _l("delivered"),
    State.FAILED: _l("given up"),
}
ADDRESS_MAX = 500
MOST_WEBHOOKS = 10  # webhooks of a process
# After the first try; the last one comes about a day and a half after the event.
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 480, 1440))
LEASE = timedelta(minutes=5)  # in which whoever claimed a delivery sends it, or another may
KEPT_FOR = timedelta(days=30)
SWITCHED_OFF_AFTER = 5  # deliveries given up one after the other


def next_wait(attempts: int) -> timedelta | None:
    """How long to wait after so many tries; None: give up.

    >>> next_wait(1), next_wait(7)
    (datetime.timedelta(seconds=60), None)
    """
    return WAITS[attempts - 1] if attempts <= len(WAITS) else None


def shown_secret(key: bytes) -> str:
    """The secret as it is copied to the receiving server."""
    return "whsec_" + base64.b64encode(key).decode("ascii")


def signed_headers(key: bytes, ident: str, at: int, body: bytes) -> dict[str, str]:
    """The headers by which a receiver knows that it is us, that nothing was changed, and that it is not an old copy."""
    signed = f"{ident}.{at}.".encode() + body
    signature = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode("ascii")
    return {"webhook-id": ident, "webhook-timestamp": str(at), "webhook-signature": f"v1,{signature}"}


_TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")  # stands for an IPv4 address behind a gateway


def is_public(address: str) -> bool:
    """Whether an address is one of the open internet: not of this machine, its network, or a way around that.

    >>> [is_public(one) for one in ("9.9.9.9", "127.0.0.1", "10.0.0.1", "169.254.169.254", "::ffff:10.0.0.1", "::1")]
    [True, False, False, False, False, False]
    """
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is not None:
            return is_public(str(found.ipv4_mapped))
        if found.sixtofour is not None or found.teredo is not None or found in _TRANSLATED:
            return False
    return found.is_global and not found.is_multicast


def check_address(text: str, *, allows_private: bool) -> str:
    """The address as it is stored, or Invalid. Names are looked up when something is sent, each time anew."""
    try:
        parts = urlsplit(text)
        host, _port = parts.hostname or "", parts.port
        host.encode("idna")
    except (ValueError, UnicodeError):
        raise Invalid("api.webhook.address") from None
    schemes = ("https", "http") if allows_private else ("https",)
    is_plain = text.isascii() and text.isprintable() and " " not in text and len(text) <= ADDRESS_MAX
    if parts.scheme not in schemes or not host or not is_plain or parts.username or parts.password or parts.fragment:
        raise Invalid("api.webhook.address")
    if not allows_private and _is_number(host) and not is_public(host):
        raise Invalid("api.webhook.private")
    return text


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True

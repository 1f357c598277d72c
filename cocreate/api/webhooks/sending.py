"""One request to another server, which must not be one of our own network.

The name is looked up here and the connection made to the address found, with the certificate checked against the name:
looked up twice, it could be a public address when we check it and one of ours when we connect. Redirects are not
followed, for the same reason.
"""

import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, Timeout
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError

from cocreate.api.webhooks.rules import is_public

TIMEOUT = Timeout(connect=5, read=10)


@dataclass(frozen=True)
class Sent:
    """What the server answered; or the code of why there was no answer."""

    status: int | None = None
    problem: str = ""

    @property
    def is_taken(self) -> bool:
        """Whether the server has it."""
        return self.status is not None and 200 <= self.status < 300


def send(address: str, body: bytes, headers: dict[str, str], *, allows_private: bool) -> Sent:
    """POST a body; never raises for what other servers and the network do."""
    parts = urlsplit(address)
    host, is_secure = parts.hostname or "", parts.scheme == "https"
    port = parts.port or (443 if is_secure else 80)
    try:
        looked_up = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return Sent(problem="api.webhook.no_name")
    found = list(dict.fromkeys(str(one[4][0]) for one in looked_up))  # in the order that the system prefers
    if not found or (not allows_private and not all(is_public(one) for one in found)):
        return Sent(problem="api.webhook.private")
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    told = {**headers, "Host": parts.netloc, "Content-Type": "application/json", "User-Agent": "cocreate-webhooks"}
    for number in found:
        pool = _pool(number, port, host if is_secure else "")
        try:
            answer = pool.urlopen("POST", target, body=body, headers=told, redirect=False, preload_content=False)
            status = answer.status
            answer.close()
            return Sent(status, "" if 200 <= status < 300 else "api.webhook.refused")
        except (NewConnectionError, ConnectTimeoutError):
            continue  # nothing was sent; another of its addresses may work
        except (HTTPError, OSError):
            break
        finally:
            pool.close()
    return Sent(problem="api.webhook.no_answer")


def _pool(number: str, port: int, host: str) -> HTTPConnectionPool:
    """To one address; with a host, by TLS and with its certificate."""
    if not host:
        return HTTPConnectionPool(number, port, timeout=TIMEOUT, retries=False, maxsize=1)
    return HTTPSConnectionPool(
        number,
        port,
        timeout=TIMEOUT,
        retries=False,
        maxsize=1,
        server_hostname=host,
        assert_hostname=host,
        cert_reqs="CERT_REQUIRED",
    )

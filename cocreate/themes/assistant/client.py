"""Asking an OpenAI-compatible address: one question, one answer, within a time and a size, and never elsewhere."""

import json
import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from http.client import HTTPException
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from cocreate.settings import Settings

if TYPE_CHECKING:
    from cocreate.analysis.assistant import Message

log = logging.getLogger(__name__)
SECONDS = 40.0  # for all attempts at one question: a job must give a sign of life within 90
LARGEST = 64 * 1024  # bytes of an answer
ATTEMPTS = 2
PASSING = {429, 500, 502, 503, 504}  # what may be gone when asked again


@dataclass(frozen=True)
class LanguageModel:
    """Where a model is and what it is called."""

    url: str
    name: str
    key: str = field(default="", repr=False)

    @property
    def host(self) -> str:
        """The host that quotes go to, as people are told."""
        return urlsplit(self.url).netloc

    def complete(self, messages: "Sequence[Message]") -> str:
        """What the model answers, or NoAnswer. Asks once more where the fault may have passed."""
        from cocreate.analysis.assistant import NoAnswer  # brings lists of words: loaded once it is needed

        body = json.dumps({"model": self.name, "messages": list(messages), "stream": False}).encode()
        deadline = time.monotonic() + SECONDS
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return _content(self._send(body, deadline))
            except HTTPError as error:
                error.close()
                fault, may_pass = str(error.code), error.code in PASSING
            except TimeoutError:
                fault, may_pass = "timeout", False
            except (OSError, HTTPException) as error:
                # The kind only: messages of these can hold headers, and so the key.
                timed_out = isinstance(getattr(error, "reason", None), TimeoutError)
                fault, may_pass = type(error).__name__, not timed_out
            except ValueError:
                fault, may_pass = "unreadable", False
            log.warning("assistant_no_answer", extra={"host": self.host, "fault": fault, "attempt": attempt})
            if not may_pass or time.monotonic() >= deadline:
                break
        raise NoAnswer

    def _send(self, body: bytes, deadline: float) -> bytes:
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        request = Request(self.url.rstrip("/") + "/chat/completions", data=body, headers=headers, method="POST")
        with build_opener(_NoRedirect).open(request, timeout=max(0.1, deadline - time.monotonic())) as response:
            read = bytearray()
            while chunk := response.read1(16 * 1024):
                read += chunk
                if time.monotonic() > deadline:
                    raise TimeoutError  # a socket's own limit starts anew with every byte
                if len(read) > LARGEST:
                    raise ValueError
            return bytes(read)


class _NoRedirect(HTTPRedirectHandler):
    """Whoever installed the platform named one host; quotes and key go to no other."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        """No new request: the redirection counts as a refusal."""
        return None


def configured(settings: Settings) -> LanguageModel | None:
    """The model of this installation, if it names one."""
    if not settings.assistant_url:
        return None
    return LanguageModel(settings.assistant_url, settings.assistant_model, settings.assistant_key)


def _content(answer: bytes) -> str:
    try:
        content = json.loads(answer)["choices"][0]["message"]["content"]
    except (LookupError, TypeError, RecursionError) as error:
        raise ValueError from error
    if not isinstance(content, str):
        raise ValueError
    return content

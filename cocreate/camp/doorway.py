"""What a client may call by name: the events of a namespace, and nothing that the library calls by itself."""

from typing import Any

from flask import request
from flask_socketio import Namespace
from flask_wtf.csrf import validate_csrf
from wtforms.validators import ValidationError

from cocreate.camp import board as rules
from cocreate.settings import LANGUAGES
from cocreate.web.messages import say

RESERVED = frozenset({"connect", "disconnect"})  # the library's own calls, with handlers of the same kind of name


class Doorway(Namespace):  # type: ignore[misc]
    """A namespace that takes no event of a reserved name from a client.

    The library tells of a connection before it counts as one, and of its end when it no longer does; whatever comes in
    between under these names was sent by a client. Without this a client could take itself off the list of those
    present, or have its allowance anew as often as it likes.
    """

    def trigger_event(self, event: Any, *args: Any) -> Any:
        """Hand an event to its handler; refuse what is no name, or not a client's to call."""
        if not isinstance(event, str) or self._is_forged(event, args):
            refused = rules.malformed("event")
            return {"ok": False, "error": refused.code, "message": say(refused)}
        return super().trigger_event(event, *args)

    def prove_page(self, auth: Any) -> None:
        """Refuse a connection that does not bring a page's own forgery token; answer in the language of that page."""
        given = auth if isinstance(auth, dict) else {}
        try:
            validate_csrf(given.get("csrf"))
        except ValidationError:
            raise ConnectionRefusedError("stale_form") from None
        if given.get("language") in LANGUAGES:
            request.environ["cocreate.language"] = given["language"]

    def _is_forged(self, event: str, args: tuple[Any, ...]) -> bool:
        return event in RESERVED and bool(self.server.manager.is_connected(args[0], self.namespace))

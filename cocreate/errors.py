"""What can go wrong in the method, as codes; `cocreate.web.messages` says each one in the visitor's language."""

from typing import Any


class DomainError(Exception):
    """A refusal with a code such as `camp.board.locked`, parameters for its sentence and an HTTP status."""

    status = 400

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


class Invalid(DomainError):
    """What was sent cannot be used as it is."""

    status = 422


class NotAllowed(DomainError):
    """The actor may not do this here."""

    status = 403


class NotFound(DomainError):
    """There is nothing here, or nothing a stranger should know about."""

    status = 404

    def __init__(self, code: str = "not_found", **params: Any) -> None:
        super().__init__(code, **params)


class Conflict(DomainError):
    """Somebody else changed the same thing in the meantime."""

    status = 409


class Closed(DomainError):
    """The phase, consultation or board is not open now."""

    status = 409


class OutOfService(DomainError):
    """Nothing can be saved for a while; what was sent is worth sending again later."""

    status = 503

"""What happens to a process that other parts may want to know."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ProcessPublished:
    """Everybody can see it from now on."""

    process: str


@dataclass(frozen=True)
class ProcessHidden:
    """Only its people see it from now on."""

    process: str


@dataclass(frozen=True)
class ValidationAsked:
    """A challenge lies before the committee. All names are public ids."""

    process: str
    challenge: str
    validation: str


@dataclass(frozen=True)
class ValidationRemarked:
    """A member said something about a challenge that lies before the committee."""

    process: str
    challenge: str
    remark: str


@dataclass(frozen=True)
class ValidationDecided:
    """The committee decided about a challenge, or organisers made an exception."""

    process: str
    challenge: str
    validation: str

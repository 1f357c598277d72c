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

"""What happens in the ecosystem that other parts may want to know."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ChangeAsked:
    """An actor asks for a correction or the removal of its entry; organisers decide. Both names are public ids."""

    process: str
    change: str

"""What happens in the directory that other parts may want to know."""

from dataclasses import dataclass


@dataclass(frozen=True)
class RequestConfirmed:
    """Somebody registered and confirmed the address; organisers decide. Both names are public ids."""

    process: str
    request: str

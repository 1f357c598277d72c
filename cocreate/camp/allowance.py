"""How much anybody may send: a busy minute fits, a flood does not."""

import time
from dataclasses import dataclass, field

from cocreate.errors import Conflict

PER_SECOND, AT_ONCE = 15.0, 60.0  # events
MOST_PEOPLE = 5000


@dataclass
class Allowance:
    """How many events may still come now (a token bucket)."""

    left: float = AT_ONCE
    at: float = field(default_factory=time.monotonic)

    def take(self) -> None:
        """Use one, or Conflict."""
        now = time.monotonic()
        self.left = min(AT_ONCE, self.left + (now - self.at) * PER_SECOND)
        self.at = now
        if self.left < 1:
            raise Conflict("camp.operation.too_fast")
        self.left -= 1


class Allowances:
    """One for each person, however many connections somebody opens to this server process."""

    def __init__(self) -> None:
        self._known: dict[str, Allowance] = {}

    def of(self, ref: str) -> Allowance:
        """The allowance of a seat or an account."""
        found = self._known.get(ref)
        if found is None:
            if len(self._known) >= MOST_PEOPLE:  # those who have sent nothing for a while have a full one anyway
                long_ago = time.monotonic() - AT_ONCE / PER_SECOND
                self._known = {who: had for who, had in self._known.items() if had.at > long_ago}
            found = self._known[ref] = Allowance()
        return found

"""What happens in the committee's room that open pages want to know."""

from dataclasses import dataclass


@dataclass(frozen=True)
class MeetingChanged:
    """Something in a meeting is different: pages that show it look again. It says nothing about what."""

    meeting: str

"""The session plan: what each kind of step lets people do, and the clock of the running step. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Self

from cocreate.camp.rules import StepKind

STEPS_AT_MOST = 40  # in one plan
MINUTES_AT_MOST = 240  # of one step
LONGEST = timedelta(hours=12)  # that a step can be extended to from now

REMARK = ("comment", "remove_comment")
OWN = (
    *("add_card", "edit_card", "mark_card", "tag_card", "untag_card", "move_card", "remove_card", "restore_card"),
    *("cite_theme", "uncite_theme", "add_reference", "remove_reference", "attach_file", "detach_file"),
)
ORDER = (
    *("edit_card", "mark_card", "tag_card", "untag_card", "move_card", "stack_card", "unstack_card"),
    *("merge_cards", "split_card", "link_cards", "unlink_cards", "react", "unreact", *REMARK),
)
ALL_BUT_ADDING = tuple(
    dict.fromkeys((*ORDER, *(kind for kind in OWN if kind != "add_card"), "vote", "unvote", "cast_ballot"))
)
EVERYTHING = ("add_card", *ALL_BUT_ADDING)

# For those who take part; whoever runs the camp may do everything in every step.
MAY: dict[StepKind, tuple[str, ...]] = {
    StepKind.WELCOME: REMARK,
    StepKind.READ: REMARK,
    StepKind.BREAK: REMARK,
    StepKind.WRITE: OWN,
    StepKind.REVEAL: ALL_BUT_ADDING,
    StepKind.CLUSTER: ORDER,
    StepKind.DISCUSS: EVERYTHING,
    StepKind.VOTE: ("cast_ballot", *REMARK),
    StepKind.HARVEST: REMARK,
}


def mode_of(kind: StepKind, *, step: str, is_anonymous: bool) -> dict[str, Any]:
    """What a board allows while a step of this kind runs: the `mode` of its state.

    >>> mode_of(StepKind.BREAK, step="s1", is_anonymous=False)["may"]
    ['comment', 'remove_comment']
    """
    return {
        "step": step,
        "kind": kind.value,
        "may": list(MAY[kind]),
        "is_private": kind is StepKind.WRITE,
        "is_anonymous": is_anonymous,
    }


@dataclass(frozen=True)
class Clock:
    """When the running step ends, or how many seconds it had left when it was paused. Nobody has to tick."""

    ends_at: datetime | None
    left: int | None = None

    @classmethod
    def started(cls, minutes: int, now: datetime) -> Self:
        """A step begins."""
        return cls(now + timedelta(minutes=minutes))

    @property
    def is_paused(self) -> bool:
        """Whether time stands still."""
        return self.left is not None

    def remaining(self, now: datetime) -> int:
        """Whole seconds until the end; 0 once the time is over."""
        if self.left is not None:
            return self.left
        return max(0, round((self.ends_at - now).total_seconds())) if self.ends_at else 0

    def paused(self, now: datetime) -> Self:
        """Time stands still."""
        return self if self.is_paused else type(self)(None, self.remaining(now))

    def resumed(self, now: datetime) -> Self:
        """Time goes on with what was left."""
        return type(self)(now + timedelta(seconds=self.left)) if self.left is not None else self

    def extended(self, minutes: int, now: datetime) -> Self:
        """That much longer: from the end, or from now where the time is over already."""
        if self.left is not None:
            return type(self)(None, min(self.left + 60 * minutes, round(LONGEST.total_seconds())))
        end = max(self.ends_at, now) if self.ends_at else now
        return type(self)(min(end + timedelta(minutes=minutes), now + LONGEST))

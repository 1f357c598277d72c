"""What can be reported, what can be decided about it, and the list of reasons that every organisation begins with."""

from enum import StrEnum

NOTE_LIMIT = 1000  # characters that a report or a decision may say
APPEAL_LIMIT = 2000
MOST_AT_ONCE = 100  # cases that one decision may be about


class Kind(StrEnum):
    """What everybody can read and anybody can report."""

    ANSWER = "answer"
    CARD = "card"
    ACTOR = "actor"


class Verdict(StrEnum):
    """What people decide about one contribution."""

    KEEP = "keep"
    HIDE = "hide"
    EDIT = "edit"  # passages are taken out for good
    RESTORE = "restore"


class Standing(StrEnum):
    """How a contribution stands."""

    SHOWN = "shown"
    HIDDEN = "hidden"
    EDITED = "edited"


class Outcome(StrEnum):
    """What came of an appeal."""

    UPHELD = "upheld"
    REJECTED = "rejected"


AFTER = {Verdict.HIDE: Standing.HIDDEN, Verdict.EDIT: Standing.EDITED, Verdict.RESTORE: Standing.SHOWN}
NEEDS_REASON = frozenset({Verdict.HIDE, Verdict.EDIT})


class Ground(StrEnum):
    """Keys of the reasons that every organisation begins with."""

    PERSONAL = "personal"
    INSULT = "insult"
    HATRED = "hatred"
    UNLAWFUL = "unlawful"
    ADVERTISING = "advertising"
    MEANINGLESS = "meaningless"
    NOT_OWN = "not_own"


def may_follow(standing: Standing, verdict: Verdict) -> bool:
    """Whether a verdict makes sense for what stands so.

    >>> may_follow(Standing.HIDDEN, Verdict.HIDE), may_follow(Standing.HIDDEN, Verdict.RESTORE)
    (False, True)
    """
    return (standing is Standing.HIDDEN) == (verdict is Verdict.RESTORE)


def standing_after(standing: Standing, verdict: Verdict) -> Standing:
    """How it stands once that is decided.

    >>> standing_after(Standing.EDITED, Verdict.KEEP).value, standing_after(Standing.SHOWN, Verdict.HIDE).value
    ('edited', 'hidden')
    """
    return AFTER.get(verdict, standing)


def passages_of(text: str) -> list[str]:
    """What somebody wrote as passages to take out, one a line; longest first, so that none hides in another.

    >>> passages_of(" Ada \\n\\nAda Byron\\nAda")
    ['Ada Byron', 'Ada']
    """
    lines = dict.fromkeys(line.strip() for line in text.replace("\r", "").split("\n"))
    return sorted((line for line in lines if line), key=lambda line: (-len(line), line))

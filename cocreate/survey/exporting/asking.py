"""What somebody wants to take out: which format, codes or words, in which language, and which sheets."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement

from cocreate.survey.cuts import Chosen, holding
from cocreate.survey.models import Submission


class Values(StrEnum):
    """What stands in a cell of a closed question."""

    CODES = "codes"
    LABELS = "labels"


class Headings(StrEnum):
    """What stands above a column."""

    CODES = "codes"  # fit.comment
    NAMES = "names"  # fit [comment]
    QUESTIONS = "questions"  # Does this list fit the region? – Comment


class Flagged(StrEnum):
    """Which sheets, by whether something was odd about their sending."""

    ALL = "all"
    WITHOUT = "without"
    ONLY = "only"


@dataclass(frozen=True)
class Filters:
    """Which sheets; an empty list leaves that side open. Everything asked for must hold."""

    languages: tuple[str, ...] = ()
    helix: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    flagged: Flagged = Flagged.ALL
    only_counted: bool = False  # without the sheets that people left out of the results
    chosen: tuple[Chosen, ...] = ()  # by what people answered

    def conditions(self, consultation_id: int) -> Iterator[ColumnElement[bool]]:
        """For a query about sheets."""
        yield Submission.consultation_id == consultation_id
        for column, wanted in (
            (Submission.language, self.languages),
            (Submission.helix, self.helix),
            (Submission.source, self.sources),
        ):
            if wanted:
                yield column.in_(wanted)
        if self.since:
            yield Submission.day >= self.since
        if self.until:
            yield Submission.day <= self.until
        if self.flagged is not Flagged.ALL:
            yield Submission.flag != "" if self.flagged is Flagged.ONLY else Submission.flag == ""
        if self.only_counted:
            yield Submission.left_out == ""
        yield from (holding(chosen) for chosen in self.chosen)

    @property
    def names(self) -> list[str]:
        """Which filters are set, for the audit trail."""
        return [f.name for f in fields(self) if getattr(self, f.name) != f.default]


@dataclass(frozen=True)
class Wish:
    """One export, as asked for."""

    format: str = "csv"
    language: str = "en"
    values: Values = Values.CODES
    headings: Headings = Headings.CODES
    with_contacts: bool = False  # who gave the sheet; only where the consultation is not anonymous
    filters: Filters = Filters()

    def packed(self) -> dict[str, Any]:
        """As JSON values, for a job's arguments."""
        found = asdict(self)
        for name in ("since", "until"):
            day = found["filters"][name]
            found["filters"][name] = day.isoformat() if day else None
        return found

    @classmethod
    def unpacked(cls, packed: Mapping[str, Any]) -> "Wish":
        """From a job's arguments."""
        kept = dict(packed["filters"])
        for name in ("languages", "helix", "sources"):
            kept[name] = tuple(kept[name])
        for name in ("since", "until"):
            kept[name] = date.fromisoformat(kept[name]) if kept[name] else None
        asked = kept.get("chosen", ())  # wishes of before it could be asked for have none
        kept["chosen"] = tuple(Chosen(**{**each, "keys": tuple(each["keys"])}) for each in asked)
        filters = Filters(**{**kept, "flagged": Flagged(kept["flagged"])})
        values, headings = Values(packed["values"]), Headings(packed["headings"])
        return cls(**{**packed, "values": values, "headings": headings, "filters": filters})

"""Equal opportunities: who takes part, by traits that people tell freely and that nothing joins with them.

A sheet holds a random key, its process and what was told: no person, day or order. Beside the person stands only that
a sheet was sent. What is shown is computed anew when at least as many sheets came as the smallest group that may be
shown: whoever compares the numbers of two days can never see one single sheet arrive.
"""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, String, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from cocreate.analysis.disclosure import HIDDEN, Shown, suppress
from cocreate.core import audit
from cocreate.core.db import NO_ORDER, Base
from cocreate.core.ids import random_key
from cocreate.core.permissions import Actor
from cocreate.directory.models import Participation
from cocreate.errors import Conflict, Invalid
from cocreate.process.models import Process

# Trait -> what can be told; "" is: would rather not say.
TRAITS: Mapping[str, tuple[Any, Mapping[str, Any]]] = {
    "gender": (_l("Gender"), {"woman": _l("Woman"), "man": _l("Man"), "other": _l("Something else")}),
    "age": (
        _l("Age"),
        {
            "under_25": _l("Under 25"),
            "25_39": _l("25 to 39"),
            "40_54": _l("40 to 54"),
            "55_69": _l("55 to 69"),
            "70_up": _l("70 or older"),
        },
    ),
    "disability": (_l("A disability or a long illness"), {"yes": _l("Yes"), "no": _l("No")}),
    "origin": (
        _l("You or one of your parents was born in another country"),
        {"yes": _l("Yes"), "no": _l("No")},
    ),
}


class EqualitySheet(Base):
    """What one person told, without a trace of who."""

    __tablename__ = "equality_sheet"
    __table_args__ = (NO_ORDER,)
    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=random_key)
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id", ondelete="CASCADE"), index=True)
    gender: Mapped[str] = mapped_column(String(12), default="")
    age: Mapped[str] = mapped_column(String(12), default="")
    disability: Mapped[str] = mapped_column(String(12), default="")
    origin: Mapped[str] = mapped_column(String(12), default="")


class EqualityFigures(Base):
    """The counts that may be shown, as of the last time that enough sheets had come."""

    __tablename__ = "equality_figures"
    id: Mapped[int] = mapped_column(primary_key=True)
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id", ondelete="CASCADE"), unique=True)
    sheets: Mapped[int]
    counts: Mapped[dict[str, Any]]  # trait -> told -> count, or "hidden"


def tell(session: Session, actor: Actor, participation: Participation, told: Mapping[str, str]) -> None:
    """Keep a sheet apart from whoever sent it; each person sends one for a process."""
    if participation.has_told:
        raise Conflict("directory.equality.already")
    known = {name: told.get(name, "") for name in TRAITS}
    if any(value and value not in TRAITS[name][1] for name, value in known.items()):
        raise Invalid("unknown")
    process = participation.process
    participation.has_told = True
    session.add(EqualitySheet(process_id=process.id, **known))
    session.flush()
    audit.record(session, actor, "directory:equality:tell", process.ref, process=process.public_id, anonymous=True)
    _refresh(session, process)


def figures(session: Session, process: Process) -> EqualityFigures | None:
    """What may be shown; None until enough people have told."""
    return session.scalar(select(EqualityFigures).where(EqualityFigures.process_id == process.id))


def _refresh(session: Session, process: Process) -> None:
    mine = EqualitySheet.process_id == process.id
    total = session.scalar(select(func.count()).select_from(EqualitySheet).where(mine)) or 0
    shown = figures(session, process)
    if total - (shown.sheets if shown else 0) < max(2, process.minimum_cell):
        return
    sheets = session.scalars(select(EqualitySheet).where(mine)).all()
    counts = {name: count(name, [getattr(sheet, name) for sheet in sheets], process.minimum_cell) for name in TRAITS}
    if shown is None:
        shown = EqualityFigures(process_id=process.id, sheets=total, counts=counts)
        session.add(shown)
    shown.sheets, shown.counts = total, counts
    session.flush()


def count(name: str, told: list[str], minimum: int) -> dict[str, Shown]:
    """How many told what about one trait; small numbers are hidden, with others that would give them away.

    >>> count("disability", ["no"] * 20 + ["yes"] * 2 + [""] * 6, 5)
    {'yes': <Hidden.HIDDEN: 'hidden'>, 'no': 20, '': <Hidden.HIDDEN: 'hidden'>}
    """
    found = Counter(told)
    return dict(suppress({key: found.get(key, 0) for key in (*TRAITS[name][1], "")}, minimum).cells)


def is_hidden(value: object) -> bool:
    """Whether a stored count stands for a number that is not shown."""
    return value == HIDDEN.value

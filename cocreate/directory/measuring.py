"""The balance meter of a process and of a group, from what is stored."""

from collections.abc import Iterable
from typing import Any, Protocol

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.directory import queries
from cocreate.directory.balance import Balance, Column, Trait, balance_of
from cocreate.directory.models import Group, Participation, Person
from cocreate.directory.rules import TakingPart, TermRole
from cocreate.process.models import Process

TOLD = (Person.helix, Person.language, Person.gender)  # the meter asks for no more of thousands of people


class Traits(Protocol):
    """Whoever has a helix category, a language and a gender: a person, or somebody registered for a camp."""

    @property
    def helix(self) -> Any: ...
    @property
    def language(self) -> Any: ...
    @property
    def gender(self) -> Any: ...


def traits(people: Iterable[Traits]) -> list[Trait]:
    """What the meter looks at."""
    return [Trait(person.helix, person.language, person.gender) for person in people]


def of_process(session: Session, process: Process) -> Balance:
    """Of everybody in the directory, those invited to the process, and those who take part."""
    everybody = session.execute(queries.directory(process).with_only_columns(*TOLD)).all()
    asked = session.execute(
        select(Participation.state, *TOLD)
        .join(Person, Person.id == Participation.person_id)
        .where(Participation.process_id == process.id)
    ).all()
    here_now = [one for one in asked if one.state == TakingPart.YES]
    columns = [
        Column(_l("Directory"), traits(everybody)),
        Column(_l("Invited or registered"), traits(asked)),
        Column(_l("Taking part"), traits(here_now)),
    ]
    return balance_of(columns, queries.setup_of(session, process).targets, minimum=process.minimum_cell)


def of_group(session: Session, group: Group) -> Balance:
    """Of those who sit in a group today, against its own targets or else those of the process."""
    members = [
        term.person
        for term in group.terms
        if term.person is not None and term.role != TermRole.SUBSTITUTE and term.span.holds(clock.today())
    ]
    targets = group.targets or queries.setup_of(session, group.process).targets
    columns = [Column(_l("Members"), traits(members), size=group.seats)]
    return balance_of(columns, targets, minimum=group.process.minimum_cell)


def of_columns(session: Session, process: Process, columns: list[Column]) -> Balance:
    """Of people whom a later stage chooses, such as those registered for a camp."""
    return balance_of(columns, queries.setup_of(session, process).targets, minimum=process.minimum_cell)

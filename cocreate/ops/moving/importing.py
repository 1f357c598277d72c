"""Taking a process in from a file, in the caller's transaction: all of it, checked by its hash, or nothing."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.accounts.models import Organisation, User
from cocreate.accounts.organisations.commands import ensure_organisation
from cocreate.accounts.organisations.queries import all_organisations, find_organisation
from cocreate.accounts.rules import normal_email
from cocreate.core import audit
from cocreate.core.ids import public_id
from cocreate.core.permissions import Actor
from cocreate.ops.moving import hashing
from cocreate.ops.moving.exporting import Progress, refuse_broken_trail, refuse_unplaced
from cocreate.ops.moving.package import Package, Person
from cocreate.ops.moving.tables import whole_map
from cocreate.ops.moving.taking import Taking
from cocreate.ops.problem import CannotContinue
from cocreate.process.models import Process
from cocreate.process.queries import find_process
from cocreate.search.following import note_whole


@dataclass
class Report:
    """What an import did, or would do."""

    rows: int = 0
    known: list[str] = field(default_factory=list)  # addresses that had an account here
    brought: list[str] = field(default_factory=list)  # addresses that got one, switched off
    renamed: dict[str, str] = field(default_factory=dict)  # id of an account there -> its id here
    trail: int = 0  # lines of the audit trail, checked one by one


def import_whole(
    session: Session,
    actor: Actor,
    package: Package,
    *,
    revision: str,
    organisation: str = "",
    progress: Progress = lambda name: None,
) -> tuple[Process, Report]:
    """Take a process in, for the organisation of that short name; without one, see `_organisation`.

    Whatever is wrong raises CannotContinue, and the caller's transaction goes back.
    """
    told = package.manifest
    refuse_unplaced()
    _refuse_others(session, package, revision)
    report = Report()
    people = _take_people(session, package.people(), report)
    holder = _organisation(session, actor, package, organisation)
    taking = Taking(session, people, {("process", "organisation_id"): holder.id})
    for place in whole_map().places.values():
        progress(place.name)
        taking.table(place, package, told.tables[place.name].rows if place.name in told.tables else 0)
    session.expire_all()
    process = find_process(session, told.process)
    if process is None or hashing.hash_process(session, process) != told.hash:
        raise CannotContinue("What was taken in is not what the file says: their hashes differ. Nothing was kept.")
    note_whole(session, process)
    report.rows, report.trail = taking.rows, refuse_broken_trail(session, process)
    audit.record(
        session,
        actor,
        "ops:process:import",
        process.ref,
        hash=told.hash,
        rows=report.rows,
        brought=len(report.brought),
        renamed=report.renamed,
        made_at=told.made_at,
    )
    return process, report


def _refuse_others(session: Session, package: Package, revision: str) -> None:
    told = package.manifest
    if told.revision != revision:
        raise CannotContinue(
            f"The file comes from tables {told.revision} (cocreate {told.version}), and here they are {revision}. "
            "Bring both installations to the same version first."
        )
    if unknown := [name for name in told.tables if name not in whole_map().places]:
        raise CannotContinue(f"The file has tables that are unknown here: {', '.join(unknown)}.")
    if hashing.whole(told.tables) != told.hash:
        raise CannotContinue("The file's list of tables does not fit its hash: somebody changed it.")
    if find_process(session, told.process) is not None:
        raise CannotContinue(f"The process {told.process} is here already. A process can be in an installation once.")


def _organisation(session: Session, actor: Actor, package: Package, short_name: str) -> Organisation:
    """The named one; else the only one there is, or one made after the one that held the process."""
    if short_name:
        if (found := find_organisation(session, short_name)) is None:
            raise CannotContinue(f"There is no organisation {short_name} here.")
        return found
    known = all_organisations(session)
    if len(known) > 1:
        names = ", ".join(each.short_name for each in known)
        raise CannotContinue(f"Say which organisation gets the process, with --organisation: {names}.")
    return known[0] if known else ensure_organisation(session, actor, **package.manifest.organisation)


def _take_people(session: Session, people: Iterator[Person], report: Report) -> dict[str, int]:
    """By address: the account that is here, or one that is made, switched off and without a password."""
    found: dict[str, int] = {}
    for person in people:
        user = session.scalar(select(User).where(func.lower(User.email) == normal_email(person.email)))
        if user is None:
            user = _bring(session, person)
            report.brought.append(person.email)
        else:
            report.known.append(person.email)
        if user.public_id != person.public_id:
            report.renamed[person.public_id] = user.public_id
        found[person.email] = user.id
    return found


def _bring(session: Session, person: Person) -> User:
    is_taken = session.scalar(select(User.public_id).where(User.public_id == person.public_id)) is not None
    user = User(
        public_id=public_id() if is_taken else person.public_id,
        email=person.email,
        name=person.name,
        language=person.language,
        active=False,
        fs_uniquifier=uuid4().hex,
        create_datetime=clock.now(),
    )
    session.add(user)
    session.flush()
    return user

"""Which tables belong to a process: found by their foreign keys, with what stays behind and why.

A new table needs nothing here as long as a column that is never empty leads from it to `process`, directly or through
tables that do. `tests/architecture/test_moving.py` says in plain words what to add for one that does not.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Column, ColumnElement, Integer, MetaData, Table, select

from cocreate.core.audit import SITE
from cocreate.core.db import Base

# Tables that stay behind, and why. Columns that lead to them arrive empty.
STAYS: Mapping[str, str] = {
    "answer_draft": "saved forms are locked with this installation's key and live thirty days at most",
    "chore_run": "regular work is done by the worker here",
    "api_token": "a program's key belongs to an account here",
    "calendar_link": "a secret link opens the calendar of an account here",
    "directory_consent": "people agreed that one organisation keeps them in its directory, and no other",
    "directory_participation": "the directory of people belongs to the organisation, and stays with it",
    "directory_person": "the directory of people belongs to the organisation, and stays with it",
    "directory_request": "who registered agreed to be kept by one organisation, and no other",
    "follow": "people agreed to hear of it from this installation",
    "follower": "people left their address to this installation, and to no other",
    "job": "tasks belong to the worker here; moving waits until none of the process is under way",
    "maintenance": "the maintenance of this installation",
    "moderation_reason": "the list of reasons belongs to the organisation; decisions keep the words that they gave",
    "letter_wording": "how an organisation words its letters stays with the organisation",
    "notice": "people are told by the installation in which they have an account",
    "notice_hours": "how people hear of things belongs to their account here",
    "notice_wish": "how people hear of things belongs to their account here",
    "organisation": "which organisation holds a process is said when it arrives",
    "installation_setting": "settings belong to the installation that they were made for",
    "installation_report": "checks of the installation are about this one",
    "identity": "accounts elsewhere are linked anew by their verified address",
    "organisation_invitation": "who belongs to an organisation is decided by its administrators",
    "organisation_logo": "how an organisation looks belongs to the organisation",
    "organisation_member": "who belongs to an organisation is decided by its administrators",
    "outgoing_mail": "letters are sent by the installation that wrote them",
    "part_count": "counted again from the answers when somebody asks",
    "presence": "who has a board open at this moment",
    "search_change": "what the index here has still to look at",
    "search_document": "the index is made again from what arrives",
    "search_word": "the index is made again from what arrives",
    "site_role": "rights in the installation are given by whoever runs it",
    "user_site_role": "rights in the installation are given by whoever runs it",
    "webhook": "programs that listen are told by the installation that they know, whose key signs",
    "webhook_delivery": "what was told to programs that listen here",
}

# Tables of the installation that rows of a process lead to: by what a row is found again in another installation.
KNOWN_BY: Mapping[str, str] = {"user": "email"}

# Columns that are not told, and get their value when a process arrives.
GIVEN = frozenset({("process", "organisation_id")})

# Tables that name the process, or a chain of its audit trail, by its id in addresses instead of by a foreign key.
NAMED = ("audit_chain", "audit_entry", "provenance_link")


@dataclass(frozen=True)
class Place:
    """A table of the process, and the column that leads from it towards `process`; None for those that start."""

    table: Table
    towards: Column[Any] | None

    @property
    def name(self) -> str:
        """As the database calls it."""
        return self.table.name

    @property
    def number(self) -> Column[Any] | None:
        """Its key, where that is a number that another installation gives anew."""
        keys = list(self.table.primary_key.columns)
        is_number = len(keys) == 1 and isinstance(keys[0].type, Integer) and not keys[0].foreign_keys
        return keys[0] if is_number else None


@dataclass(frozen=True)
class Map:
    """All tables of a process, each after those that it leads to; and those that nobody can place."""

    places: Mapping[str, Place]
    lost: tuple[str, ...]

    def mine(self, name: str, process: Any) -> ColumnElement[bool]:
        """The condition under which a row of a table belongs to the process."""
        table = self.places[name].table
        if name == "process":
            return table.c.id == process.id
        if name in NAMED:
            return _named(table, process)
        return self.leads(self.places[name].towards, process)

    def leads(self, towards: Column[Any] | None, process: Any) -> ColumnElement[bool]:
        """The condition that a column leads to a row of the process."""
        assert towards is not None  # only the tables that start have none
        key = target_of(towards)
        return towards.in_(select(key).where(self.mine(key.table.name, process)))


@cache
def whole_map(metadata: MetaData = Base.metadata) -> Map:
    """The map of all tables that the application knows."""
    places: dict[str, Place] = {}
    lost: list[str] = []
    for table in metadata.sorted_tables:
        if table.name in STAYS or table.name in KNOWN_BY:
            continue
        if table.name == "process" or table.name in NAMED:
            places[table.name] = Place(table, None)
        elif (towards := _nearest(table, places)) is not None:
            places[table.name] = Place(table, towards)
        else:
            lost.append(table.name)
    return Map(places, tuple(lost))


def target_of(column: Column[Any]) -> Column[Any]:
    """The column that a foreign key leads to."""
    return next(iter(column.foreign_keys)).column


def _nearest(table: Table, places: Mapping[str, Place]) -> Column[Any] | None:
    """The column that is never empty and has the fewest tables between it and `process`."""
    found = [
        column
        for column in table.columns
        if column.foreign_keys and not column.nullable and target_of(column).table.name in places
    ]
    found = [column for column in found if target_of(column).table.name not in NAMED]
    return min(found, key=lambda column: (_distance(column, places), column.name), default=None)


def _distance(column: Column[Any], places: Mapping[str, Place]) -> int:
    steps, towards = 0, column
    while (further := places[target_of(towards).table.name].towards) is not None:
        steps, towards = steps + 1, further
    return steps


def _named(table: Table, process: Any) -> ColumnElement[bool]:
    if table.name == "provenance_link":
        return table.c.process == process.public_id
    lines = table.metadata.tables["audit_entry"]
    # What the installation's own chain says about the process is sealed with its other lines, and stays there.
    chains = select(lines.c.chain).where(lines.c.process == process.public_id, lines.c.chain != SITE)
    return (table.c.name if table.name == "audit_chain" else table.c.chain).in_(chains)

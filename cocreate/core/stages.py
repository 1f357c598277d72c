"""What a stage of the method announces about itself, so that the application can put the stages together."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

import click
from flask import Blueprint
from flask_socketio import Namespace

from cocreate.core.permissions import Actor


class NavGroup(StrEnum):
    """What somebody comes to a process for: the lines of one group stand together, the groups in this order."""

    TAKE_PART = "take_part"
    ABOUT = "about"
    RESULTS = "results"


@dataclass(frozen=True)
class NavItem:
    """A line of navigation: shown to whoever has the permission, leading to an endpoint of the process at hand."""

    label: Any  # lazy string
    endpoint: str
    permission: str
    values: dict[str, Any] = field(default_factory=dict)
    comes_first: bool = False  # whatever its stage's place in the method
    is_alone: bool = False  # a home page: what lies below its address is no part of it
    covers: Sequence[str] = ()  # blueprints whose pages are part of it, wherever they lie
    group: NavGroup | None = None  # none: a line by itself


@dataclass(frozen=True)
class ToDo:
    """One thing to be done before people can be asked, and the page on which it is done."""

    label: Any  # lazy string
    help: Any
    is_done: bool
    endpoint: str
    values: dict[str, Any] = field(default_factory=dict)
    comes_last: bool = False  # whatever its stage's place in the method


@dataclass(frozen=True)
class PublishedDocument:
    """A document that everybody may read: what it is called, where it stands, since when."""

    title: Any  # a text in several languages, or a lazy string
    endpoint: str
    at: datetime
    values: dict[str, Any] = field(default_factory=dict)
    what: Any = ""  # lazy string before the title, where that does not say it: "Information sheet:"


@dataclass(frozen=True)
class MatchEntry:
    """Something beside the challenges and their parts that statements of answers may belong to."""

    kind: str  # themes.matching.rules.EntryKind
    id: str  # public id
    title: Mapping[str, str]
    description: Mapping[str, str]  # all else that is written of it, for the machine
    names: Sequence[str] = ()  # by which texts name it: of an actor, whose name says little of what it does
    challenge: Any = None  # the one that it is for, if it is for one
    also: Sequence[str] = ()  # public ids of what it stands for as well: rows that were joined into it
    is_public: bool = True  # whether everybody may read of it


@dataclass(frozen=True)
class Stage:
    """One stage of the method."""

    name: str
    blueprints: Sequence[Blueprint] = ()
    namespaces: Sequence[Namespace] = ()
    commands: Sequence[click.Command] = ()
    # Given the session and the process: lines for everybody, and lines for the people who run it.
    navigation: Callable[[Any, Any], list[NavItem]] = lambda session, process: []
    manage_navigation: Callable[[Any, Any], list[NavItem]] = lambda session, process: []
    # What has to be done before people can be asked, called with (session, process).
    to_do: Callable[[Any, Any], list[ToDo]] = lambda session, process: []
    # Whether people have been promised the smallest published group of a process, called with (session, process): it
    # may grow then, and not shrink.
    has_promised_cell: Callable[[Any, Any], bool] = lambda session, process: False
    # What a later stage makes ready in a new process, called with (session, actor, process, name of a questionnaire).
    set_up: Callable[[Any, Actor, Any, str], None] = lambda session, actor, process, questionnaire: None
    # What a later stage offers on a card of a board, called with (session, actor, camp).
    card_actions: Callable[[Any, Actor, Any], list[NavItem]] = lambda session, actor, camp: []
    # What a later stage asks of the people of a camp now, called with (session, camp).
    camp_calls: Callable[[Any, Any], list[NavItem]] = lambda session, camp: []
    # What a later stage adds to the report of a camp: blocks of `core.documents`, called with
    # (session, camp, is_insider).
    camp_report: Callable[[Any, Any, bool], list[Any]] = lambda session, camp, is_insider: []
    # What a later stage lets go of when people change answers or take them back, called in the same transaction with
    # (session, consultation, key of each answer -> what it said before).
    answers_changed: Callable[[Any, Any, Mapping[str, str]], None] = lambda session, consultation, before: None
    # What a later stage tells somebody who looks at an own answer, called with (session, process, answers): the name of
    # a template and its values, or nothing. The template also gets the consultation and the receipt code.
    answer_outcome: Callable[[Any, Any, Sequence[Any]], tuple[str, dict[str, Any]] | None] = (
        lambda session, process, answers: None
    )
    # What a later stage tells beside the results of single questions, called with (session, consultation): number of
    # the question -> the name of a template and its values.
    beside_results: Callable[[Any, Any], Mapping[int, tuple[str, dict[str, Any]]]] = lambda session, consultation: {}
    # Whether a later stage has published or decided something that rests on the answers of a closed consultation,
    # called with (session, consultation): no more answers are entered then.
    rests_on_answers: Callable[[Any, Any], bool] = lambda session, consultation: False
    # What a later stage has counted of the sheets of a consultation: counted anew, with (session, consultation), when
    # some are left out or taken in, or erased by those who wrote them.
    count_sheets: Callable[[Any, Any], None] = lambda session, consultation: None
    # What a later stage made of a theme, for those who see all themes, called with (session, process, theme): the name
    # of a template and its values, or nothing.
    theme_uses: Callable[[Any, Any, Any], tuple[str, dict[str, Any]] | None] = lambda session, process, theme: None
    # What a later stage knows that statements may belong to, called with (session, process).
    match_entries: Callable[[Any, Any], list[MatchEntry]] = lambda session, process: []
    # Documents that a stage has published, called with (session, process).
    published_documents: Callable[[Any, Any], list[PublishedDocument]] = lambda session, process: []
    # What a stage keeps of somebody by an e-mail address in the processes of an organisation: called with (session,
    # organisation's key, address), a name -> rows of JSON values; and erasing it, called with (session, actor, …).
    kept_of_person: Callable[[Any, int, str], Mapping[str, list[dict[str, Any]]]] = (
        lambda session, organisation_id, email: {}
    )
    forget_person: Callable[[Any, Actor, int, str], None] = lambda session, actor, organisation_id, email: None
    # The last day of what that somebody still wants to take part in by the address, called with (session,
    # organisation's key, address): none where there is nothing, the last of all days where no day is set.
    person_needed_until: Callable[[Any, int, str], date | None] = lambda session, organisation_id, email: None
    # Actors known otherwise than by an account (guests with a seat), asked once per request with (session, process).
    find_guest: Callable[[Any, Any], Actor | None] = lambda session, process: None


_stages: list[Stage] = []


def announce(*stages: Stage) -> None:
    """Called once by the application, in the method's order."""
    _stages[:] = stages


def announced() -> tuple[Stage, ...]:
    """All stages in the method's order."""
    return tuple(_stages)

"""What each kind of question is good for, and its options as pieces of a form, and back from the form."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask_babel import lazy_gettext as _l

from cocreate.survey import labels, lists
from cocreate.survey.filetypes import KNOWN
from cocreate.survey.kinds import KINDS
from cocreate.survey.kinds.base import Typed
from cocreate.survey.making.parts import (
    Amount,
    Beforehand,
    Check,
    Day,
    Filter,
    Image,
    Line,
    Mistake,
    Papers,
    Part,
    Pick,
    Points,
    Rows,
    Several,
    Words,
)
from cocreate.survey.rules import QuestionKind as Kind

LISTS = tuple((name, labels.word(f"list.{name}")) for name in lists.NAMES)
FILE_TYPES = tuple((name, name.upper()) for name in KNOWN)
READY = Pick("list", _l("Or a ready list"), _l("It takes the place of choices of your own."), choices=LISTS)
RANDOM = Check("random", _l("Show them to each person in another order"), is_live=True)
SORTED = Check("sorted", _l("Sort them by the alphabet"), is_live=True)
FILTER = Filter("filter", _l("Only some of them"))
COMMENT = Check("comment", _l("Room for a comment below"))
SILENT = Check("no_opinion", _l("Offer “no opinion”"))
FIRST = Check("choose_first", _l("First choose, then put the chosen in order"), _l("Kinder with more than five."))
TOP = Amount("top", _l("How many places at most"), _l("Empty: all."), least=1, most=100)


def _choices(*, exclusive: bool = False) -> Rows:
    return Rows("choices", _l("Choices"), one=_l("Choice"), has_exclusive=exclusive, can_switch_off=True)


def _longest(most: int, label: Any = _l("Longest text, in characters")) -> Amount:
    return Amount("max_length", label, least=1, most=most, is_live=True)


OTHER = Check("other", _l("Add “other, namely” with a line to fill in"))
FIRST_THERE = Beforehand(
    "beforehand",
    _l("Filled in beforehand"),
    _l("People see it and may change it. For facts, not for opinions: many leave what stands there."),
    is_live=True,
)
KEY_THERE = replace(FIRST_THERE, label=_l("Chosen beforehand: its key"))
SHORTEST = Amount("min_length", _l("Shortest text, in characters"), least=1, most=5000)

OPTIONS: Mapping[Kind, tuple[Part, ...]] = {
    Kind.PAGE: (),
    Kind.INFORMATION: (
        Papers("documents", _l("Files to offer")),
        Image("image", _l("Picture")),
        Words("alt", _l("What the picture shows"), _l("For people who cannot see it.")),
    ),
    Kind.HELIX: (),
    Kind.SINGLE_CHOICE: (
        _choices(),
        READY,
        Pick(
            "display",
            _l("Shown as"),
            choices=(("radio", _l("A list")), ("dropdown", _l("A menu")), ("buttons", _l("Buttons in a row"))),
            is_live=True,
        ),
        OTHER,
        COMMENT,
        RANDOM,
        SORTED,
        FILTER,
        KEY_THERE,
    ),
    Kind.MULTIPLE_CHOICE: (
        _choices(exclusive=True),
        READY,
        Amount("min", _l("How many at least"), least=1, most=300),
        Amount("max", _l("How many at most"), least=1, most=300),
        OTHER,
        COMMENT,
        RANDOM,
        SORTED,
        FILTER,
    ),
    Kind.SCALE: (
        Amount("from", _l("Lowest number"), least=-100, most=1),
        Amount("to", _l("Highest number"), most=100),
        Points("labels", _l("Words at the numbers"), _l("The two ends are enough."), one=_l("Number")),
        SILENT,
        Pick(
            "display",
            _l("Shown as"),
            choices=(("buttons", _l("Buttons in a row")), ("stars", _l("Stars"))),
            is_live=True,
        ),
        FIRST_THERE,
    ),
    Kind.MATRIX: (
        Rows("rows", _l("Rows"), _l("What is judged."), one=_l("Row")),
        Rows("columns", _l("Columns"), _l("The answers to choose from."), one=_l("Column")),
        Check("multiple", _l("Several answers in a row")),
        Check("random", _l("Show the rows to each person in another order"), is_live=True),
    ),
    Kind.RANKING: (_choices(), READY, TOP, FIRST, SILENT, RANDOM, SORTED, FILTER),
    Kind.RANK_CHALLENGES: (TOP, FIRST),
    Kind.POINTS: (
        _choices(),
        Pick("about", _l("Or about"), choices=(("challenges", _l("The challenges of the process")),)),
        Amount("total", _l("Points to give"), least=1, most=10000),
        Check("exact", _l("All points must be given")),
    ),
    Kind.SHORT_TEXT: (
        Pick(
            "format",
            _l("What it must look like"),
            choices=(
                ("email", _l("An e-mail address")),
                ("phone", _l("A telephone number")),
                ("url", _l("A web address")),
                ("pattern", _l("A pattern of your own")),
            ),
        ),
        Line("pattern", _l("Pattern"), _l("A regular expression for the whole text, such as [0-9]{4} for a postcode.")),
        Words("pattern_help", _l("What to say about the pattern"), _l("Such as: four digits.")),
        SHORTEST,
        _longest(300),
        FIRST_THERE,
    ),
    Kind.SHORT_TEXTS: (Rows("rows", _l("Lines"), one=_l("Line")), _longest(300)),
    Kind.LONG_TEXT: (SHORTEST, _longest(5000), FIRST_THERE),
    Kind.TEXT_PER_CHALLENGE: (),
    Kind.COMPLETE_LIST: (
        Pick(
            "of",
            _l("Which list people complete"),
            choices=(
                ("sub_challenges", _l("Parts of the challenges")),
                ("assets", _l("Assets")),
                ("both", _l("Both")),
            ),
        ),
    ),
    Kind.PROJECT: (Rows("roles", _l("Roles that an actor can have"), one=_l("Role")),),
    Kind.NUMBER: (
        Amount("min", _l("Smallest number"), least=-1e9, most=1e9, is_whole=False),
        Amount("max", _l("Largest number"), least=-1e9, most=1e9, is_whole=False),
        Amount("decimals", _l("Digits after the comma"), most=6),
        Amount("step", _l("In steps of"), least=0.000001, most=1e9, is_whole=False),
        Words("unit", _l("Unit"), _l("Such as: euro, hours a week."), limit=40),
        Check("slider", _l("With a slider")),
        FIRST_THERE,
    ),
    Kind.DATE: (
        Day("min", _l("First day")),
        Day("max", _l("Last day")),
        Check("time", _l("With the hour")),
        FIRST_THERE,
    ),
    Kind.FILES: (
        Amount("max_files", _l("How many files at most"), least=1, most=10),
        Amount("max_megabytes", _l("How large one may be, in megabytes"), least=1, most=50),
        Several("types", _l("Types of file"), _l("None ticked: all of them."), choices=FILE_TYPES),
    ),
    Kind.MAP_POINT: (
        Pick("region", _l("Map"), choices=(("brussels", _l("Brussels")), ("own", _l("An outline of your own")))),
    ),
    Kind.CONSENT: (
        Words("statement", _l("What people agree to")),
        Pick(
            "role",
            _l("What it decides"),
            choices=(
                ("quote", _l("Whether their words may be quoted")),
                ("contact", _l("Whether they may be contacted")),
                ("privacy", _l("That they have read the privacy notice")),
            ),
        ),
    ),
}
# What a new question of a kind begins with.
STARTING: Mapping[Kind, Mapping[str, Any]] = {
    Kind.SCALE: {"from": 1, "to": 5, "display": "buttons"},
    Kind.POINTS: {"total": 100},
    Kind.COMPLETE_LIST: {"of": "both"},
    Kind.MAP_POINT: {"region": "brussels"},
    Kind.RANK_CHALLENGES: {"choose_first": True},
}


def parts_of(kind: str) -> tuple[Part, ...]:
    """The pieces of the form about a kind's options."""
    return OPTIONS[Kind(kind)]


def read_options(kind: str, given: Typed, before: Mapping[str, Any], *, only_live: bool = False) -> dict[str, Any]:
    """The options as typed; what the form does not show, or may not change, stays as it was."""
    found = dict(before)
    for part in parts_of(kind):
        if only_live and not part.is_live:
            continue
        value = part.read(given, before.get(part.name))
        found.pop(part.name, None)
        if value is not None:
            found[part.name] = value
    return found


def fields_of(kind: str, options: Mapping[str, Any]) -> dict[str, str]:
    """The fields that stand for stored options."""
    return {name: text for part in parts_of(kind) for name, text in part.fill(options.get(part.name)).items()}


def mistakes_in(kind: str, given: Typed, *, only_live: bool = False) -> list[Mistake]:
    """What is wrong with the options as typed."""
    return [m for part in parts_of(kind) if part.is_live or not only_live for m in part.mistakes(given)]


def frozen_changes(kind: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """The options that differ although they may not once people have answered."""
    fixed = {part.name for part in parts_of(kind) if not part.is_live} | (
        (set(before) | set(after)) - {part.name for part in parts_of(kind)}
    )
    return sorted(name for name in fixed if before.get(name) != after.get(name))


def lost_keys(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """Keys of choices, rows and columns that are gone; answers may hold them."""
    gone = []
    for name in ("choices", "rows", "columns", "roles"):
        kept = {row["key"] for row in after.get(name, ())}
        gone += [row["key"] for row in before.get(name, ()) if row["key"] not in kept]
    return gone


GROUPS: tuple[tuple[Any, tuple[Kind, ...]], ...] = (
    (_l("To choose"), (Kind.SINGLE_CHOICE, Kind.MULTIPLE_CHOICE, Kind.SCALE, Kind.MATRIX)),
    (_l("To weigh"), (Kind.RANKING, Kind.POINTS)),
    (_l("To write"), (Kind.LONG_TEXT, Kind.SHORT_TEXT, Kind.SHORT_TEXTS)),
    (
        _l("About the challenges of the process"),
        (Kind.RANK_CHALLENGES, Kind.TEXT_PER_CHALLENGE, Kind.COMPLETE_LIST, Kind.PROJECT),
    ),
    (_l("Facts"), (Kind.HELIX, Kind.NUMBER, Kind.DATE, Kind.MAP_POINT, Kind.FILES)),
    (_l("To structure"), (Kind.PAGE, Kind.INFORMATION, Kind.CONSENT)),
)
GOOD_FOR: Mapping[Kind, Any] = {
    Kind.SINGLE_CHOICE: _l("One answer of a list, a menu or a row of buttons; with “other” and a comment if you like."),
    Kind.MULTIPLE_CHOICE: _l("Several answers of a list, with a smallest and a largest number."),
    Kind.SCALE: _l("A number from low to high, with words at its ends: agreement, satisfaction, stars."),
    Kind.MATRIX: _l("The same answers for several things, one line each."),
    Kind.RANKING: _l("Putting your own list in order; two may share a place."),
    Kind.POINTS: _l("Dividing a number of points, to show how much more one matters than another."),
    Kind.LONG_TEXT: _l("Words of one’s own; the analysis finds the themes in them."),
    Kind.SHORT_TEXT: _l("One line: a name, an e-mail address, a postcode."),
    Kind.SHORT_TEXTS: _l("Several short lines, each with its own label."),
    Kind.RANK_CHALLENGES: _l("Which challenges matter most: choose, then order."),
    Kind.TEXT_PER_CHALLENGE: _l("A text for each challenge: who or what can help?"),
    Kind.COMPLETE_LIST: _l(
        "Shows the parts and assets of each challenge; people mark what matters and add what is missing."
    ),
    Kind.PROJECT: _l("An idea for a project, with the actors to involve."),
    Kind.HELIX: _l(
        "Business, research, public service, association or citizen: shows who is heard and who is missing."
    ),
    Kind.NUMBER: _l("A number with limits and a unit."),
    Kind.DATE: _l("A day, with the hour if you like."),
    Kind.MAP_POINT: _l("A place on a map."),
    Kind.FILES: _l("Files that people hand in."),
    Kind.PAGE: _l("Begins a new page, with a title of its own."),
    Kind.INFORMATION: _l("A text, a picture or files to read; nothing to answer."),
    Kind.CONSENT: _l("A box to tick in agreement."),
}


def gallery() -> list[tuple[Any, list[tuple[Kind, Any]]]]:
    """Groups with the kinds that this installation has, and what each is good for."""
    found = [(label, [(kind, GOOD_FOR[kind]) for kind in kinds if kind in KINDS]) for label, kinds in GROUPS]
    return [(label, kinds) for label, kinds in found if kinds]

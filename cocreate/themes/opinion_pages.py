"""The analyst's page of opinion groups, and how they are shown: safe counts, words, and a picture."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup

from cocreate.analysis.disclosure import suppress
from cocreate.analysis.opinions.picture import bubbles, letter, picture
from cocreate.core.db import Translated, db, transaction
from cocreate.errors import DomainError
from cocreate.survey.kinds.choices import choices_of
from cocreate.survey.routes import consultation_of_address
from cocreate.themes import opinions
from cocreate.themes.models import OpinionReading
from cocreate.web.access import current_actor, requires
from cocreate.web.language import NAMES
from cocreate.web.messages import say

pages = Blueprint("opinions_manage", __name__, url_prefix="/p/<process_id>/manage/opinions")


@pages.get("/of/<consultation_id>")
@requires("themes:theme:view")
def show(consultation_id: str) -> Any:
    """The opinion groups of each question that holds statements."""
    return _page(consultation_id)


def _page(consultation_id: str, status: int = 200, problem: str = "") -> Any:
    session = db.session()
    consultation = consultation_of_address(consultation_id)
    finished = opinions.finished_readings(session, consultation)
    found = {number: shown(reading, g.process.minimum_cell, is_public=False) for number, reading in finished.items()}
    return render_template(
        "themes/opinions/show.html",
        consultation=consultation,
        questions=opinions.opinion_questions(session, consultation),
        latest=opinions.latest_readings(session, consultation),
        found=found,
        problem=problem,
    ), status


@pages.post("/of/<consultation_id>/start")
@requires("themes:run:start")
def start(consultation_id: str) -> Any:
    """Have the votes on a question read."""
    try:
        with transaction() as session:
            question = opinions.find_question(
                session, consultation_of_address(consultation_id), request.form.get("question", "")
            )
            opinions.start_reading(session, current_actor(), g.process, question)
    except DomainError as error:
        return _page(consultation_id, error.status, say(error))
    return redirect(url_for("opinions_manage.show", consultation_id=consultation_id))


@pages.post("/<reading_id>/publish")
@requires("themes:theme:decide")
def publish(reading_id: str) -> Any:
    """Show the groups to everybody beside the results, or take them back."""
    with transaction() as session:
        reading = opinions.find_reading(session, g.process, reading_id)
        is_public = request.form.get("public") == "1"
        opinions.show_reading(session, current_actor(), g.process, reading, is_public=is_public)
        consultation_id = reading.question.consultation.public_id
    flash(
        _("The opinion groups are shown with the results.") if is_public else _("The opinion groups are taken back."),
        "success",
    )
    return redirect(url_for("opinions_manage.show", consultation_id=consultation_id))


MOST = 8  # statements of each list on a page


@dataclass(frozen=True)
class Cell:
    """How a group voted on a statement, in words, with its base."""

    told: str
    base: int


@dataclass(frozen=True)
class Line:
    """A statement, the way it is voted (1 or -1), and how each group voted; None where that may not be shown."""

    text: Translated
    direction: int
    cells: Sequence[Cell | None]


@dataclass(frozen=True)
class GroupShown:
    """One group: its letter, its size, what is typical of it, and who is in it."""

    letter: str
    size: int
    typical: Sequence[Line]
    splits: Sequence[tuple[str, Sequence[tuple[str, Any]]]]


@dataclass(frozen=True)
class Shown:
    """A reading as a page shows it."""

    reading: OpinionReading
    people: int
    groups: Sequence[GroupShown]
    united: Sequence[Line]
    divided: Sequence[Line]
    doubts: Sequence[str]
    picture: Markup
    described: str


def shown(reading: OpinionReading, minimum: int, *, is_public: bool) -> Shown:
    """What a page shows of a reading. Insiders see how each group voted and a dot for each person.

    Everybody sees circles for groups and, per group and statement, the side that more of it take (`public_cell`). How
    many of which helix category or language are in a group is shown to nobody below the minimum.
    """
    result = reading.result
    keys = [group["key"] for group in result["groups"]]
    lines = _lines(reading, keys, minimum if is_public else 0)
    return Shown(
        reading=reading,
        people=result["people"],
        groups=[_group(place, group, lines, minimum) for place, group in enumerate(result["groups"])],
        united=[lines[key](0) for key in result["united"][:MOST] if key in lines],
        divided=[lines[key](0) for key in result["divided"][:MOST] if key in lines] if len(keys) > 1 else [],
        doubts=[say(warning["code"], **warning["params"]) for warning in _told(result, minimum)],
        picture=_picture(reading, is_public=is_public),
        described=_described(result),
    )


def _told(result: Mapping[str, Any], minimum: int) -> list[dict[str, Any]]:
    """Warnings whose numbers may be read: a count of few people is left unsaid."""
    return [w for w in result["warnings"] if not 0 < int(w["params"].get("count", minimum)) < minimum]


def _lines(reading: OpinionReading, keys: Sequence[str], minimum: int) -> dict[str, Callable[[int], Line]]:
    """Statement -> its line, given the way to speak of (0: the way that the groups lean). Minimum 0: for insiders."""
    texts = choices_of(reading.question)
    found: dict[str, Callable[[int], Line]] = {}
    for key, statement in reading.result["statements"].items():
        votes = [statement["by_group"][group] for group in keys]
        cells = [public_cell(counts, minimum) if minimum else _cell(counts) for counts in votes]
        text = dict(texts.get(key) or {"en": key})
        found[key] = partial(_line, text, cells, statement["leaning"])
    return found


def _line(text: Translated, cells: Sequence[Cell | None], leaning: int, way: int) -> Line:
    return Line(text, way or leaning, cells)


def _cell(votes: Sequence[int]) -> Cell | None:
    agree, _passed, disagree = votes
    base = sum(votes)
    if not base:
        return None
    return Cell(
        _("%(agree)s agree, %(disagree)s disagree", agree=_share(agree, base), disagree=_share(disagree, base)), base
    )


def public_cell(votes: Sequence[int], minimum: int) -> Cell | None:
    """The side that more of a group take, so that no number of 1 to `minimum` - 1 people can be worked out.

    Only one side is told, so the others may be anything that is left. Where at most `minimum` are left, "at least" is
    told instead of the number, and where the side itself is small or few voted, nothing.
    """
    agree, _passed, disagree = votes
    base, most = sum(votes), max(agree, disagree)
    if most <= minimum or base <= 2 * minimum:
        return None
    is_nearly_all = base - most <= minimum
    share = _share(base - minimum if is_nearly_all else most, base)
    if agree >= disagree:
        told = _("at least %(share)s agree", share=share) if is_nearly_all else _("%(share)s agree", share=share)
    else:
        told = _("at least %(share)s disagree", share=share) if is_nearly_all else _("%(share)s disagree", share=share)
    return Cell(told, base)


def _share(part: int, base: int) -> str:
    return f"{100 * part / base:.0f} %"


def _group(place: int, group: Mapping[str, Any], lines: Mapping[str, Any], minimum: int) -> GroupShown:
    by_helix = [(say(f"helix.{key}"), n) for key, n in suppress(group["by_helix"], minimum).cells.items()]
    by_language = [(NAMES.get(key, key), n) for key, n in suppress(group["by_language"], minimum).cells.items()]
    return GroupShown(
        letter=letter(place),
        size=group["size"],
        typical=[lines[key](way) for key, way in group["typical"] if key in lines],
        splits=[(name, counts) for name, counts in ((_("Group"), by_helix), (_("Language"), by_language)) if counts],
    )


def _picture(reading: OpinionReading, *, is_public: bool) -> Markup:
    groups, ident = reading.result["groups"], f"opinions-{reading.public_id}"
    if is_public or not reading.result["points"]:
        return Markup(bubbles([(g["centre"], g["size"]) for g in groups], ident=ident))
    points = reading.result["points"]
    positions = {str(n): (x, y) for n, (x, y, _group_key) in enumerate(points)}
    group_of = {str(n): key for n, (_x, _y, key) in enumerate(points) if key}
    return Markup(picture(positions, group_of, [g["key"] for g in groups], ident=ident))


def _described(result: Mapping[str, Any]) -> str:
    sizes = ", ".join(
        _("Group %(letter)s: %(count)s people", letter=letter(place), count=group["size"])
        for place, group in enumerate(result["groups"])
    )
    return _("People who vote alike stand close together. %(sizes)s.", sizes=sizes)

"""Pages on how sure the shortlist is: for insiders once scoring is closed, for all once the decision is public."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from flask import g, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_limiter.errors import RateLimitExceeded
from wtforms import StringField
from wtforms.validators import ValidationError

from cocreate.core.db import db
from cocreate.core.permissions import INSIDERS
from cocreate.errors import NotFound
from cocreate.selection import queries
from cocreate.selection.inputs import compute_again
from cocreate.selection.models import CriteriaSet, Criterion, Shortlist
from cocreate.selection.routes import pages
from cocreate.selection.sureness import glance, views
from cocreate.selection.views import doubts, number, number2, share
from cocreate.web.access import current_actor, may, requires
from cocreate.web.forms import Form
from cocreate.web.language import translate
from cocreate.web.security import limiter

MOST = 1000.0


def amount(text: str | None) -> float | None:
    """A number as people write it, with a point or a comma; None for anything else.

    >>> amount("12,5"), amount(" 3 "), amount("-1"), amount("nan"), amount("")
    (12.5, 3.0, None, None, None)
    """
    try:
        found = float((text or "").replace(",", ".").replace(" ", ""))
    except ValueError:
        return None
    return found if math.isfinite(found) and 0 <= found <= MOST else None


def _number(form: Any, field: Any) -> None:
    if amount(field.data) is None:
        raise ValidationError(_l("Please give a number from 0 to 1000."))


def trying_form(criteria: Sequence[Criterion]) -> type[Form]:
    """A weight per criterion, in any unit: they count in proportion."""

    class Trying(Form):
        class Meta(Form.Meta):
            csrf = False  # nothing is stored

        def validate(self, extra_validators: Any = None) -> bool:
            """Each a number, and one of them above 0."""
            good = bool(super().validate(extra_validators))
            if good and not any(self.weights().values()):
                self.form_errors.append(_("At least one weight must be above 0."))
                return False
            return good

        def weights(self) -> dict[str, float]:
            """By criterion key."""
            return {criterion.key: amount(self[name_of(criterion.key)].data) or 0.0 for criterion in criteria}

    for criterion in criteria:
        setattr(Trying, name_of(criterion.key), StringField(translate(criterion.title), validators=[_number]))
    return Trying


def name_of(key: str) -> str:
    """The field of a criterion."""
    return f"weight-{key}"


def written(weights: Mapping[str, float]) -> dict[str, str]:
    """Weights as the form shows them: field -> number."""
    return {name_of(key): f"{weight:.2f}".rstrip("0").rstrip(".") for key, weight in weights.items()}


AGAIN = limiter.shared_limit("12 per minute", scope="selection:again")  # it takes part of a second of the processor


def proposal_of_process() -> tuple[Shortlist, CriteriaSet]:
    """The proposal with its criteria, or NotFound; outsiders see it once the decision is published."""
    session = db.session()
    found, criteria = queries.shortlist_of(session, g.process), queries.criteria_of(session, g.process)
    if found is None or criteria is None or (found.decided_at is None and not may("selection:proposal:view")):
        raise NotFound()
    return found, criteria


def _words(found: Shortlist, criteria: CriteriaSet) -> dict[str, Any]:
    """What every page of these reads: the report, and names for its keys."""
    lines = queries.score_table(db.session(), g.process)
    names = queries.titles(db.session(), g.process)
    return {
        "shortlist": found,
        "told": found.proposal,
        "titles": views.named(names, lines),
        "criterion_titles": {each.key: each.title for each in criteria.criteria},
        "number": number,
        "number2": number2,
        "share": share,
    }


@pages.get("/how-sure")
@requires("selection:result:view")
def how_sure() -> str:
    """The picture, and the full table behind it."""
    return _page()


def _page(problem: str = "") -> str:
    found, criteria = proposal_of_process()
    told, words = found.proposal, _words(found, criteria)
    titles, grounds = words["titles"], words["criterion_titles"]
    is_insider = not current_actor().roles.isdisjoint(INSIDERS)
    return render_template(
        "selection/sureness/how_sure.html",
        **words | views.at_a_glance(told, titles),
        grid=views.places_grid(told, titles),
        kinds=glance.kinds(told, with_names=is_insider or told["assessors"] >= g.process.minimum_cell),
        singles=glance.single(told, with_persons=is_insider),
        rules=views.rule_table(told, titles, glance.places_by_rule(told)),
        stable=views.stable_rows(told, grounds),
        nearest={name: told["swaps"][name] for name in told["order"] if name in told.get("swaps", {})},
        doubts=doubts(told),
        kind_words=views.KINDS,
        what_of=lambda line: views.what_of(line, grounds),
        moves_of=lambda swap: views.moves(told, swap, grounds),
        tries_of=lambda swap: written(glance.just_beyond(told, swap) or {}),
        problem=problem,
    )


@pages.post("/how-sure/again")
@requires("selection:result:view")
def compute_shortlist_again() -> Any:
    """Compute the proposal again from what is stored, and say whether every figure is the same."""
    found, criteria = proposal_of_process()
    try:
        with AGAIN:
            compared = compute_again(db.session(), g.process, found)
    except RateLimitExceeded:
        return _page(problem=_("Too many at once. Please try again in a minute.")), 429
    return render_template("selection/sureness/again.html", compared=compared, **_words(found, criteria))


@pages.get("/what-if")
@requires("selection:result:view")
def what_if_weights() -> Any:
    """The order under other weights; they stand in the address, and nothing is stored."""
    found, criteria = proposal_of_process()
    told = found.proposal
    kind, data = trying_form(criteria.criteria), written(told["weights"])
    is_asked = not request.args.keys().isdisjoint(data)
    form = kind(request.args if is_asked else None, data=data)
    imagined = glance.imagine(told, form.weights()) if is_asked and form.validate() else None
    return (
        render_template(
            "selection/sureness/what_if.html",
            form=form,
            imagined=imagined,
            swap=told["swap"],
            tries=written(glance.just_beyond(told, told["swap"]) or {}) if told["swap"] else {},
            equal=written(dict.fromkeys(told["weights"], 100 / len(told["weights"]))),
            **_words(found, criteria),
        ),
        422 if is_asked and imagined is None else 200,
    )

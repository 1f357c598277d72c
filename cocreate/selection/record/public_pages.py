"""Everybody's pages of a published record: what was decided, how it came about, and the data to compute it again."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

from flask import Response, g, render_template
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from cocreate.accounts.organisations.queries import brand_of
from cocreate.analysis.choice.agreement import kendall_tau
from cocreate.core.db import Translated, db
from cocreate.core.documents import Document, body_of, docx_of, html_of, pdf_of
from cocreate.errors import NotFound
from cocreate.selection.labels import CHOICE_WORDS
from cocreate.selection.record import freezing
from cocreate.selection.record import queries as records
from cocreate.selection.record.models import DecisionRecord
from cocreate.selection.record.queries import Respondents, ThreeOrders
from cocreate.selection.record.rules import CAMP, COMMITTEE, RESPONDENTS, Order, as_choice, differences
from cocreate.selection.record.statement import day, statement_of
from cocreate.selection.routes import pages
from cocreate.selection.rules import Choice
from cocreate.selection.views import number2
from cocreate.web.access import requires
from cocreate.web.language import current_language

ORDERS = {
    RESPONDENTS: _l("Respondents of the consultation"),
    CAMP: _l("Participants of the camp"),
    COMMITTEE: _l("Committee"),
}
ANSWERS = {
    **CHOICE_WORDS,
    "for": _l("for"),
    "against": _l("against"),
    "abstained": _l("abstained"),
}
WAYS = {
    "second_step": _l("with a code of an authenticator app"),
    "password": _l("with a password"),
    "sign_in": _l("after signing in anew"),
}


@dataclass(frozen=True)
class OrderLine:
    """A candidate's place in each order (None: not in it), and what the committee chose."""

    sid: str
    places: tuple[int | None, ...]
    is_first: tuple[bool, ...]  # whether the place is among as many as the shortlist has
    choice: Choice | None
    left: tuple[str, ...]  # keys of the orders that the choice leaves


def order_lines(found: ThreeOrders, choices: Sequence[Choice]) -> list[OrderLine]:
    """In the committee's order; those that nobody scored come last."""
    chosen = {choice.sid: choice for choice in choices}
    left = differences(choices, found.asked, found.size)
    places = [order.places for order in found.orders]
    last = places[-1] if places else {}
    everybody = dict.fromkeys([*last, *(sid for place in places for sid in place), *chosen])
    lines = []
    for sid in sorted(everybody, key=lambda sid: last.get(sid, len(everybody) + 1)):
        mine = tuple(place.get(sid) for place in places)
        is_first = tuple(place is not None and place <= found.size for place in mine)
        lines.append(OrderLine(sid, mine, is_first, chosen.get(sid), left.get(sid, ())))
    return lines


@dataclass(frozen=True)
class Agreement:
    """Kendall's tau-b between two orders (keys), over the candidates that both have."""

    one: str
    other: str
    tau: float
    candidates: int


def agreements(found: ThreeOrders) -> list[Agreement]:
    """How far each pair of orders agrees; pairs with too little in common are left out."""
    lines = []
    for one, other in combinations(found.orders, 2):
        tau = kendall_tau(_tiers(one), _tiers(other))
        if tau is not None:
            lines.append(Agreement(one.key, other.key, tau, len(one.places.keys() & other.places.keys())))
    return lines


def _tiers(order: Order) -> list[list[str]]:
    by_place: dict[int, list[str]] = {}
    for sid, place in order.places.items():
        by_place.setdefault(place, []).append(sid)
    return [by_place[place] for place in sorted(by_place)]


def orders_in(kept: Mapping[str, Any]) -> ThreeOrders:
    """The three orders as a record keeps them."""
    orders = tuple(Order(row["key"], row["base"], row["scores"]) for row in kept["orders"])
    return ThreeOrders(orders, Respondents(**kept["respondents"]), kept["size"])


def titles_in(snapshot: Mapping[str, Any]) -> dict[str, Translated]:
    """The names under which candidates stand in a record: those of then, adopted ones first."""
    adopted = {choice["sid"]: choice["final_title"] for choice in snapshot["choices"]}
    return {sid: {**title, **adopted.get(sid, {})} for sid, title in snapshot["titles"].items()}


def for_templates() -> dict[str, Any]:
    """Words for the closed lists of the record."""
    return {
        "order_name": lambda key: ORDERS[key],
        "answer_name": lambda key: ANSWERS.get(key, key),
        "way_name": lambda key: WAYS[key],
        "day_of": day,
        "agreements": agreements,
        "two_places": number2,
    }


pages.context_processor(for_templates)
FORMATS = {
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def record_of_address(record_id: str) -> DecisionRecord:
    """The published record, or NotFound."""
    found = records.find_published(db.session(), g.process, record_id)
    if found is None:
        raise NotFound()
    return found


@pages.get("/records/<record_id>")
@requires("selection:result:view")
def record(record_id: str) -> str:
    """A record at its permanent address; one that was amended says so."""
    row = record_of_address(record_id)
    every = records.published_records(db.session(), row.shortlist)
    found = orders_in(_file_of(row, "orders.json"))
    return render_template(
        "selection/record/public.html",
        record=row,
        snapshot=row.snapshot,
        titles=titles_in(row.snapshot),
        found=found,
        lines=order_lines(found, [as_choice(said) for said in row.snapshot["choices"]]),
        later=next((other for other in every if other.number == row.number + 1), None),
        earlier=next((other for other in every if other.number == row.number - 1), None),
    )


@pages.get("/records/<record_id>/method")
@requires("selection:result:view")
def record_method(record_id: str) -> str:
    """The method statement."""
    row = record_of_address(record_id)
    document = _statement(row)
    body = Markup(body_of(document))  # of our own making: every text in it was escaped by `core.documents`
    return render_template("selection/record/method.html", record=row, document=document, body=body)


@pages.get("/records/<record_id>/method.<any(html, pdf, docx):method_format>")
@requires("selection:result:view")
def record_method_file(record_id: str, method_format: str) -> Response:
    """The method statement as a file."""
    row = record_of_address(record_id)
    document = _statement(row)
    content: Any = {"html": html_of, "pdf": pdf_of, "docx": docx_of}[method_format](document)
    name = f"method-{row.public_id}-{current_language()}.{method_format}"
    return _file(content, name, FORMATS[method_format])


@pages.get("/records/<record_id>/data.zip")
@requires("selection:result:view")
def record_data(record_id: str) -> Response:
    """All that it rests on, to compute it again."""
    row = record_of_address(record_id)
    return _file(freezing.pack(freezing.files_of(row)), f"decision-{row.public_id}.zip", "application/zip")


def _statement(row: DecisionRecord) -> Document:
    written = statement_of(row.snapshot, _file_of(row, "method.json"), row.hash, current_language())
    return replace(written, brand=brand_of(g.process.organisation))


def _file_of(row: DecisionRecord, name: str) -> Any:
    return next(json.loads(file.content) for file in row.files if file.name == name)


def _file(content: bytes | str, name: str, media_type: str) -> Response:
    response = Response(content, content_type=media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response

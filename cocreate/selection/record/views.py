"""What pages show of a record: its choices with titles, the vote in words, the three orders side by side."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from flask_babel import lazy_gettext as _l

from cocreate.analysis.choice.agreement import kendall_tau
from cocreate.core.db import Translated
from cocreate.selection.record.orders import CAMP, COMMITTEE, RESPONDENTS, Order, differences
from cocreate.selection.record.queries import Respondents, ThreeOrders
from cocreate.selection.record.statement import day
from cocreate.selection.room.labels import CHOICE_WORDS
from cocreate.selection.rules import Choice
from cocreate.selection.views import number2

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

"""The sums, the flows and the chains as data: CSV for a spreadsheet, JSON for programs. Small numbers read "hidden"."""

import csv
import json
from collections.abc import Iterable, Sequence
from io import StringIO
from typing import Any

from cocreate.analysis.disclosure import HIDDEN, Shown
from cocreate.core.cells import safe_cell
from cocreate.core.provenance import Ref
from cocreate.public.fates.chain import View
from cocreate.public.fates.counting import Whole, by_helix, steps_of
from cocreate.public.fates.flows import Flows, Station
from cocreate.public.fates.rules import FateKind, Source
from cocreate.web.language import translate

FORMAT = "cocreate-fates-1"
CHAIN_FORMAT = "cocreate-chain-1"


def sums_csv(whole: Whole) -> str:
    """A line for each place where people contributed and each fate; together they are all contributions."""
    rows = [(source.value, kind.value, whole.of(kind, source)) for source in Source for kind in FateKind]
    return _csv(("source", "fate", "contributions"), [*rows, ("all", "all", whole.total)])


def sums_json(whole: Whole, flows: Flows) -> str:
    """The sums, the reasons, the steps, the groups and the flows of the picture."""
    return _json(
        {
            "format": FORMAT,
            "process": whole.process.public_id,
            "minimum_cell": whole.process.minimum_cell,
            "contributions": whole.total,
            "fates": {
                source.value: {kind.value: whole.of(kind, source) for kind in FateKind} for source in whole.sources
            },
            "out_of_scope": {reason.value: number for reason, number in whole.reasons},
            "steps": {step.value: {key.value: n for key, n in row.items()} for step, row in steps_of(whole).items()},
            "by_group": {source.value: by_helix(whole, source).rows for source in (Source.ANSWER, Source.CARD)},
            "flows": [
                {"level": flow.source.level, "from": _name(flow.source), "to": _name(flow.target), "value": flow.value}
                for flow in flows.flows
            ],
        }
    )


def _name(station: Station) -> dict[str, Any]:
    named = {"key": station.key}
    return named if station.title is None else {**named, "title": station.title}


def chain_json(view: View) -> str:
    """What stands on the page of chains, and each step from one thing to the next."""
    return _json({"format": CHAIN_FORMAT, "things": things_of(view), "steps": [_step(*step) for step in steps(view)]})


def chain_csv(view: View) -> str:
    """A line a step."""
    names = {(thing["type"], thing["id"]): translate(thing["title"]) for thing in things_of(view)}
    rows = [(*source, names[source], *target, names[target]) for source, target in steps(view)]
    heads = ("from_type", "from_id", "from_title", "to_type", "to_id", "to_title")
    return _csv(heads, rows)


def steps(view: View) -> list[tuple[Ref, Ref]]:
    """In an order that stays."""
    return sorted(view.steps)


def things_of(view: View) -> list[dict[str, Any]]:
    """Every thing with its type, id and title, and what is told of it."""
    found: list[dict[str, Any]] = [_thing("answer", answer.id, answer.text) for answer in view.answers]
    found += [_thing("theme", row.public_id, row.title, answers=_shown(view.told[row.id].size)) for row in view.themes]
    found += [_thing("card", row.public_id, row.title or row.text) for row in view.cards]
    for sid, decision in view.sids:
        told = "open" if decision is None else "kept" if decision.is_kept else "dropped"
        found.append(_thing("sid", sid.public_id, sid.title, decision="withdrawn" if sid.is_withdrawn else told))
    return found + [_thing("action", row.public_id, row.title, number=row.number) for row in view.actions]


def _shown(count: Shown) -> int | None:
    return None if count is HIDDEN else count


def _thing(kind: str, key: str, title: Any, **told: Any) -> dict[str, Any]:
    return {"type": kind, "id": key, "title": title, **told}


def _step(source: Ref, target: Ref) -> dict[str, list[str]]:
    return {"from": list(source), "to": list(target)}


def _json(told: Any) -> str:
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def _csv(heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows([[safe_cell(str(cell)) for cell in row] for row in rows])
    return "\ufeff" + out.getvalue()

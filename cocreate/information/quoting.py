"""Words of other people in a sheet: a version names them, and they are read where they are kept, when somebody looks.

So what somebody erased, changed or no longer agrees to is in no version either, published or not.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from cocreate.core.ids import digest
from cocreate.ecosystem.models import EcosystemActor, ProposedProject
from cocreate.ecosystem.queries import AssetLine, shown_as, shown_projects
from cocreate.process.evidence.queries import Quote, public_quotes
from cocreate.process.models import Evidence
from cocreate.survey.personal.gate import PublicAnswer, quotable_answers
from cocreate.web.language import language_of, translate

Content = Mapping[str, Any]
Named = tuple[str, str, str]  # "answer" or "evidence", its id, and a mark of the words


def quotes_of_answers(answers: Iterable[PublicAnswer]) -> list[dict[str, Any]]:
    """A piece that names what people answered; none where it would be empty."""
    return _piece(("answer", answer.id, answer.text) for answer in answers)


def quotes_of_talks(said: Iterable[tuple[Evidence, Quote]]) -> list[dict[str, Any]]:
    """The same of what people said in interviews."""
    return _piece(("evidence", row.public_id, quote.text) for row, quote in said)


def strengths_of(lines: Iterable[AssetLine]) -> list[dict[str, Any]]:
    """A piece that names strengths of the ecosystem; whose they are is read when somebody looks."""
    items: list[dict[str, Any]] = []
    for line in lines:
        said = {"text": _joined(line.title, line.description), "lang": language_of(line.title or line.description)}
        ids = [actor.public_id for actor in line.actors]
        items.append({"kind": "strength", "id": ",".join(ids), "mark": _mark(said["text"]), "said": said})
    return [{"type": "quotes", "items": items}] if items else []


def proposals(rows: Iterable[ProposedProject]) -> list[dict[str, Any]]:
    """A piece that names projects that people proposed."""
    return _piece(("project", row.public_id, _joined(row.title, row.description)) for row in rows)


def _joined(title: Mapping[str, str], more: Mapping[str, str]) -> str:
    return ": ".join(part for part in (translate(title), translate(more)) if part)


def _piece(said: Iterable[Named]) -> list[dict[str, Any]]:
    items = [{"kind": kind, "id": key, "mark": _mark(text)} for kind, key, text in said]
    return [{"type": "quotes", "items": items}] if items else []


def _mark(text: str) -> str:
    return digest(text)[:16]


def resolved(session: Session, content: Content) -> dict[str, Any]:
    """The content with the words that may be read now, and a remark where some may not."""
    named = [item for block in content["blocks"] for piece in block["pieces"] for item in piece.get("items", ())]
    words = _words(session, [item for item in named if "mark" in item])
    blocks = [{**block, "pieces": _read(block["pieces"], words)} for block in content["blocks"]]
    return {**content, "blocks": blocks}


def _read(pieces: Iterable[Mapping[str, Any]], words: Mapping[Named, dict[str, str]]) -> list[Mapping[str, Any]]:
    found: list[Mapping[str, Any]] = []
    for piece in pieces:
        if piece["type"] != "quotes":
            found.append(piece)
            continue
        keys = [(item["kind"], item["id"], item["mark"]) for item in piece["items"]]
        kept = [words[key] for key in keys if key in words]
        if kept:
            found.append({"type": "points", "items": kept, "numbered": False})
        if len(kept) < len(keys):
            gone = _("Something that stood here was taken back or changed by whoever it came from.")
            found.append({"type": "small", "text": gone, "lang": ""})
    return found


def _words(session: Session, items: list[Mapping[str, Any]]) -> dict[Named, dict[str, str]]:
    named: dict[str, list[str]] = {}
    for item in items:
        named.setdefault(item["kind"], []).append(item["id"])
    return {
        **_of_answers(session, named.get("answer", [])),
        **_of_talks(session, named.get("evidence", [])),
        **_of_projects(session, named.get("project", [])),
        **_of_strengths(session, [item for item in items if item["kind"] == "strength"]),
    }


def _of_answers(session: Session, ids: list[str]) -> dict[Named, dict[str, str]]:
    return {
        ("answer", answer.id, _mark(answer.text)): {"text": f"“{answer.text}”", "lang": answer.text_language}
        for answer in quotable_answers(session, ids).values()
    }


def _of_talks(session: Session, ids: list[str]) -> dict[Named, dict[str, str]]:
    asked = select(Evidence).where(Evidence.public_id.in_(ids)).options(selectinload(Evidence.interview))
    return {
        ("evidence", row.public_id, _mark(quote.text)): {
            "text": f"“{quote.text}” {quote.by}".strip(),
            "lang": quote.language,
        }
        for row in session.scalars(asked)
        for quote in public_quotes(row)
    }


def _of_projects(session: Session, ids: list[str]) -> dict[Named, dict[str, str]]:
    asked = session.scalars(select(ProposedProject).where(ProposedProject.public_id.in_(ids))).all()
    rows = [(row, _joined(row.title, row.description)) for row in shown_projects(session, asked)]
    return {
        ("project", row.public_id, _mark(text)): {"text": text, "lang": language_of(row.title)} for row, text in rows
    }


def _of_strengths(session: Session, items: list[Mapping[str, Any]]) -> dict[Named, dict[str, str]]:
    """Words of the team, with the actors that everybody may see now; without any of those that were named, nothing."""
    ids = {key for item in items for key in item["id"].split(",")}
    rows = list(session.scalars(select(EcosystemActor).where(EcosystemActor.public_id.in_(ids))))
    standing = shown_as(session, rows)
    shown = {row.public_id: standing[row.id] for row in rows if row.id in standing}
    found = {}
    for item in items:
        actors = {shown[key].id: shown[key] for key in item["id"].split(",") if key in shown}
        if item["id"] and not actors:
            continue
        names, said = ", ".join(translate(actor.name) for actor in actors.values()), item["said"]
        text = f"{names}: {said['text']}" if names and said["text"] else names or said["text"]
        found["strength", item["id"], item["mark"]] = {"text": text, "lang": said["lang"]}
    return found

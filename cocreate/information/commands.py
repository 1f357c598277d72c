"""Writes of the information sheets: own words, new figures, comments, versions with approval and publication."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.core import audit, provenance
from cocreate.core.events import announce
from cocreate.core.ids import digest
from cocreate.core.permissions import Actor
from cocreate.core.provenance import Relation
from cocreate.errors import Conflict, Invalid, NotFound
from cocreate.information import queries
from cocreate.information.composing import Draft, contents_of
from cocreate.information.models import InformationSheet, SheetComment, SheetText, SheetVersion
from cocreate.information.rules import LONGEST, Slot, changes, remembered, unknown_in
from cocreate.process.models import Challenge, Process


@dataclass(frozen=True)
class SheetKept:
    """A version of an information sheet waits for approval."""

    process: str
    sheet: str
    number: int


@dataclass(frozen=True)
class SheetPublished:
    """A version of an information sheet became public."""

    process: str
    sheet: str
    number: int


def begin_sheet(session: Session, actor: Actor, process: Process, challenge: Challenge) -> InformationSheet:
    """The sheet of a challenge; begun if there is none yet."""
    found = queries.sheet_for(session, challenge)
    if found is None:
        found = InformationSheet(challenge=challenge, created_at=clock.now())
        session.add(found)
        session.flush()
        audit.record(session, actor, "information:sheet:begin", found.ref, process=process.public_id)
    return found


def stamp_of(draft: Draft, block: str) -> str:
    """Differs whenever somebody changed the own texts of a block."""
    rows = [draft.text_of(block, slot) for slot in Slot]
    return digest("\0".join(row.text if row else "" for row in rows))[:16]


def write_block(
    session: Session,
    actor: Actor,
    process: Process,
    sheet: InformationSheet,
    draft: Draft,
    block: str,
    texts: Mapping[Slot, str],
    *,
    seen: str = "",
) -> None:
    """Store own words around or instead of a block. A figure keeps the value that it has when it is written first.

    `seen` is the stamp of what the writer saw; the same words sent twice are stored once.
    """
    for slot, text in texts.items():
        if len(text) > LONGEST:
            raise Invalid("information.text.too_long", limit=LONGEST)
        row = draft.text_of(block, slot)
        if unknown := unknown_in(text, draft.figures, row.figures if row else ()):
            raise Invalid("information.text.unknown_figure", figure=unknown[0])
    is_news = {slot: text for slot, text in texts.items() if text != _said(draft, block, slot)}
    if is_news and seen and seen != stamp_of(draft, block):
        raise Conflict("information.text.changed")
    for slot, text in is_news.items():
        _store(session, actor, sheet, draft, block, slot, text)
        audit.record(
            session,
            actor,
            "information:text:write" if text else "information:text:remove",
            sheet.ref,
            process=process.public_id,
            block=block,
            slot=slot.value,
            language=draft.language,
        )
    session.flush()


def _said(draft: Draft, block: str, slot: Slot) -> str:
    row = draft.text_of(block, slot)
    return row.text if row else ""


def _store(
    session: Session,
    actor: Actor,
    sheet: InformationSheet,
    draft: Draft,
    block: str,
    slot: Slot,
    text: str,
) -> None:
    row = draft.text_of(block, slot)
    if not text:
        session.delete(row)
        return
    if row is None:
        row = SheetText(sheet_id=sheet.id, language=draft.language, block=block, slot=slot.value)
        session.add(row)
    row.figures = remembered(text, draft.figures, row.figures or {})
    row.text, row.author_id, row.written_at = text, actor.user_id, clock.now()


def take_figures(
    session: Session, actor: Actor, process: Process, draft: Draft, rows: Iterable[SheetText], keys: Iterable[str] = ()
) -> int:
    """Put the figures of now into own texts: those named, or all. Returns how many changed; what is gone stays."""
    wanted, taken = set(keys), 0
    for row in rows:
        news = {
            each.key: each.new.kept
            for each in changes(row.figures, draft.figures)
            if each.new is not None and (not wanted or each.key in wanted)
        }
        if not news:
            continue
        row.figures = {**row.figures, **news}
        taken += len(news)
        audit.record(
            session,
            actor,
            "information:figure:take",
            row.ref,
            process=process.public_id,
            figures=sorted(news),
            language=row.language,
        )
    session.flush()
    return taken


def comment(
    session: Session,
    actor: Actor,
    process: Process,
    sheet: InformationSheet,
    text: str,
    *,
    block: str = "",
    public_id: str | None = None,
) -> SheetComment:
    """Remark something about the sheet or one of its blocks; the same form sent twice says it once."""
    if public_id is not None:
        known = session.scalar(select(SheetComment).where(SheetComment.public_id == public_id))
        if known is not None:
            if known.sheet_id != sheet.id:
                raise NotFound()
            return known
    if not text or len(text) > LONGEST:
        raise Invalid("information.comment.empty", limit=LONGEST)
    made = SheetComment(sheet_id=sheet.id, block=block, text=text, author_id=actor.user_id, at=clock.now())
    if public_id is not None:
        made.public_id = public_id
    session.add(made)
    session.flush()
    audit.record(session, actor, "information:comment:write", made.ref, process=process.public_id)
    return made


def settle(session: Session, actor: Actor, process: Process, row: SheetComment) -> None:
    """Say that a comment is dealt with; said again, nothing happens."""
    if row.settled_at is None:
        row.settled_at, row.settled_by_id = clock.now(), actor.user_id
        audit.record(session, actor, "information:comment:settle", row.ref, process=process.public_id)
        session.flush()


def keep_version(session: Session, actor: Actor, process: Process, sheet: InformationSheet) -> SheetVersion:
    """Keep the sheet as it is now, in every language; where nothing changed, the last version is it."""
    last, content = queries.last_version(session, sheet), dict(contents_of(session, sheet))
    if last is not None and last.content == content:
        return last
    made = SheetVersion(
        sheet=sheet,
        number=last.number + 1 if last else 1,
        content=content,
        kept_at=clock.now(),
        kept_by_id=actor.user_id,
    )
    session.add(made)
    session.flush()
    audit.record(session, actor, "information:version:keep", made.ref, process=process.public_id, number=made.number)
    announce(session, SheetKept(process.public_id, sheet.public_id, made.number))
    return made


def approve(session: Session, actor: Actor, process: Process, version: SheetVersion) -> None:
    """Approve the last version; approved again, nothing happens."""
    if version.approved_at is not None:
        return
    last = queries.last_version(session, version.sheet)
    if last is None or last.id != version.id:
        raise Conflict("information.version.not_last")
    version.approved_at, version.approved_by_id = clock.now(), actor.user_id
    session.flush()
    audit.record(
        session, actor, "information:version:approve", version.ref, process=process.public_id, number=version.number
    )


def publish(session: Session, actor: Actor, process: Process, version: SheetVersion) -> None:
    """Let everybody read an approved version, at its own address for good; published again, nothing happens."""
    if version.published_at is not None:
        return
    if version.approved_at is None:
        raise Conflict("information.version.not_approved")
    version.published_at, version.published_by_id = clock.now(), actor.user_id
    session.flush()
    for source in _sources(version):
        provenance.link(
            session,
            actor,
            source=source,
            target=version.sheet.ref,
            relation=Relation.CITES,
            process=process.public_id,
        )
    audit.record(
        session, actor, "information:version:publish", version.ref, process=process.public_id, number=version.number
    )
    announce(session, SheetPublished(process.public_id, version.sheet.public_id, version.number))


def _sources(version: SheetVersion) -> list[tuple[str, str]]:
    """The themes and the evidence that a version tells of."""
    told = [figure["source"] for content in version.content.values() for figure in content["figures"].values()]
    return list(dict.fromkeys((kind, key) for kind, key in told if kind in ("theme", "evidence")))

"""What is found of the way to a strategy: information sheets, candidates, decisions, actions, news, documents."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from cocreate.information.models import InformationSheet, SheetVersion
from cocreate.information.queries import published_sheets
from cocreate.plan.models import Action, Axis
from cocreate.process.models import Challenge, Process
from cocreate.public.models import DocumentVersion, NewsPost, RecordDocument
from cocreate.public.queries import published_shortlist
from cocreate.search.rules import Document, Kind, Texts, together
from cocreate.search.sources.source import Refs, Source, some
from cocreate.selection.models import Decision, Shortlist, Sid


def sheets(session: Session, process: Process, refs: Refs) -> Iterator[Document]:
    """The newest published version of each sheet: its sentences, without quotes, which may be taken back."""
    for version in published_sheets(session, process):
        ref = version.sheet.public_id
        if refs is None or ref in refs:
            yield Document(ref, version.sheet.challenge.title, _sentences(version), place=ref)


def _sentences(version: SheetVersion) -> dict[str, str]:
    return {
        language: "\n".join(said["text"] for block in content["blocks"] for said in block["paragraphs"])
        for language, content in version.content.items()
    }


def _candidates(session: Session, process: Process, refs: Refs, *, withdrawn: bool) -> Iterator[Document]:
    mine = select(Sid).where(Sid.process_id == process.id, Sid.is_withdrawn.is_(withdrawn))
    for row in session.scalars(some(mine, Sid.public_id, refs)):
        body = together(row.description, *row.sub_domains)
        yield Document(row.public_id, row.title, body, place=row.public_id)


def candidates(session: Session, process: Process, refs: Refs) -> Iterator[Document]:
    """Those that stand."""
    return _candidates(session, process, refs, withdrawn=False)


def withdrawn(session: Session, process: Process, refs: Refs) -> Iterator[Document]:
    """Those that were merged into others or withdrawn."""
    return _candidates(session, process, refs, withdrawn=True)


def decisions(session: Session, process: Process, refs: Refs) -> Iterator[Document]:
    """What the committee decided about each candidate, and why, once that is public."""
    shortlist = published_shortlist(session, process)
    if shortlist is None:
        return
    mine = select(Decision).where(Decision.shortlist_id == shortlist.id).options(joinedload(Decision.sid))
    for row in session.scalars(some(mine, Decision.public_id, refs)):
        title: Texts = {**row.sid.title, **row.final_title}
        yield Document(row.public_id, title, row.reason, place=row.sid.public_id, anchor="why" if row.reason else "")


def actions(session: Session, process: Process, refs: Refs) -> Iterator[Document]:
    """Every action of the plan, with the words of its axis and the actors that it needs."""
    mine = select(Action).join(Axis).where(Axis.process_id == process.id).options(joinedload(Action.axis))
    for row in session.scalars(some(mine, Action.public_id, refs)):
        body = together(row.description, row.axis.title, {"": ", ".join(row.actors)})
        yield Document(row.public_id, row.title, body, anchor=f"action-{row.public_id}")


def news(session: Session, process: Process, refs: Refs) -> Iterator[Document]:
    """What organisers wrote."""
    mine = select(NewsPost).where(NewsPost.process_id == process.id)
    for row in session.scalars(some(mine, NewsPost.public_id, refs)):
        body = together(row.body, {"": row.place})
        yield Document(row.public_id, row.title, body, anchor=f"news-{row.public_id}")


def documents(session: Session, process: Process, refs: Refs) -> Iterator[Document]:
    """Documents by their titles, the names of their files, and what is new in them."""
    mine = select(RecordDocument).where(RecordDocument.process_id == process.id)
    loaded = mine.options(selectinload(RecordDocument.versions))
    for row in session.scalars(some(loaded, RecordDocument.public_id, refs)):
        there = [one for one in row.versions if one.withdrawn_at is None]
        told = [text for one in there for text in (one.changes, {"": one.name})]
        yield Document(row.public_id, row.title, together(*told), place=row.public_id)


SOURCES = (
    Source(
        "sheet",
        Kind.SHEET,
        "information:sheet:view",
        "information.newest",
        sheets,
        {SheetVersion: ("published_at",), InformationSheet: (), Challenge: ("title", "state")},
        "information_sheet_id",
    ),
    Source("candidate", Kind.CANDIDATE, "public:sid:view", "public.sid", candidates, {Sid: ()}, "sid_id"),
    Source(
        "candidate_withdrawn",
        Kind.CANDIDATE,
        "selection:candidate:view",
        "selection_manage.candidate",
        withdrawn,
        {Sid: ()},
        "sid_id",
    ),
    Source(
        "decision",
        Kind.DECISION,
        "public:sid:view",
        "public.sid",
        decisions,
        {Shortlist: ("decided_at",), Decision: (), Sid: ("title",)},
        "sid_id",
    ),
    Source("action", Kind.ACTION, "plan:view", "plan.show", actions, {Action: (), Axis: ("title",)}),
    Source("news", Kind.NEWS, "public:record:view", "news.index", news, {NewsPost: ()}),
    Source(
        "document",
        Kind.DOCUMENT,
        "public:record:view",
        "record_documents.document",
        documents,
        {RecordDocument: (), DocumentVersion: ("withdrawn_at", "changes", "name")},
        "record_document_id",
    ),
)

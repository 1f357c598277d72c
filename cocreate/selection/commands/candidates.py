"""The long list: cards become candidates, candidates are described, merged and withdrawn, and keep their origins."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cocreate.camp import commands as camp
from cocreate.camp.commands import journal
from cocreate.camp.models import Card
from cocreate.core import audit, events, provenance
from cocreate.core.db import Translated
from cocreate.core.permissions import Actor
from cocreate.core.provenance import Relation
from cocreate.errors import Closed, Conflict, Invalid
from cocreate.process.models import Process
from cocreate.selection import queries
from cocreate.selection.events import CandidateAdded
from cocreate.selection.models import Sid
from cocreate.selection.portfolio import recording
from cocreate.selection.portfolio.rules import MoveKind
from cocreate.selection.rules import SUB_DOMAINS_MOST, TITLE_LIMIT, CandidateKind


def add_candidate(
    session: Session,
    actor: Actor,
    process: Process,
    *,
    title: Translated,
    description: Translated | None = None,
    sub_domains: Sequence[Translated] = (),
    kind: CandidateKind = CandidateKind.SID,
    is_reconstructed: bool = False,
    form_token: str = "",
) -> Sid:
    """Put a candidate on the long list. The same `form_token` again gives the candidate already made."""
    lock_long_list(session, process)
    if form_token and (known := sent_before(session, process, form_token)) is not None:
        return known
    check_not_scored(session, process)
    sid = make_candidate(
        session,
        process,
        title=title,
        description=description or {},
        sub_domains=sub_domains,
        kind=kind,
        is_reconstructed=is_reconstructed,
        form_token=form_token,
    )
    audit.record(session, actor, "selection:candidate:add", sid.ref, process=process.public_id, kind=sid.kind)
    return sid


def promote_card(
    session: Session,
    actor: Actor,
    process: Process,
    card: Card,
    *,
    title: Translated | None = None,
    kind: CandidateKind = CandidateKind.SID,
    into: Sid | None = None,
) -> Sid:
    """Make a candidate of a card, or add the card to the origins of one (`into`); every board sees it at once.

    The same card again gives the same candidate. Without a title the card's text stands in, as English.
    """
    return promote_cards(session, actor, process, [card], title=title, kind=kind, into=into)


def promote_cards(
    session: Session,
    actor: Actor,
    process: Process,
    cards: Sequence[Card],
    *,
    title: Translated | None = None,
    kind: CandidateKind = CandidateKind.SID,
    into: Sid | None = None,
) -> Sid:
    """Make one candidate of several cards, its origins; those that stand behind another one already stay there.

    When all do, the candidate of the first is returned and nothing changes: the same cards twice are one candidate.
    """
    lock_long_list(session, process)
    for board in sorted({card.board for card in cards}, key=lambda board: board.id):
        journal.lock(session, board)  # a second facilitator waits here, and then finds what the first one did
    for card in cards:
        session.refresh(card, ["is_promoted", "is_removed", "text"])
    known = {card.public_id: queries.promoted_from(session, card) for card in cards}
    fresh = [card for card in cards if known[card.public_id] is None]
    if not fresh:
        return next(sid for sid in known.values() if sid is not None)
    _check_promotable(process, fresh)
    sid = into
    if sid is None:
        check_not_scored(session, process)
        words = title or {"en": fresh[0].text[:TITLE_LIMIT]}
        sid = make_candidate(session, process, title=words, kind=kind, form_token=f"card-{fresh[0].public_id}")
    elif sid.is_withdrawn or sid.process_id != process.id:
        raise Conflict("selection.candidate.withdrawn")
    came_from(session, actor, process, sid, [card.ref for card in fresh], Relation.PROMOTED_FROM)
    for card in fresh:
        camp.mark_promoted(session, actor, card)
    verb, names = "selection:candidate:promote", [card.public_id for card in fresh]
    audit.record(session, actor, verb, sid.ref, process=process.public_id, cards=names, is_new=into is None)
    return sid


def _check_promotable(process: Process, cards: Sequence[Card]) -> None:
    for card in cards:
        of = card.board.group.camp
        if of.process_id != process.id:
            raise Conflict("camp.card.unknown")
        if card.is_removed or card.went_into:
            raise Conflict("camp.card.removed")
        if of.is_rehearsal:
            raise Conflict("selection.candidate.rehearsal")


def describe_candidate(
    session: Session,
    actor: Actor,
    process: Process,
    sid: Sid,
    *,
    title: Translated,
    description: Translated,
    sub_domains: Sequence[Translated],
    version: int,
) -> None:
    """Change a candidate's words; its kind is changed by a move, with a reason."""
    lock_long_list(session, process)
    session.refresh(sid)
    if sid.version != version:
        raise Conflict("changed_meanwhile")
    _check_words(title, sub_domains)
    sid.title, sid.description = title, description
    sid.sub_domains = [dict(words) for words in sub_domains]
    audit.record(session, actor, "selection:candidate:describe", sid.ref, process=process.public_id)
    session.flush()


def merge_candidates(
    session: Session,
    actor: Actor,
    process: Process,
    sids: Sequence[Sid],
    *,
    title: Translated,
    description: Translated | None = None,
    kind: CandidateKind = CandidateKind.SID,
    reason: str = "",
    form_token: str = "",
) -> Sid:
    """Several candidates become a new one; they leave the long list and stay as its origins."""
    lock_long_list(session, process)
    if form_token and (known := sent_before(session, process, form_token)) is not None:
        return known
    check_not_scored(session, process)
    for sid in sids:
        session.refresh(sid)
    if len({sid.id for sid in sids}) < 2:
        raise Invalid("selection.candidate.merge_needs_two")
    if any(sid.is_withdrawn or sid.process_id != process.id for sid in sids):
        raise Conflict("selection.candidate.withdrawn")
    merged = make_candidate(
        session,
        process,
        title=title,
        description=description or {},
        sub_domains=[words for sid in sids for words in sid.sub_domains][:SUB_DOMAINS_MOST],
        kind=kind,
        form_token=form_token,
    )
    merged.position = min(sid.position for sid in sids)
    for sid in sids:
        sid.is_withdrawn = True
    came_from(session, actor, process, merged, [sid.ref for sid in sids], Relation.MERGED_FROM, reason)
    recording.record_move(session, process, MoveKind.MERGE, sids, [merged], reason=reason)
    origins = [sid.public_id for sid in sids]
    audit.record(session, actor, "selection:candidate:merge", merged.ref, process=process.public_id, origins=origins)
    session.flush()
    return merged


def withdraw_candidate(session: Session, actor: Actor, process: Process, sid: Sid, *, reason: str) -> None:
    """Take a candidate off the long list; it stays in the record with the reason."""
    lock_long_list(session, process)
    session.refresh(sid)
    if sid.is_withdrawn:
        return
    sid.is_withdrawn, sid.withdrawal_reason = True, recording.checked_reason(reason)
    recording.record_move(session, process, MoveKind.EXCLUDE, [sid], reason=reason)
    audit.record(session, actor, "selection:candidate:withdraw", sid.ref, process=process.public_id)
    session.flush()


def restore_candidate(session: Session, actor: Actor, process: Process, sid: Sid) -> None:
    """Bring a withdrawn candidate back, unless it lives on in another."""
    lock_long_list(session, process)
    check_not_scored(session, process)
    session.refresh(sid)
    lives_on = {Relation.MERGED_FROM, Relation.SPLIT_FROM}
    if any(step.relation in lives_on for step in provenance.outcomes(session, sid.ref)):
        raise Conflict("selection.candidate.merged")
    if not sid.is_withdrawn:
        return
    if recording.is_made_by_undone_move(session, process, sid):
        raise Conflict("selection.move.undone_stays")
    sid.is_withdrawn, sid.withdrawal_reason = False, ""
    recording.take_back_exclusion(session, process, sid)
    audit.record(session, actor, "selection:candidate:restore", sid.ref, process=process.public_id)
    session.flush()


def move_candidate(session: Session, actor: Actor, process: Process, sid: Sid, *, up: bool) -> None:
    """Change places with a neighbour on the long list."""
    lock_long_list(session, process)
    rows = queries.candidates(session, process)
    place = next((index for index, row in enumerate(rows) if row.id == sid.id), None)
    other = None if place is None else place + (-1 if up else 1)
    if place is None or other is None or not 0 <= other < len(rows):
        return
    rows[place], rows[other] = rows[other], rows[place]
    for position, row in enumerate(rows, start=1):
        row.position = position
    audit.record(session, actor, "selection:candidate:move", sid.ref, process=process.public_id, up=up)
    session.flush()


def lock_long_list(session: Session, process: Process) -> None:
    """One change of the long list at a time, and none once a shortlist has been proposed from it."""
    session.execute(select(Process.id).where(Process.id == process.id).with_for_update())
    if queries.shortlist_of(session, process) is not None:
        raise Closed("selection.long_list.closed")


def check_not_scored(session: Session, process: Process) -> None:
    """Nothing comes onto the list while members score: their sheets would lack it."""
    if queries.is_being_scored(session, process):
        raise Closed("selection.long_list.being_scored")


def sent_before(session: Session, process: Process, form_token: str) -> Sid | None:
    """What a form made when it was sent the first time."""
    return session.scalar(select(Sid).where(Sid.process_id == process.id, Sid.form_token == form_token))


def make_candidate(
    session: Session,
    process: Process,
    *,
    title: Translated,
    description: Translated | None = None,
    sub_domains: Sequence[Translated] = (),
    kind: CandidateKind,
    is_reconstructed: bool = False,
    form_token: str = "",
) -> Sid:
    """A new row at the end of the list; whoever calls has locked the list and says what was done."""
    _check_words(title, sub_domains)
    last = session.scalar(select(func.max(Sid.position)).where(Sid.process_id == process.id)) or 0
    sid = Sid(
        process_id=process.id,
        kind=kind.value,
        title=title,
        description=description or {},
        sub_domains=[dict(words) for words in sub_domains],
        position=last + 1,
        is_reconstructed=is_reconstructed,
        form_token=form_token or None,
    )
    session.add(sid)
    session.flush()
    events.announce(session, CandidateAdded(process.public_id, sid.public_id))
    return sid


def _check_words(title: Translated, sub_domains: Sequence[Translated]) -> None:
    if not any(text.strip() for text in title.values()):
        raise Invalid("selection.candidate.needs_title")
    if len(sub_domains) > SUB_DOMAINS_MOST:
        raise Invalid("selection.candidate.too_many_sub_domains", limit=SUB_DOMAINS_MOST)


def came_from(
    session: Session,
    actor: Actor,
    process: Process,
    sid: Sid,
    sources: Sequence[provenance.Ref],
    relation: Relation,
    reason: str = "",
) -> None:
    """A candidate came from these things."""
    for source in sources:
        provenance.link(
            session, actor, source=source, target=sid.ref, relation=relation, process=process.public_id, reason=reason
        )

"""From the boards to the long list without retyping: single cards, stacks, and everything under one tag."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from cocreate.camp import queries as camp_queries
from cocreate.camp.card_queries import CardLine, cards_of_camp
from cocreate.camp.models import Camp, Card, WorkingGroup
from cocreate.core.db import db, transaction
from cocreate.errors import DomainError, Invalid, NotFound
from cocreate.selection import commands, queries
from cocreate.selection.manage import manage, refused
from cocreate.selection.rules import TITLE_LIMIT, CandidateKind
from cocreate.web.access import current_actor, requires
from cocreate.web.language import current_language, translate

_TAG = "tag:"


class Grouping(StrEnum):
    """What becomes one candidate."""

    CARDS = "cards"  # a card, with those stacked under it
    TAGS = "tags"  # all cards with the same tag


@dataclass(frozen=True)
class Bundle:
    """Cards that can become one candidate together; the first one gives its words."""

    key: str
    title: str
    kind: CandidateKind
    cards: tuple[Card, ...]
    groups: tuple[WorkingGroup, ...]
    zones: tuple[str, ...]  # keys
    votes: int
    themes: int

    @property
    def is_tag(self) -> bool:
        """Whether a tag holds it together."""
        return self.key.startswith(_TAG)


def bundles_of(
    session: Session, camp: Camp, grouping: Grouping = Grouping.CARDS, *, zone_key: str = ""
) -> list[Bundle]:
    """What can still be harvested from a camp, most votes first; a zone's key leaves out the other zones' cards.

    Cards that stand behind a candidate already, were taken off, or went into another card are left out.
    """
    lines = [
        line
        for line in cards_of_camp(session, camp)
        if not line.card.is_promoted and not line.card.went_into and not line.card.is_private
    ]
    piles = _by_tag(lines) if grouping is Grouping.TAGS else _by_stack(lines)
    found = [_bundle(key, title, pile) for key, title, pile in piles]
    if zone_key:
        found = [bundle for bundle in found if zone_key in bundle.zones]
    return sorted(found, key=lambda bundle: (-bundle.votes, -len(bundle.cards)))


def _by_stack(lines: Sequence[CardLine]) -> list[tuple[str, str, list[CardLine]]]:
    live = {line.card.public_id for line in lines}
    under: dict[str, list[CardLine]] = {}
    for line in lines:
        if line.card.stack in live:
            under.setdefault(line.card.stack, []).append(line)
    return [
        (line.card.public_id, _first_words(line.card), [line, *under.get(line.card.public_id, ())])
        for line in lines
        if line.card.stack not in live
    ]


def _by_tag(lines: Sequence[CardLine]) -> list[tuple[str, str, list[CardLine]]]:
    tagged: dict[str, list[CardLine]] = {}
    for line in lines:
        for tag in line.card.tags:
            tagged.setdefault(tag, []).append(line)
    return [(f"{_TAG}{tag}", tag, pile) for tag, pile in sorted(tagged.items())]


def _bundle(key: str, title: str, pile: Sequence[CardLine]) -> Bundle:
    is_lever = all(line.card.kind == "lever" for line in pile)
    return Bundle(
        key=key,
        title=title[:TITLE_LIMIT],
        kind=CandidateKind.LEVER if is_lever else CandidateKind.SID,
        cards=tuple(line.card for line in pile),
        groups=tuple(dict.fromkeys(line.group for line in pile)),
        zones=tuple(dict.fromkeys(line.zone.key for line in pile)),
        votes=sum(line.votes for line in pile),
        themes=len({theme.id for line in pile for theme in line.themes}),
    )


def _first_words(card: Card) -> str:
    return card.title or card.text.strip().split("\n")[0]


MOST = 200  # bundles that one page shows
ZONE = "candidates"  # where groups of the reference put what could become a domain


def _camp() -> Camp:
    """The camp asked for, or the latest one that is not a rehearsal."""
    camps = [camp for camp in camp_queries.camps_of(db.session(), g.process) if not camp.is_rehearsal]
    wanted = request.values.get("camp", "")
    found = next((camp for camp in camps if camp.public_id == wanted), None) if wanted else next(iter(camps), None)
    if found is None:
        raise NotFound()
    return found


def _grouping() -> Grouping:
    asked = request.values.get("by", "")
    return Grouping(asked) if asked in set(Grouping) else Grouping.CARDS


@manage.get("/long-list/harvest")
@requires("camp:card:promote")
def harvest() -> Any:
    """All that the boards offer, most votes first."""
    return _page()


def _page(problem: str = "", status: int = 200) -> Any:
    session, camp, grouping = db.session(), _camp(), _grouping()
    zones = _zones(camp)
    chosen = request.values.get("zone", ZONE if ZONE in zones else "")
    found = bundles_of(session, camp, grouping, zone_key=chosen)
    return (
        render_template(
            "selection/manage/harvest.html",
            camp=camp,
            camps=[row for row in camp_queries.camps_of(session, g.process) if not row.is_rehearsal],
            grouping=grouping,
            zones=zones,
            zone=chosen,
            bundles=found[:MOST],
            more=max(len(found) - MOST, 0),
            picked=set(request.form.getlist("pick")),
            typed=request.form,
            kinds=CandidateKind,
            candidates=queries.candidates(session, g.process),
            is_closed=queries.shortlist_of(session, g.process) is not None,
            problem=problem,
            title_limit=TITLE_LIMIT,
        ),
        status,
    )


def _zones(camp: Camp) -> dict[str, Any]:
    """The zones of all boards by key; boards of one camp mostly share them."""
    return {zone.key: zone.title for group in camp.groups for zone in group.board.zones}


@manage.post("/long-list/harvest")
@requires("camp:card:promote")
def make_candidates() -> Any:
    """The ticked lines become candidates, each one of its own or all of them one."""
    camp = _camp()
    found = bundles_of(db.session(), camp, _grouping())
    picked = [bundle for bundle in found if bundle.key in set(request.form.getlist("pick"))]
    try:
        if not picked:
            raise Invalid("selection.harvest.nothing_picked")
        with transaction() as session:
            if request.form.get("how") == "together":
                cards = [card for bundle in picked for card in bundle.cards]
                _promote(session, picked[0], list(dict.fromkeys(cards)))
            else:
                for bundle in picked:
                    _promote(session, bundle, list(bundle.cards))
    except DomainError as error:
        return _page(*refused(error))
    made = 1 if request.form.get("how") == "together" else len(picked)
    flash(
        ngettext("%(num)s candidate is on the long list now.", "%(num)s candidates are on the long list now.", made),
        "success",
    )
    return redirect(url_for("selection_manage.long_list"), 303)


def _promote(session: Any, bundle: Bundle, cards: list[Any]) -> None:
    title = request.form.get(f"title-{bundle.key}", "").strip()
    kind = request.form.get(f"kind-{bundle.key}", bundle.kind.value)
    if len(title) > TITLE_LIMIT:
        raise Invalid("too_long", limit=TITLE_LIMIT)
    commands.promote_cards(
        session,
        current_actor(),
        g.process,
        cards,
        title={current_language(): title or bundle.title},
        kind=CandidateKind(kind) if kind in set(CandidateKind) else bundle.kind,
    )


@manage.post("/long-list/rank")
@requires("selection:round:steer")
def rank_long_list() -> Any:
    """The short questionnaire from the long list, open to the camp's participants at once."""
    camp = _camp()
    try:
        with transaction() as session:
            round_ = commands.rank_long_list(session, current_actor(), g.process, camp)
    except DomainError as error:
        flash(refused(error)[0], "danger")
        return redirect(url_for("selection_manage.long_list"), 303)
    flash(_("Participants of %(camp)s can rank the candidates now.", camp=translate(camp.title)), "success")
    return redirect(url_for("selection_manage.so_far", round_id=round_.public_id), 303)

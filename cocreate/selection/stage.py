"""The selection stage, announced to the application."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy.orm import Session

from cocreate.camp.models import Camp
from cocreate.core.documents import Block, Grid, Heading, Paragraph, Words
from cocreate.core.permissions import Actor
from cocreate.core.stages import NavGroup, NavItem, PublishedDocument, Stage
from cocreate.selection import harvest as harvest
from cocreate.selection import labels, queries, views
from cocreate.selection import messages as messages
from cocreate.selection import policy as policy
from cocreate.selection.evidence import Evidence, evidence_of
from cocreate.selection.grounds import pages as grounds_pages  # noqa: F401
from cocreate.selection.manage import manage
from cocreate.selection.models import RankingRound, Sid
from cocreate.selection.portfolio import move_pages as move_pages
from cocreate.selection.portfolio import pages as portfolio_pages  # noqa: F401
from cocreate.selection.rankings import manage as rankings_manage  # noqa: F401
from cocreate.selection.rankings import pages as rankings_pages  # noqa: F401
from cocreate.selection.record import pages as record_pages  # noqa: F401
from cocreate.selection.record.queries import is_drawn_up_since, published_records
from cocreate.selection.room import dossier_pages as dossier_pages
from cocreate.selection.room import meeting_pages as meeting_pages
from cocreate.selection.room.realtime import CommitteeNamespace
from cocreate.selection.routes import pages
from cocreate.selection.rules import CandidateKind, RoundState
from cocreate.selection.sheets import member_pages as member_pages
from cocreate.selection.sheets import steering as steering
from cocreate.selection.sureness.pages import how_sure as how_sure
from cocreate.web.language import current_language, language_of, translate


def camp_report(session: Session, camp: Camp, is_insider: bool) -> list[Block]:
    """For insiders at any time; for the public once the decision is published, as everywhere."""
    shortlist = queries.shortlist_of(session, camp.process)
    if camp.is_rehearsal or not (is_insider or (shortlist is not None and shortlist.decided_at is not None)):
        return []
    sids = queries.candidates(session, camp.process)
    if not sids:
        return []
    evidence = evidence_of(session, camp.process, sids)
    rows = [_candidate(sid, evidence[sid.id]) for sid in sids]
    headers = (_("Candidate"), _("Kind"), _("Cards"), _("Votes"), _("Themes"))
    blocks: list[Block] = [
        Heading(_("Long list")),
        Grid(_("What came out of the camp"), headers, rows, frozenset({2, 3, 4})),
    ]
    titles = queries.titles(session, camp.process)
    for round_ in queries.rounds_of(session, camp.process):
        if round_.camp_id == camp.id and round_.state == RoundState.CLOSED:
            blocks += _ranking(round_, titles, is_insider)
    return blocks


def _titled(title: dict[str, str]) -> Words:
    language = current_language()
    return Words(translate(title, language), language_of(title, language))


def _candidate(sid: Sid, found: Evidence) -> tuple[Any, ...]:
    kind = str(labels.KINDS[CandidateKind(sid.kind)])
    votes = sum(line.votes for line in found.cards)
    return (_titled(sid.title), kind, str(len(found.cards)), str(votes), str(len(found.themes)))


def _ranking(round_: RankingRound, titles: views.Titles, is_insider: bool) -> list[Block]:
    blocks: list[Block] = [Heading(_("How participants ranked the candidates"))]
    for result in views.ranking_view(round_.results, titles, is_insider=is_insider):
        blocks.append(Heading(_titled(result.title), level=3))
        if not result.rows:
            blocks.append(Paragraph(_("Too few people ranked on this dimension to show the result.")))
            continue
        told = ngettext("%(num)s participant ranked.", "%(num)s participants ranked.", result.ballots)
        headers = (_("Candidate"), _("Place"), _("Mean place"), _("Place, one group one voice"), _("Ranked by"))
        rows = [
            (
                _titled(row["title"]),
                str(row["place"]),
                views.number(row["mean_rank"]),
                str(row["balanced_place"]),
                str(row["ranked"]),
            )
            for row in result.rows
        ]
        blocks += [Paragraph(told), Grid(translate(result.title), headers, rows, frozenset({1, 2, 3, 4}))]
    return blocks


def navigation(session: Any, process: Any) -> list[NavItem]:
    """For everybody, and for those who are asked to rank or to score now."""
    lines = []
    standing = queries.standing_of(session, process)
    if standing.has_criteria or standing.has_round:
        lines.append(NavItem(_l("Selection"), "selection.index", "selection:result:view", group=NavGroup.RESULTS))
    if standing.is_weighed:
        lines.append(NavItem(_l("My weights"), "selection.weights", "selection:weights:view", group=NavGroup.TAKE_PART))
    if standing.is_scored:
        lines.append(
            NavItem(_l("My score sheet"), "selection.scores", "selection:score:view", group=NavGroup.TAKE_PART)
        )
    lines.append(NavItem(_l("Committee room"), "selection.room", "selection:room:view", group=NavGroup.TAKE_PART))
    return lines


def manage_navigation(session: Any, process: Any) -> list[NavItem]:
    """For the people who run it."""
    return [
        NavItem(_l("Long list"), "selection_manage.long_list", "selection:candidate:view"),
        NavItem(_l("Portfolio"), "selection_manage.portfolio", "selection:candidate:view"),
        NavItem(_l("Rankings"), "selection_manage.rankings", "selection:round:view"),
        NavItem(_l("Criteria and scores"), "selection_manage.criteria", "selection:criteria:view"),
        NavItem(_l("Shortlist"), "selection_manage.shortlist", "selection:proposal:view"),
    ]


def card_actions(session: Any, actor: Actor, camp: Any) -> list[NavItem]:
    """What can be made of a card of the camp's boards."""
    return [NavItem(_l("Make it a candidate"), "selection_manage.promote", "camp:card:promote")]


def camp_calls(session: Any, camp: Any) -> list[NavItem]:
    """An open ranking, to the people of the camp."""
    round_ = queries.open_round_of(session, camp)
    if round_ is None:
        return []
    ranking = {"round_id": round_.public_id}
    return [NavItem(_l("Rank the candidates now"), "selection.ranking", "selection:ballot:cast", ranking)]


def published_documents(session: Any, process: Any) -> list[PublishedDocument]:
    """The records of the decision."""
    shortlist = queries.shortlist_of(session, process)
    return [
        PublishedDocument(
            _l("Record %(number)s of the decision", number=row.number),
            "selection.record",
            row.published_at,
            {"record_id": row.public_id},
        )
        for row in (published_records(session, shortlist) if shortlist is not None else [])
        if row.published_at is not None
    ]


def rests_on_answers(session: Any, consultation: Any) -> bool:
    """A decision was drawn up or taken after people were asked."""
    return is_drawn_up_since(session, consultation.process, consultation.opened_at)


STAGE = Stage(
    rests_on_answers=rests_on_answers,
    name="selection",
    blueprints=(pages, manage),
    namespaces=(CommitteeNamespace("/committee"),),
    navigation=navigation,
    manage_navigation=manage_navigation,
    card_actions=card_actions,
    camp_calls=camp_calls,
    camp_report=camp_report,
    published_documents=published_documents,
)

"""What the selection adds to the report of a camp: the long list with its origins, and how participants ranked it."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from cocreate.camp.models import Camp
from cocreate.core.documents import Block, Grid, Heading, Paragraph, Words
from cocreate.selection import labels, queries, views
from cocreate.selection.evidence import Evidence, evidence_of
from cocreate.selection.models import RankingRound, Sid
from cocreate.selection.rules import CandidateKind, RoundState
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

"""The committee scores twice, with a discussion between; two members keep out of a candidate. All from the seed."""

import random
from collections.abc import Mapping, Sequence
from statistics import fmean

from sqlalchemy.orm import Session

from cocreate.accounts.models import User
from cocreate.core.permissions import SYSTEM, Actor, Role
from cocreate.demo.load.people import as_actor
from cocreate.demo.story import DemoContent
from cocreate.process.models import Process
from cocreate.selection import commands
from cocreate.selection.evidence import evidence_of
from cocreate.selection.models import CriteriaSet, Shortlist, Sid
from cocreate.selection.rules import Confidence, ConflictKind, ScoreGiven
from cocreate.selection.sheets import commands as sheets

Mark = tuple[int, Sid, ScoreGiven]

CANNOT_JUDGE = 0.04
ABSTAINS = 0.01
POINTS_AT_EVIDENCE = 0.25
LATE = 1  # members whose sheet is not handed in
FAR = 1.5  # marks away from the others' mean: whoever stands further changes it by one after the discussion
PURPOSE = {
    "nl": "Het stuurcomité besprak de dossiers; wie daardoor iets anders zag, kon de eigen punten aanpassen.",
    "fr": "Le comité a discuté les dossiers ; qui en a changé d’avis pouvait revoir ses notes.",
    "en": "The committee discussed the dossiers; whoever saw something differently could change the own marks.",
    "de": "Das Komitee besprach die Unterlagen; wer etwas anders sah, konnte die eigenen Noten ändern.",
}
# Who keeps out of what: place on the committee, candidate, why, and whether an organiser says so.
CONFLICTS = (
    (3, "ll-health", ConflictKind.EMPLOYED, False),
    (6, "ll-flows", ConflictKind.AUTHOR, True),
)


def score(
    session: Session,
    organiser: Actor,
    process: Process,
    criteria: CriteriaSet,
    sids: Mapping[str, Sid],
    committee: Sequence[User],
    content: DemoContent,
) -> Shortlist:
    """Two rounds; the proposal is that of the second."""
    commands.open_scoring(session, organiser, process, criteria)
    apart = _keep_out(session, organiser, process, sids, committee)
    rows = [row for row in _marks(session, process, criteria, sids, committee, content) if row[:2] not in apart]
    commands.give_scores(session, SYSTEM, process, criteria, rows)
    _hand_in(session, process, criteria, committee)
    commands.close_scoring(session, organiser, process, criteria, seed=content.scoring.seed)
    commands.open_again(session, organiser, process, criteria, purpose=PURPOSE)
    _reconsider(session, process, criteria, rows)
    _hand_in(session, process, criteria, committee)
    return commands.close_scoring(session, organiser, process, criteria, seed=content.scoring.seed)


def _keep_out(
    session: Session, organiser: Actor, process: Process, sids: Mapping[str, Sid], committee: Sequence[User]
) -> set[tuple[int, Sid]]:
    for place, key, kind, is_told in CONFLICTS:
        member = committee[place]
        actor = organiser if is_told else as_actor(member, Role.COMMITTEE_MEMBER)
        sheets.declare_conflict(session, actor, process, sids[key], member.id, kind=kind)
    return {(committee[place].id, sids[key]) for place, key, _kind, _is_told in CONFLICTS}


def _marks(
    session: Session,
    process: Process,
    criteria: CriteriaSet,
    sids: Mapping[str, Sid],
    committee: Sequence[User],
    content: DemoContent,
) -> list[Mark]:
    told = content.scoring
    draw = random.Random(told.seed)
    more = random.Random(f"{told.seed} confidence")  # apart, so that the marks stay what they are without it
    pieces = _pieces(session, process, sids)
    rows = []
    for member in committee:
        leaning = draw.gauss(0, told.spread / 3)  # some judge mildly, some severely
        for key, sid in sids.items():
            for criterion in criteria.criteria:
                seen = draw.gauss(told.profiles[key].criteria[criterion.key] + leaning, told.spread)
                mark = min(told.highest, max(told.lowest, round(seen))) - told.lowest
                value = None if draw.random() < CANNOT_JUDGE else mark
                rows.append((member.id, sid, _given(criterion.public_id, value, pieces[sid.id], more)))
    return rows


def _given(criterion: str, value: int | None, pieces: Sequence[str], draw: random.Random) -> ScoreGiven:
    sure = draw.choices(list(Confidence), weights=(2, 5, 3))[0]
    attached = (draw.choice(pieces),) if pieces and draw.random() < POINTS_AT_EVIDENCE else ()
    if value is None:
        return ScoreGiven(criterion, None, is_abstained=draw.random() < ABSTAINS / CANNOT_JUDGE)
    return ScoreGiven(criterion, value, confidence=sure.value, evidence=attached)


def _pieces(session: Session, process: Process, sids: Mapping[str, Sid]) -> dict[int, list[str]]:
    """Cards and themes behind each candidate."""
    found = evidence_of(session, process, list(sids.values()))
    return {
        key: [
            *(f"card:{line.card.public_id}" for line in evidence.cards),
            *(f"theme:{theme.public_id}" for theme in evidence.themes),
        ]
        for key, evidence in found.items()
    }


def _hand_in(session: Session, process: Process, criteria: CriteriaSet, committee: Sequence[User]) -> None:
    for member in committee[: len(committee) - LATE]:
        actor = as_actor(member, Role.COMMITTEE_MEMBER)
        sheets.hand_in_sheet(session, actor, process, criteria, member.id)


def _reconsider(session: Session, process: Process, criteria: CriteriaSet, rows: Sequence[Mark]) -> None:
    """After the discussion, those who stand far from the others come one mark nearer."""
    cells: dict[tuple[int, str], list[int]] = {}
    for _member, sid, mark in rows:
        if mark.value is not None:
            cells.setdefault((sid.id, mark.criterion), []).append(mark.value)
    changed: dict[tuple[int, Sid], list[ScoreGiven]] = {}
    for member, sid, mark in rows:
        if mark.value is not None:
            away = mark.value - fmean(cells[sid.id, mark.criterion])
            if abs(away) >= FAR:
                nearer = mark.value - (1 if away > 0 else -1)
                again = ScoreGiven(mark.criterion, nearer, confidence=mark.confidence, evidence=mark.evidence)
                changed.setdefault((member, sid), []).append(again)
    for (member, sid), marks in changed.items():
        commands.save_scores(session, SYSTEM, process, criteria, member, sid, marks)

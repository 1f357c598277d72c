"""What a sheet is written from: only what everybody may see, so that no sheet can tell more than the pages it rests on.

What is the same for all sheets of a process is read once (`surroundings_of`).

Where a challenge stands in the respondents' order: the common order (Kemeny) gives a place, and how sure it is follows
from the comparisons. One challenge surely stands before another when the whole 95 % interval of its share of their
comparisons lies above one half. So a challenge stands at best behind those that surely precede it, and at worst before
those that it surely precedes. The interval of a single pair is Wilson's; for the share over all pairs it is an upper
bound of the doubt, since one ballot's share varies at most as much as a single yes or no.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, selectinload

from cocreate.analysis.disclosure import HIDDEN, Shown, suppress
from cocreate.analysis.representativity import wilson
from cocreate.ecosystem.queries import AssetLine, ProjectLine, assets_by_part, projects_of
from cocreate.ecosystem.rules import Part
from cocreate.process.evidence.rules import EvidenceKind
from cocreate.process.fiches import Fiche, fiche_of
from cocreate.process.models import Challenge, Evidence, EvidenceUse, Process
from cocreate.process.queries import challenges_of
from cocreate.survey import queries as survey_queries
from cocreate.survey.kinds import kind_of
from cocreate.survey.kinds.base import RankingSummary
from cocreate.survey.models import Consultation
from cocreate.survey.personal.gate import PublicAnswer
from cocreate.survey.rules import QuestionKind
from cocreate.themes.models import Theme
from cocreate.themes.publishing import public_themes, quotes_of, told_of
from cocreate.themes.rules import Belonging


@dataclass(frozen=True)
class Standing:
    """One challenge: its place of `of`, the places that cannot be ruled out, and its share of comparisons won."""

    place: int
    best: int
    worst: int
    of: int
    share: float
    low: float
    high: float
    ballots: int


def standings_of(sums: Any) -> Mapping[str, Standing]:
    """By public id of the challenge, from the `Comparisons` of a ranking question."""
    from cocreate.analysis.choice.ranking import rank_comparisons  # SciPy behind it is heavy, and most pages never rank

    report = rank_comparisons(sums, time_limit=2.0)
    found = {}
    for index, row in enumerate(report.rows):
        if row.borda is None:
            continue
        before, behind = _surely(report.pairwise, report.ties, index)
        ballots = max(1, row.shown)
        low, high = wilson(round(row.borda * ballots), ballots)
        best, worst = min(1 + before, row.place), max(len(report.items) - behind, row.place)
        found[str(row.item)] = Standing(row.place, best, worst, len(report.items), row.borda, low, high, report.ballots)
    return found


def _surely(pairwise: Any, ties: Any, index: int) -> tuple[int, int]:
    """How many surely stand before an item, and how many surely behind it."""
    before = behind = 0
    for other in range(len(pairwise)):
        base = round(pairwise[index][other] + pairwise[other][index] + ties[index][other])
        if other == index or not base:
            continue
        won = min(base, round(pairwise[index][other] + ties[index][other] / 2))
        low, high = wilson(won, base)
        before += high < 0.5
        behind += low > 0.5
    return before, behind


MOST_THEMES, MOST_QUOTES = 8, 2


@dataclass(frozen=True)
class Asked:
    """The last consultation with public results: who answered, and where the challenges stand in their order."""

    consultation: Consultation
    people: int
    by_helix: Mapping[str, Shown]
    standings: Mapping[str, Standing] = field(default_factory=dict)


@dataclass(frozen=True)
class Surroundings:
    """What all sheets of a process share."""

    process: Process
    challenges: Sequence[Challenge]
    asked: Asked | None
    themes: Sequence[Theme]  # accepted, and of enough people to be shown
    region: Sequence[Evidence]  # indicators that are about no challenge in particular

    @property
    def transversal(self) -> list[Theme]:
        """Themes that cut across all challenges."""
        return [theme for theme in self.themes if theme.belongs_to == Belonging.TRANSVERSAL]


@dataclass(frozen=True)
class Material:
    """All that the sheet of one challenge is written from."""

    around: Surroundings
    challenge: Challenge
    fiche: Fiche
    themes: Sequence[Theme]
    quotes: Mapping[int, Sequence[PublicAnswer]]
    strengths: Mapping[Part, Sequence[AssetLine]]  # on the map of the ecosystem, by part
    projects: Sequence[ProjectLine]

    @property
    def standing(self) -> Standing | None:
        """Where respondents put the challenge."""
        asked = self.around.asked
        return asked.standings.get(self.challenge.public_id) if asked else None

    @property
    def indicators(self) -> list[Evidence]:
        """The series on which the challenge rests."""
        rows = [use.evidence for use in self.fiche.uses]
        return [row for row in rows if row.kind == EvidenceKind.INDICATOR and row.series]


def surroundings_of(session: Session, process: Process) -> Surroundings:
    """Read what all sheets share."""
    themes = public_themes(session, process)
    told = told_of(session, themes)
    large = [theme for theme in themes if told[theme.id].size is not HIDDEN]
    return Surroundings(
        process, challenges_of(session, process), _asked(session, process), large, _region(session, process)
    )


def material_of(session: Session, around: Surroundings, challenge: Challenge) -> Material:
    """Read the rest, for one challenge."""
    parts = {part.id for part in challenge.sub_challenges}
    themes = [theme for theme in around.themes if theme.challenge_id == challenge.id or theme.sub_challenge_id in parts]
    return Material(
        around,
        challenge,
        fiche_of(session, challenge, is_inside=False),
        themes,
        quotes_of(session, themes[:MOST_THEMES], most=MOST_QUOTES),
        assets_by_part(session, challenge),
        projects_of(session, challenge),
    )


def _asked(session: Session, process: Process) -> Asked | None:
    for consultation in survey_queries.consultations_of(session, process):
        if not consultation.has_public_results:
            continue
        people = survey_queries.counted_people(session, consultation)
        if people.total < process.minimum_cell:
            continue
        by_helix = suppress(people.by_helix, process.minimum_cell).cells
        return Asked(consultation, people.total, by_helix, _standings(session, process, consultation))
    return None


def _standings(session: Session, process: Process, consultation: Consultation) -> Mapping[str, Standing]:
    for question in consultation.active_questions:
        if question.kind != QuestionKind.RANK_CHALLENGES:
            continue
        ground = survey_queries.ground_for(session, consultation)
        rows = survey_queries.counted(session, consultation).rows.get(question.id, [])
        summary = kind_of(question).summarise(question, rows, ground)
        assert isinstance(summary, RankingSummary)
        if round(summary.answered) >= process.minimum_cell and summary.sums is not None:
            return standings_of(summary.sums)
    return {}


def _region(session: Session, process: Process) -> Sequence[Evidence]:
    is_used = exists().where(EvidenceUse.evidence_id == Evidence.id)
    mine = (Evidence.process_id == process.id, Evidence.kind == EvidenceKind.INDICATOR.value, ~is_used)
    rows = select(Evidence).where(*mine).options(selectinload(Evidence.series)).order_by(Evidence.id)
    return [row for row in session.scalars(rows) if row.series]
